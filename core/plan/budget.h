// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/model_description.h"
#include "core/plan/unit_family.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace sentei::plan {

enum class BudgetMode : std::uint8_t { kUniform, kCustom, kGlobal, kGlobalUniform };
enum class TargetKind : std::uint8_t {
  kParameterShare,  ///< share of all parameters removed
  kUnitShare,   ///< share of the units of unlocked families removed, each counted by its parameters
  kParameters,  ///< parameters that may remain
  kBytes,       ///< bytes that may remain, at the export dtype
};

/// What may be taken from one family. Absent fields fall back to BudgetSpec's defaults; a cap,
/// ratio or keep of its own lifts a default lock. Forced units leave a family under a default lock
/// too, and nothing else but what alignment adds. Units are numbered as in the dense model (KV
/// groups or query heads by attention_kind), ascending, each once, none in both lists.
struct FamilyLimit {
  std::optional<double> cap{};          ///< largest share of units that may leave, 0..1
  std::optional<std::int64_t> floor{};  ///< smallest number of units kept
  std::optional<bool> locked{};         ///< true: nothing leaves
  std::optional<double> ratio{};        ///< kCustom: the share drawn by the user
  std::optional<std::int64_t> keep{};   ///< exactly this many units stay (overrides the target)
  std::vector<std::int64_t> protected_units{};  ///< never leave
  std::vector<std::int64_t> forced_units{};     ///< leave first, whatever their score or the target
  friend bool operator==(const FamilyLimit&, const FamilyLimit&) = default;
};
struct LayerLimit {
  std::int64_t layer = 0;
  FamilyLimit attention{};
  FamilyLimit ffn{};
  friend bool operator==(const LayerLimit&, const LayerLimit&) = default;
};

/// What the user asks for; a JSON file to write, edit and read back.
struct BudgetSpec {
  BudgetMode mode = BudgetMode::kUniform;
  TargetKind target_kind = TargetKind::kParameterShare;
  double target = 0.2;
  UnitKind attention_kind = UnitKind::kKvGroup;
  std::int64_t ffn_alignment = 8;  ///< kept FFN width is a multiple: 1, 8, 32, 64 or 256
  double default_cap = 0.75;
  std::optional<bool> attention_locked{};  ///< default: locked when a layer has fewer than 8 units
  bool lock_outer_layers =
      true;  ///< first max(1, int(0.1 L)) and last layer; uniform profiles lift it
  std::vector<LayerLimit> layers{};  ///< overrides, any subset of layers
  friend bool operator==(const BudgetSpec&, const BudgetSpec&) = default;
};
/// {"mode", "target_kind", "target", "attention_kind", "ffn_alignment", "default_cap",
/// "lock_outer_layers"[, "attention_locked"][, "layers": [{"layer", "attention": {...}, "ffn":
/// {"cap", "floor", "locked", "ratio", "keep", "protected": [units], "forced": [units]}}]]}; what
/// is not set is left out.
void to_json(nlohmann::json& json, const BudgetSpec& spec);
/// Fields that are absent keep their defaults; lists of units are sorted. Throws kUsage naming the
/// unknown or wrong field by its path ("budget.layers[2].ffn.cap").
void from_json(const nlohmann::json& json, BudgetSpec& spec);

[[nodiscard]] std::string_view Name(BudgetMode mode);  ///< "uniform", "custom", ...
[[nodiscard]] std::string_view Name(TargetKind kind);  ///< "parameter-share", "unit-share", ...
/// Throw kUsage listing the known names.
[[nodiscard]] BudgetMode ParseBudgetMode(std::string_view name);
[[nodiscard]] TargetKind ParseTargetKind(std::string_view name);

/// Throws kUsage for a value outside its range (target, caps, ratios, alignment, layers or units
/// listed twice, units that are not ascending).
void Validate(const BudgetSpec& spec);

}  // namespace sentei::plan
