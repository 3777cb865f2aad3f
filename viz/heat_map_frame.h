// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace sentei::viz {

using SharedValues = std::shared_ptr<const std::vector<float>>;
using SharedMask = std::shared_ptr<const std::vector<std::uint8_t>>;

/// A missing mask, or one that is too short, removes nothing.
[[nodiscard]] inline bool Keeps(const SharedMask& mask, std::size_t unit) {
  return mask == nullptr || unit >= mask->size() || (*mask)[unit] != 0;
}

/// One layer of a heat map. Arrays are shared, never changed, in original numbering.
struct HeatMapRow {
  std::int64_t layer = 0;
  /// Importance per unit, or per column of a head map. Null: the family is not scored, and the row
  /// stays blank. NaN: this unit has no value.
  SharedValues values;
  SharedMask keep_mask;                     ///< per unit, 1 = kept; null = nothing is pruned
  SharedMask plan_mask;                     ///< per unit, 1 = the plan keeps it; null = see below
  std::optional<std::size_t> planned_kept;  ///< the plan keeps the best n; unset = no plan
  bool locked = false;
  std::vector<std::uint32_t> protected_units;
  std::vector<std::uint32_t> forced_units;

  /// Arrays are equal when they are the same ones.
  friend bool operator==(const HeatMapRow&, const HeatMapRow&) = default;
};

/// How columns and units belong together.
enum class HeatMapKind : std::uint8_t {
  kChannels,      ///< a column is a unit
  kKvGroups,      ///< a unit is a KV group: heads_per_group neighbouring columns
  kQueryStripes,  ///< a unit is the same head of every KV group
};
struct HeatMapColumns {
  HeatMapKind kind = HeatMapKind::kChannels;
  std::size_t groups = 0;           ///< head maps: KV groups
  std::size_t heads_per_group = 1;  ///< head maps: query heads per KV group

  friend bool operator==(const HeatMapColumns&, const HeatMapColumns&) = default;
};

/// Everything a heat map shows at one moment.
struct HeatMapFrame {
  HeatMapColumns columns;
  std::vector<HeatMapRow> rows;
  QString criterion;                 ///< "LoRA-gradient", "weights only"
  std::optional<std::int64_t> step;  ///< unset: no run behind it
  QStringList protocol;              ///< further lines for exports: model, data set, seed

  friend bool operator==(const HeatMapFrame&, const HeatMapFrame&) = default;
};

enum class UnitOrder : std::uint8_t { kSorted, kByIndex };
enum class ValueScale : std::uint8_t { kLinear, kLog };
enum class HeatMapColors : std::uint8_t { kSequential, kDiverging };
enum class RangeMode : std::uint8_t {
  kLocked,  ///< keeps the 1st to 99th percentile of the first frame after locking or Reset
  kFollow,  ///< of every frame
};
enum class UnitFate : std::uint8_t { kKept, kPlanned, kPruned, kBlank };

/// What lies under the pointer or the keyboard cursor.
struct HeatMapCell {
  std::int64_t layer = 0;
  std::size_t unit = 0;         ///< the unit with the largest value of the cell
  std::size_t first = 0;        ///< first column (By index) or position (Sorted) of the cell
  std::size_t last = 0;         ///< last one, included
  std::optional<double> value;  ///< largest live value; none if the cell has no value
  std::size_t rank = 0;         ///< of the value in the whole map, 1 = largest; 0 without a value
  std::size_t ranked = 0;       ///< units with a value
  UnitFate fate = UnitFate::kBlank;
};

}  // namespace sentei::viz
