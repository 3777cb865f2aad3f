// SPDX-License-Identifier: Apache-2.0
#include "storage/score_blob.h"

#include "core/base/error.h"

#include <zstd.h>

#include <array>
#include <bit>
#include <cstring>

namespace sentei::storage {
namespace {

static_assert(std::endian::native == std::endian::little, "blobs are little-endian");

constexpr std::uint32_t kMagic = 0x31535553;  // "SUS1"
constexpr std::uint32_t kMaxUnits = 1U << 26;
constexpr int kZstdLevel = 3;

struct Header {
  std::uint32_t magic = kMagic;
  std::uint32_t units = 0;
  std::uint32_t has_scores = 0;
  std::uint32_t has_keep = 0;
};
static_assert(sizeof(Header) == 16);

std::size_t PlainSize(const Header& header) {
  const std::size_t units = header.units;
  return (header.has_scores != 0 ? 4 * units : 0) + (header.has_keep != 0 ? (units + 7) / 8 : 0);
}

std::vector<std::byte> Plain(std::span<const float> scores, std::span<const std::uint8_t> keep) {
  std::vector<std::byte> plain(4 * scores.size() + (keep.size() + 7) / 8);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto bytes = std::bit_cast<std::array<std::byte, 4>>(scores[i]);
    for (std::size_t plane = 0; plane < 4; ++plane) plain[plane * scores.size() + i] = bytes[plane];
  }
  const std::size_t mask_offset = 4 * scores.size();
  for (std::size_t i = 0; i < keep.size(); ++i) {
    if (keep[i] != 0) plain[mask_offset + i / 8] |= std::byte{1} << (i % 8);
  }
  return plain;
}

UnitState FromPlain(const Header& header, std::span<const std::byte> plain) {
  const std::size_t units = header.units;
  UnitState state;
  std::size_t offset = 0;
  if (header.has_scores != 0) {
    state.scores.resize(units);
    for (std::size_t i = 0; i < units; ++i) {
      std::array<std::byte, 4> bytes{};
      for (std::size_t plane = 0; plane < 4; ++plane) bytes[plane] = plain[plane * units + i];
      state.scores[i] = std::bit_cast<float>(bytes);
    }
    offset = 4 * units;
  }
  if (header.has_keep != 0) {
    state.keep.resize(units);
    for (std::size_t i = 0; i < units; ++i) {
      state.keep[i] = static_cast<std::uint8_t>((plain[offset + i / 8] >> (i % 8)) & std::byte{1});
    }
  }
  return state;
}

Header ReadHeader(std::span<const std::byte> bytes) {
  Header header;
  if (bytes.size() < sizeof(Header))
    ThrowInput("A score record of {} bytes is cut off", bytes.size());
  std::memcpy(&header, bytes.data(), sizeof(Header));
  const bool sound = header.magic == kMagic && header.units <= kMaxUnits &&
                     header.has_scores <= 1 && header.has_keep <= 1;
  if (!sound) ThrowInput("A score record of {} bytes has a damaged header", bytes.size());
  return header;
}

}  // namespace

std::vector<std::byte> PackUnitState(std::span<const float> scores,
                                     std::span<const std::uint8_t> keep) {
  SENTEI_CHECK(scores.empty() || keep.empty() || scores.size() == keep.size(),
               "{} scores but {} mask entries",
               scores.size(),
               keep.size());
  const std::size_t units = scores.empty() ? keep.size() : scores.size();
  SENTEI_CHECK(units <= kMaxUnits, "{} units in one family", units);
  Header header;
  header.units = static_cast<std::uint32_t>(units);
  header.has_scores = scores.empty() ? 0 : 1;
  header.has_keep = keep.empty() ? 0 : 1;
  const std::vector<std::byte> plain = Plain(scores, keep);
  std::vector<std::byte> packed(sizeof(Header) + ZSTD_compressBound(plain.size()));
  std::memcpy(packed.data(), &header, sizeof(Header));
  const std::size_t written = ZSTD_compress(packed.data() + sizeof(Header),
                                            packed.size() - sizeof(Header),
                                            plain.data(),
                                            plain.size(),
                                            kZstdLevel);
  SENTEI_CHECK(ZSTD_isError(written) == 0, "zstd: {}", ZSTD_getErrorName(written));
  packed.resize(sizeof(Header) + written);
  return packed;
}

UnitState UnpackUnitState(std::span<const std::byte> bytes) {
  const Header header = ReadHeader(bytes);
  const auto frame = bytes.subspan(sizeof(Header));
  // Before memory is taken: a damaged count must not ask for gigabytes.
  if (ZSTD_getFrameContentSize(frame.data(), frame.size()) != PlainSize(header)) {
    ThrowInput("A score record of {} units is damaged", header.units);
  }
  std::vector<std::byte> plain(PlainSize(header));
  const std::size_t size = ZSTD_decompress(plain.data(), plain.size(), frame.data(), frame.size());
  if (ZSTD_isError(size) != 0 || size != plain.size()) {
    ThrowInput("A score record of {} units is damaged", header.units);
  }
  return FromPlain(header, plain);
}

}  // namespace sentei::storage
