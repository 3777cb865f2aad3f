// SPDX-License-Identifier: Apache-2.0
// The part of HeatMapModel that divides rows into bins.
#include "core/base/binning.h"
#include "viz/heat_map_model.h"

#include <algorithm>
#include <cmath>

namespace sentei::viz {
namespace {

/// Begin of part i when `size` is divided into `parts`.
std::size_t PartBegin(std::size_t i, std::size_t size, std::size_t parts) {
  return parts == 0 ? 0 : i * size / parts;
}

}  // namespace

/// Positions of a bin; at least one.
HeatMapModel::View HeatMapModel::PartOf(std::size_t bin, std::size_t bins) const {
  const std::size_t begin = view_.begin + PartBegin(bin, view_.size(), bins);
  return {begin, std::max(begin + 1, view_.begin + PartBegin(bin + 1, view_.size(), bins))};
}

std::vector<HeatMapBin> HeatMapModel::Bins(std::size_t row, std::size_t bins) const {
  if (ValuesIn(row).size() <= view_.begin || bins == 0) return std::vector<HeatMapBin>(bins);
  return order() == UnitOrder::kSorted ? BinSorted(row, bins) : BinByIndex(row, bins);
}

std::vector<HeatMapBin> HeatMapModel::BinByIndex(std::size_t row, std::size_t count) const {
  std::vector<HeatMapBin> bins(count);
  const std::span<const float> values = ValuesIn(row);
  const std::span<const std::uint8_t> live = LiveIn(row);
  const Shown& shown = shown_[row];
  const auto cut = [](const auto& span, const View& part) {
    return span.empty() ? span : span.subspan(part.begin, part.size());
  };
  // A row narrower than the view has fewer bins, of the same columns as those above and below it.
  const View inside{view_.begin, std::min(view_.end, values.size())};
  const bool whole = inside.size() == view_.size();
  std::vector<Bin> maxima;
  if (whole) maxima = MaxBins(cut(values, view_), cut(live, view_), bins.size());
  for (std::size_t i = 0; i < bins.size(); ++i) {
    View part = PartOf(i, bins.size());
    part.end = std::min(part.end, inside.end);
    if (part.begin >= part.end) break;
    const Bin bin = whole ? maxima[i] : MaxBins(cut(values, part), cut(live, part), 1)[0];
    bins[i].fate = bin.pruned ? UnitFate::kPruned : UnitFate::kKept;
    if (!bin.pruned && !shown.kept.empty()) bins[i].fate = FateOf(row, part.begin, part.end);
    if (bin.measured) bins[i].value = bin.max;
    if (shown.fresh.empty() || !bin.pruned) continue;
    const auto fresh = cut(std::span<const std::uint8_t>(shown.fresh), part);
    bins[i].fresh = std::find(fresh.begin(), fresh.end(), 1) != fresh.end();
  }
  return bins;
}

/// Only the values where bins begin are needed: they are the largest.
std::vector<HeatMapBin> HeatMapModel::BinSorted(std::size_t row, std::size_t count) const {
  std::vector<HeatMapBin> bins(count);
  const Shown& shown = shown_[row];
  const std::span<const float> values = ValuesIn(row);
  std::vector<std::size_t> kept_ranks;
  std::vector<std::size_t> planned_ranks;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    const View part = PartOf(i, bins.size());
    if (part.begin >= values.size()) break;
    if (part.begin < shown.kept_count) {
      kept_ranks.push_back(part.begin);
      bins[i].fate = UnitFate::kKept;
    } else if (part.begin < shown.live_count) {
      planned_ranks.push_back(part.begin - shown.kept_count);
      bins[i].fate = UnitFate::kPlanned;
    } else {
      bins[i].fate = UnitFate::kPruned;
      bins[i].fresh = part.begin < shown.live_count + shown.fresh_count;
    }
  }
  std::vector<float> at = ValuesAtRanks(values, KeptIn(row), kept_ranks);
  if (!planned_ranks.empty()) {
    const auto live = LiveIn(row);
    std::vector<std::uint8_t> planned(values.size());
    for (std::size_t i = 0; i < planned.size(); ++i) {
      planned[i] = (live.empty() || live[i] != 0) && shown.kept[i] == 0;
    }
    const std::vector<float> rest = ValuesAtRanks(values, planned, planned_ranks);
    at.insert(at.end(), rest.begin(), rest.end());
  }
  for (std::size_t i = 0; i < at.size(); ++i) {
    if (!std::isnan(at[i])) bins[i].value = at[i];
  }
  return bins;
}

