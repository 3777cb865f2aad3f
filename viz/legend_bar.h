// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "viz/series_style.h"

#include <QWidget>

namespace sentei::viz {

/// Names of lines beside a piece of each line. Where the room ends, the rest is counted ("+3") and
/// named in the tooltip.
class LegendBar final : public QWidget {
  Q_OBJECT

 public:
  explicit LegendBar(QWidget* parent);

  void SetEntries(std::vector<LegendEntry> entries);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  [[nodiscard]] int WidthOf(const LegendEntry& entry) const;

  std::vector<LegendEntry> entries_;
};

}  // namespace sentei::viz
