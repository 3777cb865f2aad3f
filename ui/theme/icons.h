// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QIcon>
#include <QString>
#include <cstdint>

namespace sentei::ui {

/// What an icon is painted for; its colour follows from the theme's tokens.
enum class IconRole : std::uint8_t {
  kRest,      ///< text2; accent-line when selected or switched on
  kText,      ///< text, on buttons; accent-line when selected or switched on
  kOnAccent,  ///< the light colour on a primary button
  kAccent,    ///< accent-line always
  kSuccess,
  kWarning,
  kDanger,
  kInfo,
};

/// The icon resources/icons/`name`.svg, drawn as vectors at any size and device pixel ratio.
/// Colours are looked up while painting, so that it follows viz::Appearance; a repaint is all a
/// theme needs. GUI thread only. An unknown name gives a null icon and a warning of Qt.
[[nodiscard]] QIcon ThemedIcon(const QString& name, IconRole role = IconRole::kRest);

/// The program's own icon for windows and task bars: a drawing of its own for 32 pixels and less.
[[nodiscard]] QIcon ApplicationIcon();

}  // namespace sentei::ui
