// SPDX-License-Identifier: Apache-2.0
// The part of HeatMapModel that maps values to colours, and the table of all units.
#include "core/base/binning.h"
#include "viz/heat_map_model.h"

#include <algorithm>
#include <cmath>

namespace sentei::viz {

/// Enough values for a range of colours: percentiles of 20,000 are as good as of two millions.
std::vector<float> HeatMapModel::SampleOfValues() const {
  constexpr std::size_t kEnough = 20000;
  std::size_t all = 0;
  for (const HeatMapRow& row : frame_.rows) all += row.values == nullptr ? 0 : row.values->size();
  const std::size_t step = std::max<std::size_t>(1, all / kEnough) | 1U;  // odd: meets every column
  std::vector<float> sample;
  std::size_t next = 0;
  for (const HeatMapRow& row : frame_.rows) {
    if (row.values == nullptr) continue;
    for (; next < row.values->size(); next += step) {
      const float value = (*row.values)[next];
      if (scale() == ValueScale::kLinear || value > 0.0F) sample.push_back(value);
    }
    next -= row.values->size();
  }
  return sample;
}

void HeatMapModel::UpdateRange() {
  if (range_known_ && range_mode_ == RangeMode::kLocked) return;
  const std::vector<float> sample = SampleOfValues();
  const bool any =
      std::any_of(sample.begin(), sample.end(), [](float value) { return std::isfinite(value); });
  if (!any) return;
  range_ = {Quantile(sample, 0.01), Quantile(sample, 0.99)};
  if (colors_ == HeatMapColors::kDiverging) {
    const double reach = std::max({std::abs(range_.low), std::abs(range_.high), 1e-30});
    range_ = {-reach, reach};
  } else if (!(range_.high > range_.low)) {
    range_ = {range_.low - std::abs(range_.low) / 2, range_.high + std::abs(range_.high) / 2};
    if (!(range_.high > range_.low)) range_ = {0.0, 1.0};
  }
  range_known_ = true;
}

double HeatMapModel::Position(double value) const {
  if (colors_ == HeatMapColors::kDiverging) return std::clamp(value / range_.high, -1.0, 1.0);
  if (scale() == ValueScale::kLinear || range_.low <= 0.0) {
    return std::clamp((value - range_.low) / (range_.high - range_.low), 0.0, 1.0);
  }
  if (value <= range_.low) return 0.0;
  return std::clamp(std::log(value / range_.low) / std::log(range_.high / range_.low), 0.0, 1.0);
}

TableData HeatMapModel::Table(const QStringList& headers, const QStringList& fates) const {
  struct Snapshot {
    HeatMapModel model;
    std::vector<std::size_t> begins;
    std::vector<std::vector<std::uint8_t>> stay;
  };
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->model.frame_ = frame_;
  std::size_t rows = 0;
  for (const HeatMapRow& row : frame_.rows) {
    snapshot->begins.push_back(rows);
    snapshot->stay.push_back(PlannedToStay(row));
    rows += row.values == nullptr ? 0 : ColumnCountOf(row);
  }
  const auto cell = [snapshot, fates](std::size_t at, std::size_t column) -> QVariant {
    const HeatMapModel& model = snapshot->model;
    const auto next = std::upper_bound(snapshot->begins.begin(), snapshot->begins.end(), at);
    const auto index = static_cast<std::size_t>(next - snapshot->begins.begin()) - 1;
    const HeatMapRow& row = model.frame_.rows[index];
    const std::size_t place = at - snapshot->begins[index];
    const std::size_t unit = model.UnitOfColumn(place);
    if (column == 0) return QVariant::fromValue<qlonglong>(row.layer);
    if (column == 1) return QVariant::fromValue<qulonglong>(place);
    if (column == 2) {
      const float value = model.ValueOf(row, place);
      return std::isnan(value) ? QVariant() : QVariant(static_cast<double>(value));
    }
    if (!Keeps(row.keep_mask, unit)) return fates.value(2);
    return snapshot->stay[index][unit] != 0 ? fates.value(0) : fates.value(1);
  };
  return {headers, rows, cell};
}

}  // namespace sentei::viz
