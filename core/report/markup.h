// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace sentei::report {

/// Text for HTML and SVG, in elements and quoted attributes: & < > " ' become entities, control
/// characters (see IsControlCharacter) and broken UTF-8 the replacement character.
[[nodiscard]] std::string Escape(std::string_view text);

/// "28.69", three significant digits below 1, "–" for what is not a number.
[[nodiscard]] std::string FormatNumber(double value);
/// "+11.0 %" with a true minus; "–" when either side is not a number or before is 0.
[[nodiscard]] std::string FormatChange(double before, double after);

/// The style sheet of a page: tokens of both themes from the palette, then the given rules.
[[nodiscard]] std::string ThemeVariables();

}  // namespace sentei::report
