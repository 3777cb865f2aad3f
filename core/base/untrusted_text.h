// SPDX-License-Identifier: Apache-2.0
// Names, metadata and texts from models and files are data. Each function makes such a text safe
// for one kind of reader; HTML is report::Escape.
#pragma once

#include <string>
#include <string_view>

namespace sentei {

/// For a terminal: control characters and bytes that are no UTF-8 become \x1b, those beyond U+00FF
/// \u202e. The result is one line of printable characters.
[[nodiscard]] std::string Printable(std::string_view text);
/// As Printable, but line feeds and tabs stay: for running text.
[[nodiscard]] std::string PrintableLines(std::string_view text);

/// For inline Markdown and HTML inside it, also in a table's cell: every sign that could start
/// structure is escaped, control characters become spaces, broken UTF-8 U+FFFD.
[[nodiscard]] std::string EscapeMarkdown(std::string_view text);

/// A double-quoted YAML scalar on one line that reads back as the text; broken UTF-8 becomes
/// U+FFFD.
[[nodiscard]] std::string QuoteYaml(std::string_view text);

}  // namespace sentei
