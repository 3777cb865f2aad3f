// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "viz/chart.h"

#include <vector>

namespace sentei::viz {

/// One bar: `kept` filled, up to `total` hatched. Without a removed part, total = kept.
struct Bar {
  QString name;  ///< "layer 3"; the axis shows `label`
  QString label;
  double kept = 0.0;
  double total = 0.0;
};
struct BarSeries {
  QString name;
  SeriesStyle style;
  std::vector<Bar> bars;
};

/// How the series of one bar stand. Stacked, they are parts of a whole: the first at the bottom,
/// and what is negative or not finite counts as nothing.
enum class BarArrangement : std::uint8_t { kSideBySide, kStacked };

/// Bars per layer, in one or more series that share their labels. Of stacked ones, descriptions and
/// the table also say the total. GUI thread.
class BarPlot final : public Chart {
  Q_OBJECT

 public:
  explicit BarPlot(QWidget* parent = nullptr);

  void SetSeries(std::vector<BarSeries> series);
  void SetTitles(const QString& x_title, const QString& y_title);
  void SetNumbers(NumberStyle numbers);
  void SetArrangement(BarArrangement arrangement);

  [[nodiscard]] std::vector<LegendEntry> Legend() const;
  [[nodiscard]] TableData Table() const override;

 protected:
  [[nodiscard]] std::size_t SeriesCount() const override;
  [[nodiscard]] std::size_t PointCount(std::size_t series) const override;
  [[nodiscard]] QPointF PointPosition(std::size_t series, std::size_t point) const override;
  [[nodiscard]] QString DescribePoint(std::size_t series, std::size_t point) const override;
  /// The bar under the position, wherever it is hit; else as every chart.
  [[nodiscard]] std::optional<PointId> NearestPoint(QPointF position, double reach) const override;
  void Restyle() override;
  void Update() override;
  void PaintOver(QCPPainter& painter) override;

 private:
  [[nodiscard]] bool IsStacked() const { return arrangement_ == BarArrangement::kStacked; }
  [[nodiscard]] std::size_t BarCount() const;
  /// Where the part of a series begins: on those before it, or at zero.
  [[nodiscard]] double BaseOf(std::size_t series, std::size_t bar) const;
  [[nodiscard]] QRectF BarRect(std::size_t series, double from, double to, std::size_t bar) const;
  [[nodiscard]] AxisRange Extent() const;
  [[nodiscard]] QString ValueText(double kept, double total) const;
  [[nodiscard]] QString DescribeParts(std::size_t bar) const;
  [[nodiscard]] TableData StackedTable() const;

  std::vector<BarSeries> series_;
  QString x_title_;
  QString y_title_;
  NumberStyle numbers_ = NumberStyle::kPlain;
  BarArrangement arrangement_ = BarArrangement::kSideBySide;
};

}  // namespace sentei::viz
