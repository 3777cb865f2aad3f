// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace sentei::formats {

/// How a tensor's elements are stored in a file. The names are those of safetensors and GGUF.
enum class ElementType : std::uint8_t {
  kF64,
  kF32,
  kF16,
  kBF16,
  kF8E4M3,
  kF8E5M2,
  kI64,
  kI32,
  kI16,
  kI8,
  kU64,
  kU32,
  kU16,
  kU8,
  kBool,
  kQ4_0,
  kQ4_1,
  kQ5_0,
  kQ5_1,
  kQ8_0,
  kQ4_K,
  kQ5_K,
  kQ6_K,
  kOther,  ///< known to exist in files, listed by inspect, not readable
};

/// The spelling of the file format, such as "BF16" or "Q4_1".
[[nodiscard]] std::string_view Name(ElementType type);
/// True for block-quantised types.
[[nodiscard]] bool IsQuantised(ElementType type);

/// A type is stored in blocks of `elements` values in `bytes` bytes; {1, size} for plain types.
struct BlockLayout {
  std::int64_t elements = 1;
  std::int64_t bytes = 0;
};
/// Throws LogicError for kOther.
[[nodiscard]] BlockLayout BlockLayoutOf(ElementType type);

}  // namespace sentei::formats
