// SPDX-License-Identifier: Apache-2.0
#include "core/text/wire_format.h"

#include "core/base/error.h"

#include <bit>

namespace sentei::text {
namespace {

enum WireType : std::uint32_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

constexpr int kMostVarintBytes = 10;

}  // namespace

std::string_view WireReader::Take(std::uint64_t size) {
  if (size > rest_.size()) {
    ThrowInput("A field of {} bytes in a message that has {} left", size, rest_.size());
  }
  const std::string_view taken = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return taken;
}

std::uint64_t WireReader::Varint() {
  std::uint64_t value = 0;
  for (int i = 0; i < kMostVarintBytes; ++i) {
    const auto byte = static_cast<unsigned char>(Take(1).front());
    value |= std::uint64_t{byte & 0x7Fu} << (7 * i);
    if (byte < 0x80) return value;
  }
  ThrowInput("A number of more than {} bytes in a message", kMostVarintBytes);
}

std::uint64_t WireReader::Fixed(std::size_t size) {
  std::uint64_t value = 0;
  const std::string_view bytes = Take(size);
  for (std::size_t i = 0; i < size; ++i) {
    value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return value;
}

std::optional<WireReader::Field> WireReader::Next() {
  if (rest_.empty()) return std::nullopt;
  const std::uint64_t tag = Varint();
  Field field;
  field.number = static_cast<std::uint32_t>(tag >> 3);
  if (field.number == 0 || tag >> 32 != 0) ThrowInput("A field of a message has the tag {}", tag);
  switch (tag & 7) {
    case kVarint:
      field.value = Varint();
      return field;
    case kFixed64:
      field.value = Fixed(8);
      return field;
    case kFixed32:
      field.value = Fixed(4);
      return field;
    case kBytes:
      field.bytes = Take(Varint());
      return field;
    default:
      ThrowInput("Field {} of a message has the unknown type {}", field.number, tag & 7);
  }
}

}  // namespace sentei::text
