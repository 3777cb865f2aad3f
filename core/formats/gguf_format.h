// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/element_type.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::formats {

/// What a GGUF metadata value is stored as; the numbers are those of the file format.
enum class GgufType : std::uint32_t {
  kU8 = 0,
  kI8 = 1,
  kU16 = 2,
  kI16 = 3,
  kU32 = 4,
  kI32 = 5,
  kF32 = 6,
  kBool = 7,
  kString = 8,
  kArray = 9,
  kU64 = 10,
  kI64 = 11,
  kF64 = 12,
};

/// One key of the metadata, with its stored type so that it can be written back as it was. Strings
/// hold the file's bytes, which need not be UTF-8; fp32 values become the shortest decimal that
/// rounds to them (1e-05, not 9.99999974e-06).
struct GgufEntry {
  std::string key;
  GgufType type = GgufType::kU32;
  GgufType element_type = GgufType::kU32;  ///< of an array; arrays of arrays can only be read
  nlohmann::json value;
};

/// How a tensor type is stored in GGUF. `type` is kOther for types that are only listed.
struct GgmlType {
  std::uint32_t id;
  std::string_view name;
  ElementType type;
  std::uint64_t block_elements;
  std::uint64_t block_bytes;
};
/// nullptr for an unknown number.
[[nodiscard]] const GgmlType* FindGgmlType(std::uint32_t id);
/// nullptr for types that GGUF cannot hold (F8, unsigned, bool, kOther).
[[nodiscard]] const GgmlType* FindGgmlType(ElementType type);

inline constexpr std::uint64_t kGgufDefaultAlignment = 32;

/// Architecture `llama` stores the rows of q and k so that rotary pairs are neighbours; Hugging
/// Face keeps the two halves of a head apart. Row r of the Hugging Face matrix is row GgufRowOf(r)
/// of the GGUF one. `head_dim` is even.
[[nodiscard]] constexpr std::int64_t GgufRowOf(std::int64_t hf_row, std::int64_t head_dim) {
  const std::int64_t in_head = hf_row % head_dim;
  const std::int64_t half = head_dim / 2;
  return hf_row - in_head + 2 * (in_head % half) + in_head / half;
}

}  // namespace sentei::formats