/// Of the positions begin..end, in the order in which they are shown.
UnitFate HeatMapModel::FateOf(std::size_t row, std::size_t begin, std::size_t end) const {
  const Shown& shown = shown_[row];
  if (order() == UnitOrder::kSorted) {
    return begin < shown.kept_count   ? UnitFate::kKept
           : begin < shown.live_count ? UnitFate::kPlanned
                                      : UnitFate::kPruned;
  }
  const auto live = LiveIn(row);
  const auto kept = KeptIn(row);
  bool any_live = false;
  for (std::size_t i = begin; i < end; ++i) {
    if (kept.empty() || kept[i] != 0) return UnitFate::kKept;
    any_live = any_live || live.empty() || live[i] != 0;
  }
  return any_live ? UnitFate::kPlanned : UnitFate::kPruned;
}

HeatMapCell HeatMapModel::Cell(std::size_t row, std::size_t bin, std::size_t bins) const {
  HeatMapCell cell;
  cell.layer = frame_.rows[row].layer;
  const View part = PartOf(bin, bins);
  cell.first = part.begin;
  cell.last = part.end - 1;
  if (frame_.columns.kind == HeatMapKind::kKvGroups && frame_.columns.heads_per_group > 0) {
    const std::size_t heads = frame_.columns.heads_per_group;
    cell.first = cell.first / heads * heads;
    cell.last = cell.last / heads * heads + heads - 1;
  }
  const std::span<const float> values = ValuesIn(row);
  cell.last = std::min(cell.last, std::max<std::size_t>(1, ColumnsOf(row)) - 1);
  if (values.empty() || cell.first >= values.size()) return cell;
  cell.fate = FateOf(row, cell.first, cell.last + 1);
  const auto live = LiveIn(row);
  std::size_t best = ColumnAt(row, cell.first);
  bool best_live = false;
  for (std::size_t position = cell.first; position <= cell.last; ++position) {
    const std::size_t column = ColumnAt(row, position);
    const float value = values[column];
    const bool lives = live.empty() || live[column] != 0;
    if (std::isnan(value) || (best_live && !lives)) continue;
    const bool better = !cell.value || (lives && !best_live) || value > *cell.value;
    if (!better) continue;
    best = column;
    best_live = lives;
    cell.value = static_cast<double>(value);
  }
  cell.unit = UnitOfColumn(best);
  RankCell(cell);
  return cell;
}

void HeatMapModel::RankCell(HeatMapCell& cell) const {
  if (!cell.value) return;
  cell.rank = 1;
  for (const HeatMapRow& row : frame_.rows) {
    if (row.values == nullptr) continue;
    for (const float value : *row.values) {
      cell.ranked += std::isnan(value) ? 0 : 1;
      cell.rank += static_cast<double>(value) > *cell.value ? 1 : 0;
    }
  }
}

std::optional<std::size_t> HeatMapModel::BinOfUnit(std::size_t row,
                                                   std::size_t unit,
                                                   std::size_t bins) const {
  if (bins == 0 || ValuesIn(row).empty()) return std::nullopt;
  const std::vector<std::uint32_t>& columns = ColumnsInOrder(row);
  const auto at = std::find_if(
      columns.begin(), columns.end(), [&](std::uint32_t c) { return UnitOfColumn(c) == unit; });
  const auto position = static_cast<std::size_t>(at - columns.begin());
  if (at == columns.end() || position < view_.begin || position >= view_.end) return std::nullopt;
  const std::size_t offset = position - view_.begin;
  std::size_t bin = offset * bins / view_.size();
  while (bin + 1 < bins && PartBegin(bin + 1, view_.size(), bins) <= offset) ++bin;
  return bin;
}

}  // namespace sentei::viz
