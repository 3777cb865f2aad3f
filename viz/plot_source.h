// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "viz/table_data.h"

#include <QSize>

class QCPPainter;

namespace sentei::viz {

/// What a panel needs of a plot to show it as a table and to export it. GUI thread.
class PlotSource {
 public:
  virtual ~PlotSource() = default;

  /// Plain text; also the suggested name of exported files.
  [[nodiscard]] virtual QString Title() const = 0;
  /// Lines that every export carries: criterion, step, scale, data set and the like.
  [[nodiscard]] virtual QStringList Protocol() const = 0;
  [[nodiscard]] virtual TableData Table() const = 0;
  /// Draws the plot as it looks now into 0,0..size of the painter's coordinates, as vectors where
  /// it consists of lines.
  virtual void Render(QCPPainter& painter, QSize size) = 0;
};

}  // namespace sentei::viz
