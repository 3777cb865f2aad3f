// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/model_description.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sentei::plan {

/// What one prunable unit of a family is (specification of LoRAPrune, coupled groups).
enum class UnitKind : std::uint8_t {
  kKvGroup,      ///< a KV head with all query heads that share it (a plain head without GQA)
  kQueryStripe,  ///< one query head; the same number leaves every KV group, K and V stay
  kFfnChannel,   ///< one row of gate and up, one column of down
};
enum class FamilyGroup : std::uint8_t { kAttention, kFfn };
enum class Axis : std::uint8_t { kRow, kColumn };

/// One tensor whose slices belong to a family's units: unit u owns the index range
/// [u * unit_size, (u + 1) * unit_size) of `axis` of projection's weight.
struct FamilyMember {
  Projection projection = Projection::kQ;
  Axis axis = Axis::kRow;
  std::int64_t unit_size = 1;
  bool has_bias = false;  ///< the bias is sliced with the rows (openers only)
};

/// A layer's prunable units of one kind, as data; no algorithm above knows a tensor's name.
struct UnitFamily {
  std::int64_t layer = 0;
  UnitKind kind = UnitKind::kFfnChannel;
  std::int64_t num_units = 0;
  std::int64_t unit_cost = 0;        ///< parameters that leave with one unit
  std::int64_t units_per_group = 0;  ///< query stripes: query heads per KV head; else num_units
  std::vector<FamilyMember> members;
  Projection closing = Projection::kDown;  ///< the gate multiplies this projection's input
  std::int64_t gate_width = 1;             ///< columns of the closing projection per unit

  [[nodiscard]] FamilyGroup group() const {
    return kind == UnitKind::kFfnChannel ? FamilyGroup::kFfn : FamilyGroup::kAttention;
  }
};

/// All families of a model: per layer first attention, then FFN. `attention_kind` is kKvGroup or
/// kQueryStripe. Throws kInput when a member's axis is not num_units * unit_size long.
[[nodiscard]] std::vector<UnitFamily> BuildUnitFamilies(const ModelDescription& model,
                                                        UnitKind attention_kind);

/// keep[f][u] is true while unit u of family f lives; the index of f is that of BuildUnitFamilies.
using KeepMask = std::vector<std::vector<bool>>;

/// "kv-group", "query-stripe", "ffn-channel".
[[nodiscard]] std::string_view Name(UnitKind kind);

/// Every unit alive.
[[nodiscard]] KeepMask AllKept(std::span<const UnitFamily> families);
/// Live units of each family.
[[nodiscard]] std::vector<std::int64_t> KeptCounts(const KeepMask& keep);
/// Indices of the live units, ascending.
[[nodiscard]] std::vector<std::int64_t> KeptUnits(const std::vector<bool>& keep);
/// The units that may leave only together in number: query stripes take one head of every KV group.
[[nodiscard]] std::int64_t UnitQuantum(const UnitFamily& family);
/// Parameters that leave when `counts[f]` units of family f stay.
[[nodiscard]] std::int64_t RemovedParameters(std::span<const UnitFamily> families,
                                             std::span<const std::int64_t> counts);
/// The model with the widths that are left when `counts[f]` units of family f stay.
[[nodiscard]] ModelDescription WithKeptCounts(const ModelDescription& model,
                                              std::span<const UnitFamily> families,
                                              std::span<const std::int64_t> counts);

}  // namespace sentei::plan
