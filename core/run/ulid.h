// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace sentei::run {

/// Makes ULIDs: 26 characters of Crockford's base 32, 48 bits of milliseconds since 1970 before 80
/// random bits, so that text order is order of creation. Within one generator every id is greater
/// than the one before, also within a millisecond or when the clock steps back. Thread-safe.
class UlidGenerator {
 public:
  using Clock = std::function<std::uint64_t()>;   ///< milliseconds since 1970
  using Random = std::function<std::uint64_t()>;  ///< 64 uniform bits

  /// The system's clock and entropy.
  UlidGenerator();
  UlidGenerator(Clock clock, Random random);

  [[nodiscard]] std::string Next();

 private:
  void Increment();

  std::mutex mutex_;
  Clock clock_;
  Random random_;
  std::uint64_t last_ms_ = 0;
  std::array<std::uint8_t, 10> entropy_{};  // big-endian
  bool started_ = false;
};

/// An id of the process-wide generator.
[[nodiscard]] std::string NewUlid();
/// True for 26 characters of the alphabet with a time that fits 48 bits.
[[nodiscard]] bool IsUlid(std::string_view text);
/// Milliseconds since 1970 of a ULID. Throws kUsage when it is none.
[[nodiscard]] std::uint64_t UlidTime(std::string_view text);

}  // namespace sentei::run
