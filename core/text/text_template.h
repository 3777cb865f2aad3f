// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace sentei::text {

/// A text with fields of a record in it: "{question}\n{answer}". `{{` and `}}` stand for braces,
/// `\n`, `\t` and `\\` for a line feed, a tab and a backslash. Nothing else is interpreted.
class TextTemplate {
 public:
  /// Throws kUsage for an unbalanced brace or a template without a field.
  explicit TextTemplate(std::string_view spelling);
  /// A template of one field and nothing else.
  static TextTemplate OfColumn(std::string column);

  /// The text of a record, a JSON object. Throws kInput naming a field that is absent or no text,
  /// after `place` ("data.jsonl line 3").
  [[nodiscard]] std::string Expand(const nlohmann::json& record, std::string_view place) const;

 private:
  struct Part {
    std::string text;
    bool is_field = false;
  };
  TextTemplate() = default;
  std::vector<Part> parts_;
};

}  // namespace sentei::text
