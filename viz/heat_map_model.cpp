// SPDX-License-Identifier: Apache-2.0
#include "viz/heat_map_model.h"

#include "core/base/binning.h"

#include <algorithm>
#include <cmath>
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

/// Begin of part i when `size` is divided into `parts`.
std::size_t PartBegin(std::size_t i, std::size_t size, std::size_t parts) {
  return parts == 0 ? 0 : i * size / parts;
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
  PrepareAll();
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
  const std::vector<float> sorted = SortedLiveValues(ranks, live);
  if (*row.planned_kept >= sorted.size()) return stay;
  const float cut = *row.planned_kept == 0 ? std::numeric_limits<float>::infinity()
                                           : sorted[*row.planned_kept - 1];
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
  shown.values.resize(columns);
  shown.live.resize(columns);
  for (std::size_t column = 0; column < columns; ++column) {
    shown.values[column] = ValueOf(row, column);
    shown.live[column] = Keeps(row.keep_mask, UnitOfColumn(column));
  }
}

HeatMapModel::Shown HeatMapModel::ByIndex(const HeatMapRow& row, const HeatMapRow* before) const {
  Shown shown;
  const std::size_t columns = ColumnCountOf(row);
  if (frame_.columns.kind == HeatMapKind::kChannels) {  // a column is a unit: whole arrays at once
    shown.values = *row.values;
    if (row.keep_mask != nullptr) shown.live = *row.keep_mask;
    shown.live.resize(columns, 1);
  } else {
    FillColumns(row, shown);
  }
  shown.kept = shown.live;
  if (row.plan_mask != nullptr || row.planned_kept) {
    const std::vector<std::uint8_t> stay = PlannedToStay(row);
    for (std::size_t i = 0; i < columns; ++i) shown.kept[i] &= stay[UnitOfColumn(i)];
  }
  const bool was_known = before != nullptr && before->values != nullptr;
  if (!was_known || before->keep_mask == row.keep_mask) return shown;
  shown.fresh.resize(columns);
  for (std::size_t i = 0; i < columns; ++i) {
    shown.fresh[i] = shown.live[i] == 0 && Keeps(before->keep_mask, UnitOfColumn(i));
  }
  return shown;
}

/// Kept, planned, pruned; each by falling value, so that both cuts are edges.
void HeatMapModel::Sort(Shown& shown) {
  const std::size_t count = shown.values.size();
  std::vector<std::uint8_t> planned(count);
  std::vector<std::uint8_t> gone(count);
  std::size_t fresh = 0;
  for (std::size_t i = 0; i < count; ++i) {
    planned[i] = shown.live[i] != 0 && shown.kept[i] == 0;
    gone[i] = shown.live[i] == 0;
    fresh += !shown.fresh.empty() && shown.fresh[i] != 0 ? 1 : 0;
  }
  std::vector<float> order = SortedLiveValues(shown.values, shown.kept);
  const std::size_t kept_count = order.size();
  const auto append = [&](const std::vector<std::uint8_t>& mask) {
    const std::vector<float> part = SortedLiveValues(shown.values, mask);
    order.insert(order.end(), part.begin(), part.end());
  };
  append(planned);
  const std::size_t live_count = order.size();
  if (live_count < count) append(gone);
  shown.values = std::move(order);
  for (std::size_t i = 0; i < count; ++i) {
    shown.kept[i] = i < kept_count;
    shown.live[i] = i < live_count;
    if (!shown.fresh.empty()) shown.fresh[i] = i >= live_count && i < live_count + fresh;
  }
}

HeatMapModel::Shown HeatMapModel::Prepare(const HeatMapRow& row, const HeatMapRow* before) const {
  if (row.values == nullptr) return {};
  Shown shown = ByIndex(row, before);
  if (order() == UnitOrder::kSorted) Sort(shown);
  return shown;
}

void HeatMapModel::PrepareAll() {
  for (std::size_t i = 0; i < shown_.size(); ++i) shown_[i] = Prepare(frame_.rows[i], nullptr);
}

/// Column at every shown position, made once per row and frame.
const std::vector<std::uint32_t>& HeatMapModel::ColumnsInOrder(std::size_t row) const {
  const Shown& shown = shown_[row];
  if (!shown.columns.empty() || shown.values.empty()) return shown.columns;
  const Shown plain = ByIndex(frame_.rows[row], nullptr);
  shown.columns.resize(plain.values.size());
  std::iota(shown.columns.begin(), shown.columns.end(), 0U);
  if (order() == UnitOrder::kByIndex) return shown.columns;
  const auto group = [&](std::uint32_t c) { return plain.live[c] + plain.kept[c]; };
  const auto value = [&](std::uint32_t c) {
    return std::isnan(plain.values[c]) ? -HUGE_VALF : plain.values[c];
  };
  std::stable_sort(shown.columns.begin(), shown.columns.end(), [&](auto a, auto b) {
    return group(a) != group(b) ? group(a) > group(b) : value(a) > value(b);
  });
  return shown.columns;
}

void HeatMapModel::SetView(std::size_t begin, std::size_t size) {
  size = std::clamp<std::size_t>(size, std::min<std::size_t>(8, columns_), columns_);
  view_.begin = std::min(begin, columns_ - size);
  view_.end = view_.begin + size;
}

std::size_t HeatMapModel::BinCount(std::size_t pixels) const {
  return std::min(pixels, view_.size());
}

