// SPDX-License-Identifier: Apache-2.0
#include "viz/appearance.h"

namespace sentei::viz {

QColor ToQColor(Rgb color) { return {color.red, color.green, color.blue}; }

Appearance& Appearance::Instance() {
  static Appearance instance;
  return instance;
}

void Appearance::SetTheme(Theme theme) {
  if (theme == theme_) return;
  theme_ = theme;
  emit Changed();
}

void Appearance::SetMap(SequentialMap map) {
  if (map == map_) return;
  map_ = map;
  emit Changed();
}

void Appearance::SetMotion(Motion motion) {
  if (motion == motion_) return;
  motion_ = motion;
  emit Changed();
}

}  // namespace sentei::viz
