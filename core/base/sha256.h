// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace sentei {

/// SHA-256 fed piece by piece. One object belongs to one thread.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void Update(std::span<const std::byte> bytes);
  void Update(std::string_view text);
  /// Adds the eight bytes of `value`, least significant first.
  void UpdateNumber(std::uint64_t value);

  /// The digest of all that was added, as 64 lower-case hex digits; ends the object's use.
  [[nodiscard]] std::string HexDigest();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

[[nodiscard]] std::string Sha256Hex(std::span<const std::byte> bytes);
[[nodiscard]] std::string Sha256Hex(std::string_view text);
/// Throws kInput or kIo when the file cannot be read.
[[nodiscard]] std::string Sha256OfFile(const std::filesystem::path& path);

}  // namespace sentei
