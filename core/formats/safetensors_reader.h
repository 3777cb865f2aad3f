// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/model_source.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::formats {

struct SafetensorsEntry {
  TensorInfo info;
  std::uint64_t offset = 0;  ///< of the first byte, from the start of the file
};

struct SafetensorsHeader {
  std::map<std::string, std::string> metadata;
  std::vector<SafetensorsEntry> entries;  ///< in the order of their data
  std::uint64_t data_start = 0;           ///< bytes before the first tensor: length and JSON
};

/// Reads and checks a header as strictly as the reference reader (safetensors 0.8): the tensors
/// cover the data from its first byte to its last without a gap or an overlap, and each one's type
/// and shape give its size. Throws kInput; `name` is the file in the message.
[[nodiscard]] SafetensorsHeader ParseSafetensorsHeader(std::span<const std::byte> file,
                                                       std::string_view name);

}  // namespace sentei::formats
