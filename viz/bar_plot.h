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

/// Bars per layer, in one or more series side by side that share their labels. GUI thread.
class BarPlot final : public Chart {
  Q_OBJECT

 public:
  explicit BarPlot(QWidget* parent = nullptr);

  void SetSeries(std::vector<BarSeries> series);
  void SetTitles(const QString& x_title, const QString& y_title);
  void SetNumbers(NumberStyle numbers);

  [[nodiscard]] std::vector<LegendEntry> Legend() const;
  [[nodiscard]] TableData Table() const override;

 protected:
  [[nodiscard]] std::size_t SeriesCount() const override;
  [[nodiscard]] std::size_t PointCount(std::size_t series) const override;
  [[nodiscard]] QPointF PointPosition(std::size_t series, std::size_t point) const override;
  [[nodiscard]] QString DescribePoint(std::size_t series, std::size_t point) const override;
  void Restyle() override;
  void Update() override;
  void PaintOver(QCPPainter& painter) override;

 private:
  [[nodiscard]] std::size_t BarCount() const;
  [[nodiscard]] QRectF BarRect(std::size_t series, double from, double to, std::size_t bar) const;

  std::vector<BarSeries> series_;
  QString x_title_;
  QString y_title_;
  NumberStyle numbers_ = NumberStyle::kPlain;
};

}  // namespace sentei::viz
