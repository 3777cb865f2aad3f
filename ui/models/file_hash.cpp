// SPDX-License-Identifier: Apache-2.0
#include "ui/models/file_hash.h"

#include "core/base/error.h"
#include "core/base/sha256.h"

#include <array>
#include <chrono>
#include <fstream>
#include <memory>

namespace sentei::ui {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20U;
constexpr auto kTellEvery = std::chrono::milliseconds(100);

}  // namespace

std::optional<std::string> HashFile(const std::filesystem::path& path,
                                    const std::function<void(std::uint64_t)>& progress,
                                    const std::stop_token& stop) {
  std::ifstream in(path, std::ios::binary);
  if (!in) ThrowInput("{} cannot be opened", path.string());
  const auto piece = std::make_unique<std::array<char, kPiece>>();
  Sha256 hash;
  std::uint64_t read = 0;
  auto told = std::chrono::steady_clock::now();
  while (in) {
    if (stop.stop_requested()) return std::nullopt;
    in.read(piece->data(), static_cast<std::streamsize>(piece->size()));
    const auto count = static_cast<std::size_t>(in.gcount());
    hash.Update(std::string_view(piece->data(), count));
    read += count;
    const auto now = std::chrono::steady_clock::now();
    if (now - told < kTellEvery) continue;
    told = now;
    progress(read);
  }
  if (in.bad()) throw Error(ErrorCode::kIo, fmt::format("{} cannot be read", path.string()));
  return hash.HexDigest();
}

}  // namespace sentei::ui
