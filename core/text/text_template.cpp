// SPDX-License-Identifier: Apache-2.0
#include "core/text/text_template.h"

#include "core/base/error.h"

#include <utility>

namespace sentei::text {
namespace {

[[noreturn]] void Refuse(std::string_view spelling, std::string_view reason) {
  throw Error(ErrorCode::kUsage,
              fmt::format("The text template '{}' {}", spelling, reason),
              "Write fields in braces, such as {instruction}, and {{ or }} for a brace");
}

/// What a backslash and `next` stand for; '\0' for nothing special.
char Escaped(char next) {
  switch (next) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case '\\':
      return '\\';
    default:
      return '\0';
  }
}

std::string FieldNames(const nlohmann::json& record) {
  std::string names;
  for (const auto& [name, value] : record.items()) {
    names += (names.empty() ? "" : ", ") + name;
    if (names.size() > 200) return names + ", ...";
  }
  return names.empty() ? "none" : names;
}

}  // namespace

TextTemplate::TextTemplate(std::string_view spelling) {
  std::string text;
  bool has_field = false;
  for (std::size_t at = 0; at < spelling.size(); ++at) {
    const char c = spelling[at];
    const char next = at + 1 < spelling.size() ? spelling[at + 1] : '\0';
    if ((c == '{' || c == '}') && next == c) {
      text += c;
      ++at;
    } else if (c == '\\' && Escaped(next) != '\0') {
      text += Escaped(next);
      ++at;
    } else if (c == '{') {
      const std::size_t close = spelling.find_first_of("{}", at + 1);
      if (close == std::string_view::npos || spelling[close] != '}' || close == at + 1) {
        Refuse(spelling, "has a brace without a field");
      }
      parts_.push_back({std::exchange(text, {}), false});
      parts_.push_back({std::string(spelling.substr(at + 1, close - at - 1)), true});
      has_field = true;
      at = close;
    } else if (c == '}') {
      Refuse(spelling, "has a closing brace too many");
    } else {
      text += c;
    }
  }
  if (!has_field) Refuse(spelling, "names no field");
  parts_.push_back({std::move(text), false});
}

TextTemplate TextTemplate::OfColumn(std::string column) {
  TextTemplate whole;
  whole.parts_.push_back({std::move(column), true});
  return whole;
}

std::string TextTemplate::Expand(const nlohmann::json& record, std::string_view place) const {
  std::string text;
  for (const Part& part : parts_) {
    if (!part.is_field) {
      text += part.text;
      continue;
    }
    const auto field = record.find(part.text);
    if (field == record.end()) {
      ThrowInput("{} has no field '{}'; it has {}", place, part.text, FieldNames(record));
    }
    if (!field->is_string()) {
      ThrowInput("{}: the field '{}' is no text but {}", place, part.text, field->type_name());
    }
    text += field->get_ref<const std::string&>();
  }
  return text;
}

}  // namespace sentei::text
