// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sentei::formats {

/// JSON as written, for formats that care: keys keep their order and may repeat, and an unsigned
/// whole number is told from "-0", "1.0" and "1e3".
struct JsonNode {
  enum class Kind : std::uint8_t {
    kNull,
    kBool,
    kUnsigned,
    kOtherNumber,
    kString,
    kArray,
    kObject
  };

  Kind kind = Kind::kNull;
  std::uint64_t number = 0;                                    ///< kUnsigned
  std::string text = {};                                       ///< kString
  std::vector<JsonNode> items = {};                            ///< kArray
  std::vector<std::pair<std::string, JsonNode>> members = {};  ///< kObject
};

/// Parses one RFC 8259 value with white space around it, at most 127 levels deep. Throws kInput;
/// the sentence says what is wrong and where, and starts with `what`.
[[nodiscard]] JsonNode ParseJsonNode(std::string_view text, std::string_view what);

}  // namespace sentei::formats
