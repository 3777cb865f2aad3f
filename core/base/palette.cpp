// SPDX-License-Identifier: Apache-2.0
#include "core/base/palette.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace sentei {
namespace {

constexpr Rgb Of(std::uint32_t hex) {
  return {static_cast<std::uint8_t>(hex >> 16),
          static_cast<std::uint8_t>((hex >> 8) & 0xFF),
          static_cast<std::uint8_t>(hex & 0xFF)};
}

constexpr ThemeTokens kLight{
    .window = Of(0xF3F3F5),
    .base = Of(0xFFFFFF),
    .alternate = Of(0xF8F8FA),
    .raised = Of(0xFAFAFB),
    .text = Of(0x1C1C20),
    .text2 = Of(0x595963),
    .disabled = Of(0xA0A0A9),
    .border = Of(0xDADAE0),
    .control = Of(0x8A8A95),
    .grid = Of(0xE9E9ED),
    .track = Of(0xE1E1E6),
    .accent = Of(0x8A2D62),
    .accent_hover = Of(0x9C3A72),
    .accent_line = Of(0x8A2D62),
    .selection = Of(0xF2E3EB),
    .selection_weak = Of(0xF8F0F4),
    .success = Of(0x1C7239),
    .success_soft = Of(0xE6F3E9),
    .warning = Of(0x7F5200),
    .warning_soft = Of(0xFBF2DE),
    .warning_outline = Of(0xC98A12),
    .danger = Of(0xAF2A20),
    .danger_soft = Of(0xFBE9E7),
    .info = Of(0x1D5FA6),
    .pruned = Of(0xE3E3E8),
    .pruned_hatch = Of(0x7C7C87),
};
constexpr ThemeTokens kDark{
    .window = Of(0x1F1F22),
    .base = Of(0x17171A),
    .alternate = Of(0x1B1B1F),
    .raised = Of(0x27272B),
    .text = Of(0xE7E7EB),
    .text2 = Of(0xA9A9B4),
    .disabled = Of(0x686873),
    .border = Of(0x35353B),
    .control = Of(0x74747F),
    .grid = Of(0x29292E),
    .track = Of(0x38383F),
    .accent = Of(0xA9477F),
    .accent_hover = Of(0xB95890),
    .accent_line = Of(0xE39AC2),
    .selection = Of(0x43283A),
    .selection_weak = Of(0x2D2229),
    .success = Of(0x72C98F),
    .success_soft = Of(0x1D3225),
    .warning = Of(0xE3B660),
    .warning_soft = Of(0x352B17),
    .warning_outline = Of(0xE3B660),
    .danger = Of(0xF58E84),
    .danger_soft = Of(0x3B201E),
    .info = Of(0x7FB4EE),
    .pruned = Of(0x2B2B30),
    .pruned_hatch = Of(0x7A7A86),
};

struct Stop {
  double at;
  Rgb color;
};
constexpr std::array<Stop, 10> kViridisStops{{
    {0.00, Of(0x440154)},
    {0.11, Of(0x482878)},
    {0.22, Of(0x3E4A89)},
    {0.33, Of(0x31688E)},
    {0.44, Of(0x26828E)},
    {0.56, Of(0x1F9E89)},
    {0.67, Of(0x35B779)},
    {0.78, Of(0x6DCD59)},
    {0.89, Of(0xB4DE2C)},
    {1.00, Of(0xFDE725)},
}};
constexpr std::array<Stop, 10> kCividisStops{{
    {0.0 / 9, Of(0x00224E)},
    {1.0 / 9, Of(0x123570)},
    {2.0 / 9, Of(0x3B496C)},
    {3.0 / 9, Of(0x575D6D)},
    {4.0 / 9, Of(0x707173)},
    {5.0 / 9, Of(0x8A8678)},
    {6.0 / 9, Of(0xA59C74)},
    {7.0 / 9, Of(0xC3B369)},
    {8.0 / 9, Of(0xE1CC55)},
    {9.0 / 9, Of(0xFEE838)},
}};
constexpr std::array<Stop, 5> kDivergingLight{{
    {0.00, Of(0x2166AC)},
    {0.25, Of(0x7FB2D6)},
    {0.50, Of(0xF3F3F5)},
    {0.75, Of(0xE6AE72)},
    {1.00, Of(0xB35806)},
}};
constexpr std::array<Stop, 5> kDivergingDark{{
    {0.00, Of(0x6FAEE6)},
    {0.25, Of(0x3F6E98)},
    {0.50, Of(0x27272B)},
    {0.75, Of(0x8F6136)},
    {1.00, Of(0xF0A35E)},
}};

constexpr std::array<Rgb, kRunColors> kRunsLight{Of(0x8A2D62),
                                                 Of(0x0B68B0),
                                                 Of(0xB5500B),
                                                 Of(0x00745A),
                                                 Of(0x6B5FC7),
                                                 Of(0x7A6B00),
                                                 Of(0x23307A),
                                                 Of(0x5F6B76)};
constexpr std::array<Rgb, kRunColors> kRunsDark{Of(0xE39AC2),
                                                Of(0x62AEEE),
                                                Of(0xF0955A),
                                                Of(0x3FC2A0),
                                                Of(0xA9A0F5),
                                                Of(0xCDBB3F),
                                                Of(0xD5DAF8),
                                                Of(0x9AA6B2)};

std::uint8_t Mix(std::uint8_t from, std::uint8_t to, double share) {
  return static_cast<std::uint8_t>(std::lround(from + share * (to - from)));
}

Rgb Interpolate(std::span<const Stop> stops, double value) {
  if (!(value > 0.0)) return stops.front().color;
  for (std::size_t i = 1; i < stops.size(); ++i) {
    if (value > stops[i].at) continue;
    const Stop& low = stops[i - 1];
    const Stop& high = stops[i];
    const double share = (value - low.at) / (high.at - low.at);
    return {Mix(low.color.red, high.color.red, share),
            Mix(low.color.green, high.color.green, share),
            Mix(low.color.blue, high.color.blue, share)};
  }
  return stops.back().color;
}

double Linear(std::uint8_t channel) {
  const double value = channel / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double Luminance(Rgb color) {
  return 0.2126 * Linear(color.red) + 0.7152 * Linear(color.green) + 0.0722 * Linear(color.blue);
}

}  // namespace

std::string Hex(Rgb color) {
  return fmt::format("#{:02X}{:02X}{:02X}", color.red, color.green, color.blue);
}

double ContrastRatio(Rgb first, Rgb second) {
  const double a = Luminance(first);
  const double b = Luminance(second);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

const ThemeTokens& Tokens(Theme theme) { return theme == Theme::kLight ? kLight : kDark; }

Rgb MapColor(SequentialMap map, double value) {
  if (map == SequentialMap::kCividis) return Interpolate(kCividisStops, value);
  return Interpolate(kViridisStops, value);
}

Rgb DivergingColor(Theme theme, double value) {
  const double share = std::isnan(value) ? 0.5 : 0.5 * (value + 1.0);
  return Interpolate(theme == Theme::kLight ? std::span<const Stop>(kDivergingLight)
                                            : std::span<const Stop>(kDivergingDark),
                     share);
}

Rgb RunColor(Theme theme, std::size_t index) {
  if (index >= kRunColors) return Tokens(theme).control;
  return theme == Theme::kLight ? kRunsLight[index] : kRunsDark[index];
}

Marker RunMarker(std::size_t index) {
  return index < kRunColors ? static_cast<Marker>(index) : Marker::kDisc;
}

Rgb DenseColor(Theme theme) { return theme == Theme::kLight ? Of(0x55555F) : Of(0xB5B5C0); }

}  // namespace sentei
