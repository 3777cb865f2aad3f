// SPDX-License-Identifier: Apache-2.0
#include "viz/heat_map_model.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

namespace sentei::viz {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

bool SameInputs(const HeatMapRow& a, const HeatMapRow& b) {
  return a.layer == b.layer && a.values == b.values && a.keep_mask == b.keep_mask &&
         a.plan_mask == b.plan_mask && a.planned_kept == b.planned_kept &&
         a.protected_units == b.protected_units && a.forced_units == b.forced_units;
}

const HeatMapRow* FindLayer(const std::vector<HeatMapRow>& rows,
                            std::size_t guess,
                            std::int64_t layer) {
  if (guess < rows.size() && rows[guess].layer == layer) return &rows[guess];
  const auto found = std::find_if(
      rows.begin(), rows.end(), [&](const HeatMapRow& row) { return row.layer == layer; });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

void HeatMapModel::SetFrame(HeatMapFrame frame) {
  const bool other = frame.criterion != frame_.criterion ||
                     frame.columns.kind != frame_.columns.kind ||
                     frame.rows.size() != frame_.rows.size();
  const HeatMapFrame before = std::exchange(frame_, std::move(frame));
  const std::size_t columns_before = columns_;
  columns_ = 0;
  for (const HeatMapRow& row : frame_.rows) columns_ = std::max(columns_, ColumnCountOf(row));
  if (columns_ != columns_before) view_ = {0, columns_};

  std::vector<Shown> shown(frame_.rows.size());
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const HeatMapRow* old = FindLayer(before.rows, i, frame_.rows[i].layer);
    const bool same = !other && i < shown_.size() && i < before.rows.size() &&
                      columns_ == columns_before && SameInputs(before.rows[i], frame_.rows[i]);
    if (same) {
      shown[i] = std::move(shown_[i]);
    } else {
      shown[i] = Prepare(frame_.rows[i], other ? nullptr : old);
    }
  }
  shown_ = std::move(shown);
  if (other) range_known_ = false;
  UpdateRange();
}

void HeatMapModel::Reset() {
  frame_ = {};
  shown_.clear();
  columns_ = 0;
  view_ = {};
  range_known_ = false;
}

void HeatMapModel::SetOrder(UnitOrder order) {
  order_ = order;
  for (Shown& shown : shown_) shown.columns.clear();
}

void HeatMapModel::SetScale(ValueScale scale) {
  scale_ = scale;
  range_known_ = false;
  UpdateRange();
}

void HeatMapModel::SetRangeMode(RangeMode mode) {
  range_mode_ = mode;
  range_known_ = range_known_ && mode == RangeMode::kLocked;
  UpdateRange();
}

void HeatMapModel::SetColors(HeatMapColors colors) {
  colors_ = colors;
  range_known_ = false;
  UpdateRange();
}

UnitOrder HeatMapModel::order() const {
  return frame_.columns.kind == HeatMapKind::kChannels ? order_ : UnitOrder::kByIndex;
}

ValueScale HeatMapModel::scale() const {
  return colors_ == HeatMapColors::kDiverging ? ValueScale::kLinear : scale_;
}

std::size_t HeatMapModel::UnitOfColumn(std::size_t column) const {
  const HeatMapColumns& columns = frame_.columns;
  if (columns.heads_per_group == 0) return column;
  switch (columns.kind) {
    case HeatMapKind::kChannels:
      return column;
    case HeatMapKind::kKvGroups:
      return column / columns.heads_per_group;
    case HeatMapKind::kQueryStripes:
      return column % columns.heads_per_group;
  }
  return column;
}

std::size_t HeatMapModel::ColumnCountOf(const HeatMapRow& row) const {
  const HeatMapColumns& columns = frame_.columns;
  if (columns.kind != HeatMapKind::kChannels) return columns.groups * columns.heads_per_group;
  return row.values == nullptr ? 0 : row.values->size();
}

std::size_t HeatMapModel::UnitCount(const HeatMapRow& row) const {
  switch (frame_.columns.kind) {
    case HeatMapKind::kChannels:
      break;
    case HeatMapKind::kKvGroups:
      return frame_.columns.groups;
    case HeatMapKind::kQueryStripes:
      return frame_.columns.heads_per_group;
  }
  return ColumnCountOf(row);
}

std::size_t HeatMapModel::ColumnsOf(std::size_t row) const {
  return ColumnCountOf(frame_.rows[row]);
}

std::size_t HeatMapModel::UnitsOf(std::size_t row) const { return UnitCount(frame_.rows[row]); }

std::size_t HeatMapModel::KeptUnits(std::size_t row) const {
  const HeatMapRow& of = frame_.rows[row];
  const std::size_t units = UnitCount(of);
  std::size_t kept = units;
  if (of.plan_mask != nullptr) {
    kept = 0;
    for (std::size_t unit = 0; unit < units; ++unit) {
      kept += Keeps(of.keep_mask, unit) && Keeps(of.plan_mask, unit) ? 1 : 0;
    }
  } else if (of.keep_mask != nullptr) {
    kept -= static_cast<std::size_t>(std::count(of.keep_mask->begin(), of.keep_mask->end(), 0));
  }
  if (of.plan_mask == nullptr && of.planned_kept) kept = std::min(kept, *of.planned_kept);
  return kept;
}

float HeatMapModel::ValueOf(const HeatMapRow& row, std::size_t column) const {
  if (row.values == nullptr) return kNone;
  const bool per_column = row.values->size() == ColumnCountOf(row);
  const std::size_t index = per_column ? column : UnitOfColumn(column);
  return index < row.values->size() ? (*row.values)[index] : kNone;
}

/// Per unit, whether the plan leaves it: protected units first, forced ones last, the rest by
/// value.
std::vector<std::uint8_t> HeatMapModel::PlannedToStay(const HeatMapRow& row) const {
  const std::size_t units = UnitCount(row);
  std::vector<std::uint8_t> stay(units, 1);
  if (row.plan_mask != nullptr) {
    for (std::size_t unit = 0; unit < units; ++unit) stay[unit] = Keeps(row.plan_mask, unit);
    return stay;
  }
  if (!row.planned_kept) return stay;
  std::vector<float> ranks(units, -std::numeric_limits<float>::infinity());
  for (std::size_t column = 0; column < ColumnCountOf(row); ++column) {
    float& rank = ranks[UnitOfColumn(column)];
    rank = std::fmax(rank, ValueOf(row, column));
  }
  for (const std::uint32_t unit : row.protected_units) {
    if (unit < units) ranks[unit] = std::numeric_limits<float>::infinity();
  }
  for (const std::uint32_t unit : row.forced_units) {
    if (unit < units) ranks[unit] = kNone;
  }
  std::vector<std::uint8_t> live(units);
  for (std::size_t unit = 0; unit < units; ++unit) live[unit] = Keeps(row.keep_mask, unit);
  std::vector<float> order;
  for (std::size_t unit = 0; unit < units; ++unit) {
    if (live[unit] != 0 && !std::isnan(ranks[unit])) order.push_back(ranks[unit]);
  }
  const auto live_count = static_cast<std::size_t>(std::count(live.begin(), live.end(), 1));
  if (*row.planned_kept >= live_count) return stay;
  float cut = std::numeric_limits<float>::infinity();
  if (*row.planned_kept > order.size()) cut = -cut;
  if (*row.planned_kept > 0 && *row.planned_kept <= order.size()) {
    const auto last = order.begin() + static_cast<std::ptrdiff_t>(*row.planned_kept) - 1;
    std::nth_element(order.begin(), last, order.end(), std::greater<>());
    cut = *last;
  }
  std::size_t left = *row.planned_kept;
  for (std::size_t unit = 0; unit < units; ++unit) {
    stay[unit] = ranks[unit] > cut;
    left -= stay[unit] != 0 && live[unit] != 0 && left > 0 ? 1U : 0U;
  }
  for (std::size_t unit = 0; unit < units && left > 0; ++unit) {  // ties: lower numbers stay
    if (ranks[unit] != cut || live[unit] == 0) continue;
    stay[unit] = 1;
    --left;
  }
  return stay;
}

void HeatMapModel::FillColumns(const HeatMapRow& row, Shown& shown) const {
  const std::size_t columns = ColumnCountOf(row);
  const bool own = frame_.columns.kind == HeatMapKind::kChannels;  // a column is a unit
  if (!own) {
    for (std::size_t i = 0; i < columns; ++i) shown.values.push_back(ValueOf(row, i));
  }
  const bool fits = own && (row.keep_mask == nullptr || row.keep_mask->size() == columns);
  if (fits) return;
  for (std::size_t i = 0; i < columns; ++i) {
    shown.live.push_back(Keeps(row.keep_mask, UnitOfColumn(i)) ? 1 : 0);
  }
}

HeatMapModel::Shown HeatMapModel::Prepare(const HeatMapRow& row, const HeatMapRow* before) const {
  Shown shown;
  if (row.values == nullptr) return shown;
  FillColumns(row, shown);
  const std::size_t columns = ColumnCountOf(row);
  std::span<const std::uint8_t> live(shown.live);
  if (live.empty() && row.keep_mask != nullptr) live = *row.keep_mask;
  shown.live_count = columns - static_cast<std::size_t>(std::count(live.begin(), live.end(), 0));
  shown.kept_count = shown.live_count;
  if (row.plan_mask != nullptr || row.planned_kept) {
    shown.kept = PlannedToStay(row);
    if (frame_.columns.kind != HeatMapKind::kChannels) {
      const std::vector<std::uint8_t> stay = std::move(shown.kept);
      shown.kept.clear();
      for (std::size_t i = 0; i < columns; ++i) shown.kept.push_back(stay[UnitOfColumn(i)]);
    }
    for (std::size_t i = 0; i < live.size(); ++i) shown.kept[i] &= live[i];
    shown.kept_count =
        static_cast<std::size_t>(std::count(shown.kept.begin(), shown.kept.end(), 1));
  }
  const bool was_known = before != nullptr && before->values != nullptr;
  if (!was_known || before->keep_mask == row.keep_mask || live.empty()) return shown;
  if (before->keep_mask != nullptr && *before->keep_mask == *row.keep_mask) return shown;
  const bool same_units = before->keep_mask != nullptr && before->keep_mask->size() == live.size();
  shown.fresh.resize(columns);
  for (std::size_t i = 0; i < columns; ++i) {
    const bool lived =
        same_units ? (*before->keep_mask)[i] != 0 : Keeps(before->keep_mask, UnitOfColumn(i));
    shown.fresh[i] = static_cast<std::uint8_t>(live[i] == 0) & static_cast<std::uint8_t>(lived);
  }
  shown.fresh_count =
      static_cast<std::size_t>(std::count(shown.fresh.begin(), shown.fresh.end(), 1));
  if (shown.fresh_count == 0) shown.fresh.clear();
  return shown;
}

std::span<const float> HeatMapModel::ValuesIn(std::size_t row) const {
  if (!shown_[row].values.empty()) return shown_[row].values;
  const HeatMapRow& data = frame_.rows[row];
  return data.values == nullptr ? std::span<const float>() : std::span<const float>(*data.values);
}

std::span<const std::uint8_t> HeatMapModel::LiveIn(std::size_t row) const {
  if (!shown_[row].live.empty()) return shown_[row].live;
  const SharedMask& mask = frame_.rows[row].keep_mask;
  return mask == nullptr ? std::span<const std::uint8_t>() : std::span<const std::uint8_t>(*mask);
}

std::span<const std::uint8_t> HeatMapModel::KeptIn(std::size_t row) const {
  return shown_[row].kept.empty() ? LiveIn(row) : std::span<const std::uint8_t>(shown_[row].kept);
}

/// Kept, planned, pruned; the first two by falling value, the last with what is fresh in front.
const std::vector<std::uint32_t>& HeatMapModel::ColumnsInOrder(std::size_t row) const {
  const Shown& shown = shown_[row];
  const std::span<const float> values = ValuesIn(row);
  if (!shown.columns.empty() || values.empty()) return shown.columns;
  const auto live = LiveIn(row);
  const auto kept = KeptIn(row);
  shown.columns.resize(values.size());
  std::iota(shown.columns.begin(), shown.columns.end(), 0U);
  if (order() == UnitOrder::kByIndex) return shown.columns;
  const auto group = [&](std::uint32_t c) {
    if (kept.empty() || kept[c] != 0) return 0;
    if (live.empty() || live[c] != 0) return 1;
    return !shown.fresh.empty() && shown.fresh[c] != 0 ? 2 : 3;
  };
  const auto value = [&](std::uint32_t c) {
    return std::isnan(values[c]) || group(c) > 1 ? -HUGE_VALF : values[c];
  };
  std::stable_sort(shown.columns.begin(), shown.columns.end(), [&](auto a, auto b) {
    return group(a) != group(b) ? group(a) < group(b) : value(a) > value(b);
  });
  return shown.columns;
}

std::size_t HeatMapModel::ColumnAt(std::size_t row, std::size_t position) const {
  return order() == UnitOrder::kByIndex ? position : ColumnsInOrder(row)[position];
}

void HeatMapModel::SetView(std::size_t begin, std::size_t size) {
  size = std::clamp<std::size_t>(size, std::min<std::size_t>(8, columns_), columns_);
  view_.begin = std::min(begin, columns_ - size);
  view_.end = view_.begin + size;
}

std::size_t HeatMapModel::BinCount(std::size_t pixels) const {
  return std::min(pixels, view_.size());
}

bool HeatMapModel::HasFresh() const {
  return std::any_of(
      shown_.begin(), shown_.end(), [](const Shown& shown) { return shown.fresh_count > 0; });
}

void HeatMapModel::EndFresh() {
  for (Shown& shown : shown_) {
    if (shown.fresh_count == 0) continue;
    shown.fresh.clear();
    shown.fresh_count = 0;
    shown.columns.clear();
  }
}

}  // namespace sentei::viz
