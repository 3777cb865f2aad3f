// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "viz/chart.h"

#include <vector>

namespace sentei::viz {

struct ScatterPoint {
  QString name;   ///< plain text: name of the run
  QString label;  ///< beside the point, short: its number; empty = none
  double x = 0.0;
  double y = 0.0;
  SeriesStyle style;  ///< kMuted: not selected, a small ring
};
struct ScatterAxis {
  QString title;
  AxisScale scale = AxisScale::kLinear;
  NumberStyle numbers = NumberStyle::kPlain;
  enum class Better : std::uint8_t { kLower, kHigher } better = Better::kLower;
};

/// Indices of the points that no other beats on both axes, from left to right.
[[nodiscard]] std::vector<std::size_t> ParetoFront(const std::vector<ScatterPoint>& points,
                                                   const ScatterAxis& x,
                                                   const ScatterAxis& y);

/// Runs as points over two quantities, with the Pareto front as a stair; dominated runs that are
/// not selected are grey. GUI thread.
class ScatterPlot final : public Chart {
  Q_OBJECT

 public:
  explicit ScatterPlot(QWidget* parent = nullptr);

  void SetAxes(const ScatterAxis& x, const ScatterAxis& y);
  void SetPoints(std::vector<ScatterPoint> points);

  [[nodiscard]] TableData Table() const override;

 signals:
  void PointActivated(int point, Qt::KeyboardModifiers modifiers);

 protected:
  [[nodiscard]] std::size_t SeriesCount() const override;
  [[nodiscard]] std::size_t PointCount(std::size_t series) const override;
  [[nodiscard]] QPointF PointPosition(std::size_t series, std::size_t point) const override;
  [[nodiscard]] QString DescribePoint(std::size_t series, std::size_t point) const override;
  void Restyle() override;
  void Update() override;
  void PaintOver(QCPPainter& painter) override;
  void PointHovered(std::optional<PointId> point) override;
  void PointClicked(PointId point, Qt::KeyboardModifiers modifiers) override;

 private:
  [[nodiscard]] bool OnFront(std::size_t point) const;
  void PaintFront(QCPPainter& painter) const;

  ScatterAxis x_;
  ScatterAxis y_;
  std::vector<ScatterPoint> points_;
  std::vector<std::size_t> front_;
  std::optional<std::size_t> highlighted_;
};

}  // namespace sentei::viz
