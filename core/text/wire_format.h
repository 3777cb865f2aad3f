// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sentei::text {

/// Walks the fields of one message in the wire format of Protocol Buffers, checking every length
/// (https://protobuf.dev/programming-guides/encoding). Nested messages are fields of bytes here.
class WireReader {
 public:
  /// `message` must outlive the reader and the fields.
  explicit WireReader(std::string_view message) : rest_(message) {}

  struct Field {
    std::uint32_t number = 0;
    std::uint64_t value = 0;  ///< of a varint or fixed number, as its bits
    std::string_view bytes;   ///< of a string, bytes or message
  };
  /// The next field; nullopt at the end. Throws kInput for bytes that are no message.
  [[nodiscard]] std::optional<Field> Next();

 private:
  [[nodiscard]] std::uint64_t Varint();
  [[nodiscard]] std::uint64_t Fixed(std::size_t size);
  [[nodiscard]] std::string_view Take(std::uint64_t size);

  std::string_view rest_;
};

}  // namespace sentei::text