std::vector<HeatMapBin> HeatMapModel::Bins(std::size_t row, std::size_t bins) const {
  std::vector<HeatMapBin> result(bins);
  const Shown& shown = shown_[row];
  const std::size_t end = std::min(view_.end, shown.values.size());
  if (shown.values.empty() || bins == 0 || end <= view_.begin) return result;
  // A row narrower than the view has fewer bins, of the same columns as those above and below it.
  const bool whole = end == view_.end;
  for (std::size_t i = 0; !whole && i < bins; ++i) {
    const std::size_t from = view_.begin + PartBegin(i, view_.size(), bins);
    const std::size_t to = std::min(end, view_.begin + PartBegin(i + 1, view_.size(), bins));
    if (from >= to) break;
    const Bin bin = MaxBins(std::span(shown.values).subspan(from, to - from),
                            std::span(shown.live).subspan(from, to - from),
                            1)[0];
    result[i].fate = FateOf(row, from, to);
    if (bin.measured) result[i].value = bin.max;
  }
  if (!whole) return result;
  const std::vector<Bin> all = MaxBins(std::span(shown.values).subspan(view_.begin, view_.size()),
                                       std::span(shown.live).subspan(view_.begin, view_.size()),
                                       bins);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t from = view_.begin + PartBegin(i, view_.size(), bins);
    const std::size_t to = view_.begin + PartBegin(i + 1, view_.size(), bins);
    result[i].fate = all[i].pruned ? UnitFate::kPruned : FateOf(row, from, to);
    if (all[i].measured) result[i].value = all[i].max;
    if (shown.fresh.empty()) continue;
    const auto fresh = shown.fresh.begin();
    result[i].fresh = result[i].fate == UnitFate::kPruned &&
                      std::find(fresh + static_cast<std::ptrdiff_t>(from),
                                fresh + static_cast<std::ptrdiff_t>(to),
                                1) != fresh + static_cast<std::ptrdiff_t>(to);
  }
  return result;
}

UnitFate HeatMapModel::FateOf(std::size_t row, std::size_t begin, std::size_t end) const {
  const Shown& shown = shown_[row];
  bool live = false;
  for (std::size_t i = begin; i < std::min(end, shown.values.size()); ++i) {
    if (shown.kept[i] != 0) return UnitFate::kKept;
    live |= shown.live[i] != 0;
  }
  return live ? UnitFate::kPlanned : UnitFate::kPruned;
}

HeatMapCell HeatMapModel::Cell(std::size_t row, std::size_t bin, std::size_t bins) const {
  HeatMapCell cell;
  cell.layer = frame_.rows[row].layer;
  cell.first = view_.begin + PartBegin(bin, view_.size(), bins);
  cell.last = std::max(cell.first + 1, view_.begin + PartBegin(bin + 1, view_.size(), bins)) - 1;
  if (frame_.columns.kind == HeatMapKind::kKvGroups && frame_.columns.heads_per_group > 0) {
    const std::size_t heads = frame_.columns.heads_per_group;
    cell.first = cell.first / heads * heads;
    cell.last = cell.last / heads * heads + heads - 1;
  }
  const Shown& shown = shown_[row];
  cell.last = std::min(cell.last, std::max<std::size_t>(1, ColumnsOf(row)) - 1);
  if (shown.values.empty() || cell.first >= shown.values.size()) return cell;
  cell.fate = FateOf(row, cell.first, cell.last + 1);
  std::size_t best = cell.first;
  bool best_live = false;
  for (std::size_t i = cell.first; i <= cell.last; ++i) {
    const bool live = shown.live[i] != 0;
    const bool better = !cell.value || (live && !best_live) || shown.values[i] > *cell.value;
    if (std::isnan(shown.values[i]) || (best_live && !live) || !better) continue;
    best = i;
    best_live = live;
    cell.value = static_cast<double>(shown.values[i]);
  }
  cell.unit = UnitOfColumn(ColumnsInOrder(row)[best]);
  RankCell(cell);
  return cell;
}

void HeatMapModel::RankCell(HeatMapCell& cell) const {
  if (!cell.value) return;
  cell.rank = 1;
  for (const Shown& shown : shown_) {
    for (const float value : shown.values) {
      cell.ranked += std::isnan(value) ? 0 : 1;
      cell.rank += static_cast<double>(value) > *cell.value ? 1 : 0;
    }
  }
}

std::optional<std::size_t> HeatMapModel::BinOfUnit(std::size_t row,
                                                   std::size_t unit,
                                                   std::size_t bins) const {
  if (bins == 0 || shown_[row].values.empty()) return std::nullopt;
  const std::vector<std::uint32_t>& order = ColumnsInOrder(row);
  const auto at = std::find_if(
      order.begin(), order.end(), [&](std::uint32_t c) { return UnitOfColumn(c) == unit; });
  const auto position = static_cast<std::size_t>(at - order.begin());
  if (at == order.end() || position < view_.begin || position >= view_.end) return std::nullopt;
  const std::size_t offset = position - view_.begin;
  std::size_t bin = offset * bins / view_.size();
  while (bin + 1 < bins && PartBegin(bin + 1, view_.size(), bins) <= offset) ++bin;
  return bin;
}

bool HeatMapModel::HasFresh() const {
  return std::any_of(shown_.begin(), shown_.end(), [](const Shown& shown) {
    return std::find(shown.fresh.begin(), shown.fresh.end(), 1) != shown.fresh.end();
  });
}

void HeatMapModel::EndFresh() {
  for (Shown& shown : shown_) shown.fresh.clear();
}

}  // namespace sentei::viz
