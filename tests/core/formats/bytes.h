// SPDX-License-Identifier: Apache-2.0
// Files made by hand, byte by byte, so that the readers are not tested with the writers.
#pragma once

#include "core/base/error.h"
#include "tests/support/test_environment.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::formats {

inline std::span<const std::byte> AsBytes(std::string_view text) {
  return std::as_bytes(std::span(text));
}

template <typename T>
std::string Raw(T value) {
  std::string bytes(sizeof(T), '\0');
  std::memcpy(bytes.data(), &value, sizeof(T));
  return bytes;
}

template <typename T>
std::string RawAll(const std::vector<T>& values) {
  std::string bytes;
  for (const T value : values) bytes += Raw(value);
  return bytes;
}

inline std::string FromHex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

/// A safetensors file with this header and data.
inline std::string SafetensorsBytes(std::string_view header, std::string_view data) {
  return Raw(std::uint64_t{header.size()}) + std::string(header) + std::string(data);
}

inline std::string GgufText(std::string_view text) {
  return Raw(std::uint64_t{text.size()}) + std::string(text);
}

/// Puts a GGUF file together: entries and tensors are bytes already.
struct GgufBuilder {
  std::uint32_t version = 3;
  std::vector<std::string> entries = {};
  std::vector<std::string> tensors = {};
  std::string data = {};
  std::uint64_t alignment = 32;

  void AddText(std::string_view key, std::string_view text) {
    entries.push_back(GgufText(key) + Raw(std::uint32_t{8}) + GgufText(text));
  }
  void AddU32(std::string_view key, std::uint32_t value) {
    entries.push_back(GgufText(key) + Raw(std::uint32_t{4}) + Raw(value));
  }
  void AddF32(std::string_view key, float value) {
    entries.push_back(GgufText(key) + Raw(std::uint32_t{6}) + Raw(value));
  }
  /// `sizes` innermost first, as the file has them; the data is padded to the alignment.
  void AddTensor(std::string_view name,
                 const std::vector<std::uint64_t>& sizes,
                 std::uint32_t type,
                 std::string_view bytes) {
    tensors.push_back(GgufText(name) + Raw(static_cast<std::uint32_t>(sizes.size())) +
                      RawAll(sizes) + Raw(type) + Raw(std::uint64_t{data.size()}));
    data.append(bytes);
    data.append((alignment - data.size() % alignment) % alignment, '\0');
  }
  [[nodiscard]] std::string Bytes() const {
    std::string bytes = "GGUF" + Raw(version) + Raw(std::uint64_t{tensors.size()}) +
                        Raw(std::uint64_t{entries.size()});
    for (const std::string& entry : entries) bytes += entry;
    for (const std::string& tensor : tensors) bytes += tensor;
    bytes.append((alignment - bytes.size() % alignment) % alignment, '\0');
    return bytes + data;
  }
};

/// What the action throws: its sentence and hint; fails the test when it throws nothing.
template <typename Action>
std::string MessageOf(Action action, ErrorCode expected = ErrorCode::kInput) {
  try {
    static_cast<void>(action());
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), expected) << error.what();
    return std::string(error.what()) + " | " + error.hint();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

}  // namespace sentei::formats
