// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/budget.h"
#include "core/plan/export_profile.h"
#include "core/plan/fixed_units.h"
#include "core/plan/model_description.h"
#include "core/plan/unit_family.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sentei::plan {

/// Why nothing leaves a family.
enum class KeptWhole : std::uint8_t {
  kNo,          ///< units may leave
  kOuterLayer,  ///< default lock of the first and last layers
  kFewUnits,    ///< default: fewer than 8 units in the layer
  kByRequest,   ///< locked, a cap of 0, or a drawn ratio of 0
  kNoRoom,      ///< cap, floor and alignment leave no smaller width
};

/// What a budget comes to for one family.
struct FamilyPlan {
  std::int64_t layer = 0;
  UnitKind kind = UnitKind::kFfnChannel;
  std::int64_t num_units = 0;
  std::int64_t unit_cost = 0;  ///< parameters that leave with one unit
  KeptWhole kept_whole = KeptWhole::kNo;
  bool exact = false;  ///< `keep`, or forced units of a family kept whole otherwise, fix the count
  double cap = 0.0;    ///< share that may leave, as asked
  std::int64_t floor = 1;      ///< fewest units that stay, as asked
  std::int64_t alignment = 1;  ///< counts that stay are multiples, unless nothing leaves
  double ratio = 1.0;          ///< kCustom: weight of the family
  std::vector<std::int64_t> protected_units;  ///< never leave
  std::vector<std::int64_t> forced_units;     ///< leave at the first event
  std::int64_t protected_count = 0;           ///< fewest units that stay with the protected ones
  std::int64_t forced_count = 0;              ///< fewest units that leave with the forced ones
  std::vector<std::int64_t> choices;          ///< counts that may stay, descending, never empty
  std::int64_t keep = 0;  ///< units that stay at the end; global modes: an estimate

  [[nodiscard]] FamilyGroup group() const {
    return kind == UnitKind::kFfnChannel ? FamilyGroup::kFfn : FamilyGroup::kAttention;
  }
  [[nodiscard]] FixedUnits fixed() const { return {protected_units, forced_units}; }
  /// Most units that cap, floor, alignment and profile let go.
  [[nodiscard]] std::int64_t cap_units() const { return num_units - choices.back(); }
};

/// A budget solved for a model; families as BuildUnitFamilies orders them. Counts are parameters.
/// asked <= reached, and reached < asked + step unless `forced` is more than asked. In the global
/// modes the scores decide the counts during the run; caps and the same bound on what is reached
/// hold there, and `reached` and `keep` are an estimate.
struct BudgetPlan {
  BudgetMode mode = BudgetMode::kUniform;
  ExportProfile profile = ExportProfile::kHfPerLayer;
  std::vector<FamilyPlan> families;
  std::int64_t total = 0;    ///< parameters of the model
  std::int64_t asked = 0;    ///< to be removed
  std::int64_t reached = 0;  ///< removed by the counts in `keep`
  /// Leaves whatever is asked: `keep`, forced units with their alignment, widths that the profile
  /// cannot hold, what has left already.
  std::int64_t forced = 0;
  std::int64_t step = 0;           ///< smallest change that mode, alignment and profile allow here
  std::int64_t largest = 0;        ///< most that caps and floors let go
  std::string sentence;            ///< the answer for a person: asked, reached, step, widths
  std::vector<std::string> notes;  ///< one line each: locks lifted, families kept whole, alignment

  /// True where scores decide the final counts.
  [[nodiscard]] bool DecidedByScores() const {
    return mode == BudgetMode::kGlobal || mode == BudgetMode::kGlobalUniform;
  }
  [[nodiscard]] std::vector<std::int64_t> Keeps() const;
};

/// Solves a budget. A target is an upper bound on what remains: removed >= asked, by less than one
/// step. Caps win over the target. Throws kUsage when the target lies beyond what they allow
/// (naming the largest possible target and the caps that bind), when a limit names a layer that
/// does not exist or contradicts another, or when mode and profile exclude each other. `families`
/// is BuildUnitFamilies(model, spec.attention_kind).
[[nodiscard]] BudgetPlan ResolveBudget(const ModelDescription& model,
                                       std::span<const UnitFamily> families,
                                       const BudgetSpec& spec,
                                       ExportProfile profile,
                                       ExportDType dtype);

/// The same for a model that has lost units already: kept[f] units of family f are left and none
/// returns, so no count of the plan exceeds them. Caps, floors and locks still count from the whole
/// family. Throws kUsage also where a family has lost more than its limits let go, naming its
/// layer.
[[nodiscard]] BudgetPlan ReplanBudget(const ModelDescription& model,
                                      std::span<const UnitFamily> families,
                                      const BudgetSpec& spec,
                                      ExportProfile profile,
                                      ExportDType dtype,
                                      std::span<const std::int64_t> kept);

}  // namespace sentei::plan
