// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace sentei::text {

/// Writes a message in the wire format of Protocol Buffers.
class WireWriter {
 public:
  void Varint(std::uint32_t number, std::uint64_t value) {
    Tag(number, 0);
    Raw(value);
  }
  void Float(std::uint32_t number, float value) {
    Tag(number, 5);
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (int i = 0; i < 4; ++i) message_.push_back(static_cast<char>((bits >> (8 * i)) & 0xFF));
  }
  void Bytes(std::uint32_t number, std::string_view bytes) {
    Tag(number, 2);
    Raw(bytes.size());
    message_ += bytes;
  }
  [[nodiscard]] const std::string& message() const { return message_; }

 private:
  void Tag(std::uint32_t number, std::uint32_t type) { Raw(std::uint64_t{number} << 3 | type); }
  void Raw(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) message_.push_back(static_cast<char>((value & 0x7F) | 0x80));
    message_.push_back(static_cast<char>(value));
  }

  std::string message_;
};

}  // namespace sentei::text
