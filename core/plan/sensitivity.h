// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/budget.h"
#include "core/plan/export_profile.h"
#include "core/plan/model_description.h"
#include "core/plan/unit_family.h"

#include <cstdint>
#include <span>
#include <vector>

namespace sentei::plan {

struct SensitivityPoint {
  double ratio = 0.0;  ///< share of the family's units that left
  double loss = 0.0;   ///< mean loss in nats per token
};
/// What the loss becomes when one family alone loses units.
struct SensitivityCurve {
  std::int64_t layer = 0;
  UnitKind kind = UnitKind::kFfnChannel;
  double dense_loss = 0.0;  ///< with every unit
  std::vector<SensitivityPoint> points;
};

/// The rise of the loss over the dense one by the share of units removed: linear between the
/// points from (0, 0), never falling, and going on as it ended beyond the last point. Values that
/// are not finite count as a thousand nats.
class LossRise {
 public:
  explicit LossRise(const SensitivityCurve& curve);
  [[nodiscard]] double At(double ratio) const;

 private:
  std::vector<SensitivityPoint> points_;  ///< from (0, 0); `loss` is the rise
};

/// A budget that follows measured curves.
struct BudgetSuggestion {
  BudgetSpec spec;            ///< mode custom, every count given by `keep`
  std::int64_t asked = 0;     ///< parameters that the base asks to remove
  std::int64_t removed = 0;   ///< parameters that the suggestion removes
  double loss_rise = 0.0;     ///< predicted: the sum over families, which never interact here
  std::int64_t measured = 0;  ///< families that a curve decided about
};

/// Takes from every measured family as much as reaches the base's target at the smallest predicted
/// rise of the loss: steps in the order of loss per parameter along each curve's lower convex hull,
/// then what is too much is given back. Exact for convex curves over equal units. Caps, floors,
/// locks, alignment and profile hold; families without a curve stay as `base` has them, or follow
/// the mean of the others where the profile needs equal widths. Throws kUsage as ResolveBudget, and
/// where the measured families cannot give enough.
[[nodiscard]] BudgetSuggestion SuggestBudget(const ModelDescription& model,
                                             std::span<const UnitFamily> families,
                                             std::span<const SensitivityCurve> curves,
                                             const BudgetSpec& base,
                                             ExportProfile profile,
                                             ExportDType dtype);

}  // namespace sentei::plan
