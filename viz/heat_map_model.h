// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "viz/heat_map_frame.h"
#include "viz/table_data.h"

#include <map>
#include <span>

namespace sentei::viz {

/// What a column of pixels shows.
struct HeatMapBin {
  UnitFate fate = UnitFate::kBlank;  ///< kPlanned and kPruned only if all units of the bin are
  bool fresh = false;                ///< some unit was pruned by the newest frame
  std::optional<float> value;        ///< largest live value
};

/// The frame, in the order in which it is shown, and the range of its colours. No widgets. Columns
/// beyond a row's own are blank. Copies nothing that did not change since the frame before.
class HeatMapModel {
 public:
  void SetFrame(HeatMapFrame frame);
  [[nodiscard]] const HeatMapFrame& frame() const { return frame_; }
  void Reset();

  void SetOrder(UnitOrder order);
  void SetScale(ValueScale scale);
  void SetRangeMode(RangeMode mode);
  void SetColors(HeatMapColors colors);
  /// Head maps are always By index: their columns have a place.
  [[nodiscard]] UnitOrder order() const;
  [[nodiscard]] ValueScale scale() const;
  [[nodiscard]] RangeMode range_mode() const { return range_mode_; }
  [[nodiscard]] HeatMapColors colors() const { return colors_; }

  [[nodiscard]] std::size_t RowCount() const { return frame_.rows.size(); }
  /// Of the widest row.
  [[nodiscard]] std::size_t ColumnCount() const { return columns_; }
  [[nodiscard]] std::size_t ColumnsOf(std::size_t row) const;
  [[nodiscard]] std::size_t UnitsOf(std::size_t row) const;
  [[nodiscard]] std::size_t KeptUnits(std::size_t row) const;
  [[nodiscard]] std::size_t UnitOfColumn(std::size_t column) const;

  /// Columns that are shown; all of them until zoomed.
  struct View {
    std::size_t begin = 0;
    std::size_t end = 0;
    [[nodiscard]] std::size_t size() const { return end - begin; }
  };
  [[nodiscard]] View view() const { return view_; }
  void SetView(std::size_t begin, std::size_t size);

  [[nodiscard]] std::size_t BinCount(std::size_t pixels) const;
  [[nodiscard]] std::vector<HeatMapBin> Bins(std::size_t row, std::size_t bins) const;
  [[nodiscard]] HeatMapCell Cell(std::size_t row, std::size_t bin, std::size_t bins) const;
  /// The bin in which a unit lies; none outside the view.
  [[nodiscard]] std::optional<std::size_t> BinOfUnit(std::size_t row,
                                                     std::size_t unit,
                                                     std::size_t bins) const;
  [[nodiscard]] bool HasFresh() const;
  void EndFresh();

  struct Range {
    double low = 0.0;
    double high = 1.0;
  };
  [[nodiscard]] Range range() const { return range_; }
  /// Place of a value in the colour map: 0..1, diverging -1..1.
  [[nodiscard]] double Position(double value) const;

  /// A row per unit and layer: layer, unit, value, fate.
  [[nodiscard]] TableData Table(const QStringList& headers, const QStringList& fates) const;

 private:
  /// What is derived from a row, per column in original order.
  struct Shown {
    std::vector<float> values;        ///< only where columns are not the units' own array
    std::vector<std::uint8_t> live;   ///< only where the mask does not fit; else the row's mask
    std::vector<std::uint8_t> kept;   ///< live and not planned to go; empty without a plan
    std::vector<std::uint8_t> fresh;  ///< pruned by the newest frame; empty if none was
    std::size_t live_count = 0;
    std::size_t kept_count = 0;
    std::size_t fresh_count = 0;
    mutable std::vector<std::uint32_t> columns;  ///< shown position -> column; made on demand
  };

  [[nodiscard]] Shown Prepare(const HeatMapRow& row, const HeatMapRow* before) const;
  void FillColumns(const HeatMapRow& row, Shown& shown) const;
  [[nodiscard]] std::vector<std::uint8_t> PlannedToStay(const HeatMapRow& row) const;
  [[nodiscard]] float ValueOf(const HeatMapRow& row, std::size_t column) const;
  [[nodiscard]] std::size_t UnitCount(const HeatMapRow& row) const;
  [[nodiscard]] std::size_t ColumnCountOf(const HeatMapRow& row) const;
  /// Empty for a row without scores.
  [[nodiscard]] std::span<const float> ValuesIn(std::size_t row) const;
  /// Empty where every unit lives.
  [[nodiscard]] std::span<const std::uint8_t> LiveIn(std::size_t row) const;
  [[nodiscard]] std::span<const std::uint8_t> KeptIn(std::size_t row) const;
  [[nodiscard]] std::size_t ColumnAt(std::size_t row, std::size_t position) const;
  [[nodiscard]] const std::vector<std::uint32_t>& ColumnsInOrder(std::size_t row) const;
  [[nodiscard]] View PartOf(std::size_t bin, std::size_t bins) const;
  [[nodiscard]] std::vector<HeatMapBin> BinByIndex(std::size_t row, std::size_t count) const;
  [[nodiscard]] std::vector<HeatMapBin> BinSorted(std::size_t row, std::size_t count) const;
  [[nodiscard]] UnitFate FateOf(std::size_t row, std::size_t begin, std::size_t end) const;
  void RankCell(HeatMapCell& cell) const;
  void UpdateRange();
  [[nodiscard]] std::vector<float> SampleOfValues() const;

  HeatMapFrame frame_;
  std::vector<Shown> shown_;
  std::size_t columns_ = 0;
  View view_;
  Range range_;
  bool range_known_ = false;
  UnitOrder order_ = UnitOrder::kSorted;
  ValueScale scale_ = ValueScale::kLog;
  RangeMode range_mode_ = RangeMode::kLocked;
  HeatMapColors colors_ = HeatMapColors::kSequential;
};

}  // namespace sentei::viz
