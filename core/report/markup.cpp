// SPDX-License-Identifier: Apache-2.0
#include "core/report/markup.h"

#include "core/base/palette.h"
#include "core/base/utf8.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

namespace sentei::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kMinus = "−";
constexpr std::string_view kNone = "–";

std::string_view Entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

// "2.00e−6": a true minus, no leading zero.
std::string Scientific(double magnitude) {
  const std::string text = fmt::format("{:.2e}", magnitude);
  const std::size_t e = text.find('e');
  const int exponent = std::atoi(text.c_str() + e + 1);
  return fmt::format("{}e{}{}", text.substr(0, e), exponent < 0 ? kMinus : "", std::abs(exponent));
}

std::string Variables(Theme theme) {
  const ThemeTokens& t = Tokens(theme);
  std::string css;
  const auto add = [&css](std::string_view name, Rgb color) {
    css += fmt::format("--{}:{};", name, Hex(color));
  };
  add("window", t.window);
  add("base", t.base);
  add("raised", t.raised);
  add("text", t.text);
  add("text2", t.text2);
  add("border", t.border);
  add("control", t.control);
  add("grid", t.grid);
  add("accent", t.accent_line);
  add("fill", t.accent);
  add("soft", t.selection_weak);
  add("success", t.success);
  add("warning", t.warning);
  add("danger", t.danger);
  add("pruned", t.pruned);
  add("hatch", t.pruned_hatch);
  add("dense", DenseColor(theme));
  for (std::size_t i = 0; i <= kRunColors; ++i) add(fmt::format("run{}", i), RunColor(theme, i));
  return css;
}

}  // namespace

std::string Escape(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  while (!text.empty()) {
    const auto [length, code] = FirstCharacter(text);
    const bool keeps = text.front() == '\n' || text.front() == '\t';
    if (const std::string_view entity = Entity(text.front()); !entity.empty()) {
      escaped += entity;
    } else if (length == 0 || (IsControlCharacter(code) && !keeps)) {
      escaped += kReplacement;
    } else {
      escaped += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return escaped;
}

std::string FormatNumber(double value) {
  if (!std::isfinite(value)) return std::string(kNone);
  const double magnitude = std::abs(value);
  if (magnitude == 0.0) return "0";
  std::string digits;
  if (magnitude < 1e-3 || magnitude >= 1e7) {
    digits = Scientific(magnitude);
  } else if (magnitude < 1.0) {
    digits = fmt::format("{:.3g}", magnitude);
  } else {
    digits = fmt::format("{:.{}f}", magnitude, magnitude < 100.0 ? 2 : magnitude < 1000.0 ? 1 : 0);
  }
  return value < 0.0 ? std::string(kMinus) + digits : digits;
}

std::string FormatChange(double before, double after) {
  if (!std::isfinite(before) || !std::isfinite(after) || before == 0.0) return std::string(kNone);
  const double percent = 100.0 * (after / before - 1.0);
  return fmt::format("{}{:.1f} %", percent < 0.0 ? kMinus : "+", std::abs(percent));
}

std::string ThemeVariables() {
  return fmt::format(
      ":root{{color-scheme:light dark;{}}}"
      "@media (prefers-color-scheme:dark){{:root{{{}}}}}",
      Variables(Theme::kLight),
      Variables(Theme::kDark));
}

}  // namespace sentei::report
