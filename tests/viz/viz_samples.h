// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "viz/appearance.h"
#include "viz/heat_map_frame.h"

#include <QImage>
#include <QTest>
#include <QWidget>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <vector>

namespace sentei::viz {

inline SharedValues Values(std::vector<float> values) {
  return std::make_shared<const std::vector<float>>(std::move(values));
}
inline SharedMask Mask(std::vector<std::uint8_t> mask) {
  return std::make_shared<const std::vector<std::uint8_t>>(std::move(mask));
}

/// Heavy-tailed importance, as gradients give it; layers differ a little.
inline HeatMapFrame ChannelFrame(std::size_t layers, std::size_t channels, std::uint32_t seed = 1) {
  std::mt19937 engine(seed);
  std::normal_distribution<float> normal(0.0F, 0.9F);
  HeatMapFrame frame;
  frame.criterion = QStringLiteral("LoRA-gradient");
  frame.step = 187;
  for (std::size_t layer = 0; layer < layers; ++layer) {
    std::vector<float> values(channels);
    for (float& value : values) value = 0.1F * std::exp(normal(engine));
    HeatMapRow row;
    row.layer = static_cast<std::int64_t>(layer);
    row.values = Values(std::move(values));
    frame.rows.push_back(std::move(row));
  }
  return frame;
}

inline HeatMapFrame HeadFrame(std::size_t layers, std::size_t groups, std::size_t heads_per_group) {
  HeatMapFrame frame = ChannelFrame(layers, groups * heads_per_group, 3);
  frame.columns = {HeatMapKind::kKvGroups, groups, heads_per_group};
  return frame;
}

/// The mask that removes the units with the smallest values.
inline SharedMask KeepBest(const HeatMapRow& row, std::size_t kept) {
  std::vector<float> sorted = *row.values;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  std::vector<std::uint8_t> mask;
  for (const float value : *row.values) {
    mask.push_back(kept > 0 && value >= sorted[kept - 1] ? 1 : 0);
  }
  return Mask(std::move(mask));
}

/// Shows the widget and waits until its throttle has painted what was set before.
inline void ShowAndSettle(QWidget& widget, QSize size) {
  widget.resize(size);
  widget.show();
  widget.activateWindow();
  QTest::qWait(250);
}

inline void FocusByKeyboard(QWidget& widget) {
  widget.clearFocus();
  widget.setFocus(Qt::TabFocusReason);
}

/// Light theme, viridis and full motion at the begin and end of a test.
class PlainAppearance {
 public:
  PlainAppearance() { Reset(); }
  ~PlainAppearance() { Reset(); }
  PlainAppearance(const PlainAppearance&) = delete;
  PlainAppearance& operator=(const PlainAppearance&) = delete;

 private:
  static void Reset() {
    Appearance::Instance().SetTheme(Theme::kLight);
    Appearance::Instance().SetMap(SequentialMap::kViridis);
    Appearance::Instance().SetMotion(Motion::kFull);
  }
};

inline std::size_t CountPixels(const QImage& image, QRect area, Rgb color) {
  const QRgb wanted = qRgb(color.red, color.green, color.blue);
  std::size_t count = 0;
  for (int y = area.top(); y <= area.bottom(); ++y) {
    for (int x = area.left(); x <= area.right(); ++x) {
      count += (image.pixel(x, y) | 0xFF000000U) == wanted ? 1 : 0;
    }
  }
  return count;
}

}  // namespace sentei::viz
