// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/palette.h"

#include <QString>
#include <QTemporaryDir>

namespace sentei::ui {

/// The arrows of combo and spin boxes. A style sheet takes pictures from files only, and these have
/// the theme's colours: they live in a temporary folder as long as this object.
class ArrowImages final {
 public:
  enum class Direction : std::uint8_t { kUp, kDown };

  /// A picture of 12 × 12 pixels, and beside it one twice as fine; empty where it cannot be
  /// written.
  [[nodiscard]] QString File(Direction direction, Theme theme);

 private:
  QTemporaryDir folder_;
};

}  // namespace sentei::ui
