// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sentei {

/// The one place that knows colours: window, plots and reports read them here.

struct Rgb {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;

  friend bool operator==(const Rgb&, const Rgb&) = default;
};
/// "#8A2D62".
[[nodiscard]] std::string Hex(Rgb color);
/// Contrast of two colours by WCAG 2.1, 1 to 21.
[[nodiscard]] double ContrastRatio(Rgb first, Rgb second);

enum class Theme : std::uint8_t { kLight, kDark };

/// Colours by what they are for.
struct ThemeTokens {
  Rgb window, base, alternate, raised;
  Rgb text, text2, disabled;
  Rgb border, control, grid, track;
  Rgb accent, accent_hover, accent_line;
  Rgb selection, selection_weak;
  Rgb success, success_soft, warning, warning_soft, warning_outline, danger, danger_soft, info;
  Rgb pruned, pruned_hatch;
};
[[nodiscard]] const ThemeTokens& Tokens(Theme theme);

enum class SequentialMap : std::uint8_t { kViridis, kCividis };
/// Colour of `value` in 0..1 (clamped; NaN counts as 0), interpolated between the map's stops.
[[nodiscard]] Rgb MapColor(SequentialMap map, double value);
/// Colour of `value` in -1..1 on the diverging map of a theme.
[[nodiscard]] Rgb DivergingColor(Theme theme, double value);

enum class Marker : std::uint8_t {
  kDisc,
  kSquare,
  kTriangle,
  kDiamond,
  kTriangleDown,
  kRing,
  kOpenSquare,
  kPlus,
  kCross,
};
inline constexpr std::size_t kRunColors = 8;
/// Colour and marker of the index-th selected run; from kRunColors on, grey.
[[nodiscard]] Rgb RunColor(Theme theme, std::size_t index);
[[nodiscard]] Marker RunMarker(std::size_t index);
/// Of the dense model, which is always drawn dashed.
[[nodiscard]] Rgb DenseColor(Theme theme);

}  // namespace sentei
