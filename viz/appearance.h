// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/palette.h"

#include <QColor>
#include <QObject>

namespace sentei::viz {

[[nodiscard]] QColor ToQColor(Rgb color);

enum class Motion : std::uint8_t { kFull, kReduced };

/// What all plots and delegates of the process look at: theme, colour map, motion. Lives on the GUI
/// thread; whoever paints with it repaints on Changed.
class Appearance final : public QObject {
  Q_OBJECT

 public:
  [[nodiscard]] static Appearance& Instance();

  [[nodiscard]] Theme theme() const { return theme_; }
  [[nodiscard]] const ThemeTokens& tokens() const { return Tokens(theme_); }
  [[nodiscard]] SequentialMap map() const { return map_; }
  [[nodiscard]] Motion motion() const { return motion_; }

  void SetTheme(Theme theme);
  void SetMap(SequentialMap map);
  void SetMotion(Motion motion);

 signals:
  void Changed();

 private:
  Appearance() = default;

  Theme theme_ = Theme::kLight;
  SequentialMap map_ = SequentialMap::kViridis;
  Motion motion_ = Motion::kFull;
};

}  // namespace sentei::viz
