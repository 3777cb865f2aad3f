// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/gguf_format.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::formats {

struct GgufTensor {
  std::string name;
  const GgmlType* type = nullptr;
  std::vector<std::int64_t> shape;  ///< outermost axis first, reversed from the file's order
  std::uint64_t offset = 0;         ///< of the first byte, from the start of the file
  std::uint64_t byte_size = 0;
};

/// The header of a GGUF file under its own names and in its own order.
struct GgufHeader {
  std::uint32_t version = 0;
  std::vector<GgufEntry> entries;
  std::vector<GgufTensor> tensors;
  std::uint64_t alignment = kGgufDefaultAlignment;
  std::uint64_t data_start = 0;

  /// nullptr when there is no such key.
  [[nodiscard]] const nlohmann::json* Find(std::string_view key) const;
};

/// Reads and checks a header: versions 2 and 3, little-endian, one file. Every count, length and
/// offset is checked against the file before it is used. Throws kInput; `name` is the file in the
/// message.
[[nodiscard]] GgufHeader ParseGgufHeader(std::span<const std::byte> file, std::string_view name);

/// True when the bytes start as every GGUF file does.
[[nodiscard]] bool HasGgufMagic(std::span<const std::byte> file);

}  // namespace sentei::formats
