// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "viz/curve_plot.h"

namespace sentei::viz {

struct CurvePlot::Pane {
  CurvePane spec;
  QCPAxisRect* rect = nullptr;  ///< owned by the plot
  std::optional<double> baseline;
  QString baseline_name;
};

/// Data of one curve and the graphs that show it; `raw` only if it is smoothed.
struct CurvePlot::Line {
  Curve spec;
  std::vector<QPointF> points;
  std::vector<double> smooth;  ///< EMA at every point, if smoothed
  std::optional<double> average;
  std::size_t uploaded = 0;  ///< points the graphs have
  QCPGraph* raw = nullptr;   ///< owned by the plot
  QCPGraph* main = nullptr;  ///< owned by the plot

  /// Smooths the points that have no average yet.
  void Extend(double factor);
  void Upload(AxisScale scale);
  [[nodiscard]] double Shown(std::size_t point) const {
    return raw != nullptr ? smooth[point] : points[point].y();
  }
};

}  // namespace sentei::viz
