// SPDX-License-Identifier: Apache-2.0
#include "core/base/units.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string_view>

namespace sentei {
namespace {

int DecimalsForThreeDigits(double value) {
  if (value < 9.995) return 2;
  return value < 99.95 ? 1 : 0;
}

std::string Scaled(double value, std::span<const std::string_view> suffixes) {
  std::size_t step = 0;
  while (value >= 999.5 && step + 1 < suffixes.size()) {
    value /= 1000.0;
    ++step;
  }
  if (step == 0) return fmt::format("{:.0f}{}", value, suffixes[0]);
  return fmt::format("{:.{}f}{}", value, DecimalsForThreeDigits(value), suffixes[step]);
}

std::string TwoParts(std::int64_t total, std::int64_t per_large, const char* pattern) {
  return fmt::format(fmt::runtime(pattern), total / per_large, total % per_large);
}

}  // namespace

std::string FormatBytes(std::uint64_t bytes) {
  static constexpr std::array<std::string_view, 6> kSuffixes = {
      " B", " kB", " MB", " GB", " TB", " PB"};
  return Scaled(static_cast<double>(bytes), kSuffixes);
}

std::string FormatCount(std::int64_t count) {
  std::string digits = fmt::format("{}", count);
  const std::size_t first = digits.front() == '-' ? 1 : 0;
  for (std::size_t i = digits.size(); i > first + 3;) {
    i -= 3;
    digits.insert(i, 1, ',');
  }
  return digits;
}

std::string FormatCountShort(std::int64_t count) {
  static constexpr std::array<std::string_view, 5> kSuffixes = {"", " k", " M", " B", " T"};
  const double magnitude = std::abs(static_cast<double>(count));
  return (count < 0 ? "-" : "") + Scaled(magnitude, kSuffixes);
}

std::string FormatDuration(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0.0) return "unknown";
  if (seconds < 9.995) return fmt::format("{:.2f} s", seconds);
  if (seconds < 59.95) return fmt::format("{:.1f} s", seconds);
  if (seconds >= 1e15) return "unknown";
  const std::int64_t whole = std::llround(seconds);
  if (whole < 3600) return TwoParts(whole, 60, "{} min {:02} s");
  const std::int64_t minutes = (whole + 30) / 60;
  if (minutes < 24 * 60) return TwoParts(minutes, 60, "{} h {:02} min");
  return TwoParts((minutes + 30) / 60, 24, "{} d {} h");
}

std::string FormatShare(double share) { return fmt::format("{:.1f} %", share * 100.0); }

}  // namespace sentei
