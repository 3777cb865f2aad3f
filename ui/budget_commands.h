// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/sensitivity.h"
#include "ui/budget_document.h"
#include "ui/budget_snap.h"
#include "ui/model_session.h"

#include <QCoreApplication>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace sentei::ui {

using LayerList = std::vector<std::int64_t>;
/// Counts by layer and group.
using KeptCounts = std::map<std::pair<std::int64_t, plan::FamilyGroup>, std::int64_t>;

/// What is decided about one unit by hand.
enum class UnitMark : std::uint8_t { kNone, kProtected, kForced };

/// Every edit that the Budget page and the dock offer, as one undo step each (a drag is one). An
/// edit that comes out otherwise than asked says why through BudgetDocument::Said. Does nothing
/// without a model that can be pruned. GUI thread.
class BudgetCommands final {
  Q_DECLARE_TR_FUNCTIONS(BudgetCommands)

 public:
  BudgetCommands(ModelSession& session, BudgetDocument& document)
      : session_(session), document_(document) {}

  /// Draws a count: nearest to `wanted` that limits and profile allow. Locked layers stay.
  void SetKept(const LayerList& layers,
               plan::FamilyGroup group,
               std::int64_t wanted,
               Merge merge = Merge::kNever);
  /// Each of the layers by `steps` choices from where it stands.
  void StepKept(const LayerList& layers, plan::FamilyGroup group, int steps);
  /// The drag that SetKept with kSameDrag began is over.
  void EndDrag();
  /// Takes drawn counts back, so that the target decides.
  void ResetToTarget(const LayerList& layers);
  /// Opens the layers where one of them is closed, closes them otherwise.
  void ToggleLock(const LayerList& layers);
  void SetCap(const LayerList& layers, plan::FamilyGroup group, std::optional<double> cap);
  void SetFloor(const LayerList& layers,
                plan::FamilyGroup group,
                std::optional<std::int64_t> floor);
  void SetMark(std::int64_t layer, plan::FamilyGroup group, std::int64_t unit, UnitMark mark);

  void ApplyPreset(const plan::BudgetSpec& preset, const QString& name);
  /// Keeps what is asked for and says it in another way.
  void SetTargetKind(plan::TargetKind kind);
  void SetTarget(double target);
  void SetMode(plan::BudgetMode mode);
  void SetAlignment(std::int64_t alignment);
  void SetProfile(plan::ExportProfile profile);
  void SetDType(plan::ExportDType dtype);
  void SetAttentionKind(plan::UnitKind kind);
  void SetAttentionLocked(std::optional<bool> locked);  ///< unset: by the number of units
  void SetOuterLayersLocked(bool locked);               // NOLINT: mirrors the check box
  void MakeUniform();
  void RoundTo256();
  /// The largest target that limits and drawn counts allow.
  void LowerTargetToLargest();

  /// The budget that the curves suggest for the present target, as one undo step; counts drawn by
  /// hand hold. Returns the suggested counts.
  Result<KeptCounts> Suggest(const std::vector<plan::SensitivityCurve>& curves,
                             const KeptCounts& suggested_before);
  /// A budget file: canonical JSON of a BudgetSpec.
  Result<void> Import(const QString& path);
  Result<void> Export(const QString& path) const;

  [[nodiscard]] UnitMark MarkOf(std::int64_t layer,
                                plan::FamilyGroup group,
                                std::int64_t unit) const;
  [[nodiscard]] const plan::UnitFamily* Family(std::int64_t layer, plan::FamilyGroup group) const;
  [[nodiscard]] std::optional<KeptRange> Range(std::int64_t layer, plan::FamilyGroup group) const;
  /// What the row shows: the drawn count, or the plan's.
  [[nodiscard]] std::int64_t Kept(std::int64_t layer, plan::FamilyGroup group) const;

 private:
  [[nodiscard]] bool ready() const;
  [[nodiscard]] LayerList AllLayers() const;
  void EditSpec(const QString& text, const std::function<void(plan::BudgetSpec&)>& edit);
  void Draw(const LayerList& layers,
            plan::FamilyGroup group,
            const std::function<std::int64_t(const KeptRange&)>& wish,
            Merge merge);
  [[nodiscard]] QString TextOf(const LayerList& layers, const QString& what) const;

  ModelSession& session_;
  BudgetDocument& document_;
  std::optional<QString> drag_text_;
};

/// Counts that the spec fixes, by layer and group.
[[nodiscard]] KeptCounts DrawnCounts(const plan::BudgetSpec& spec);

}  // namespace sentei::ui
