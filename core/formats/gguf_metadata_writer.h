// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/gguf_format.h"

#include <string>

namespace sentei::formats {

/// The bytes of one key and its value. Throws kInput when the value does not fit the type.
[[nodiscard]] std::string GgufEntryBytes(const GgufEntry& entry);
/// A length and the text.
[[nodiscard]] std::string GgufStringBytes(std::string_view text);
/// A number, least significant byte first.
template <typename T>
[[nodiscard]] std::string LittleEndianBytes(T value) {
  return {reinterpret_cast<const char*>(&value), sizeof(value)};
}

}  // namespace sentei::formats
