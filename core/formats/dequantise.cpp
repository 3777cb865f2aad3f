// SPDX-License-Identifier: Apache-2.0
#include "core/formats/dequantise.h"

#include "core/base/error.h"
#include "core/base/half.h"

#include <array>
#include <cstring>

namespace sentei::formats {
namespace {

constexpr std::size_t kHalfBlock = 16;  // quants of a 32-value block lie in two nibble halves
constexpr std::size_t kSuperBlock = 256;

float HalfAt(const std::byte* at) {
  std::uint16_t bits = 0;
  std::memcpy(&bits, at, sizeof(bits));
  return F16ToFloat(bits);
}

const std::uint8_t* Bytes(const std::byte* at) { return reinterpret_cast<const std::uint8_t*>(at); }

void DequantiseQ4_0(const std::byte* in, std::size_t blocks, float* out) {
  for (std::size_t b = 0; b < blocks; ++b, in += 18, out += 32) {
    const float scale = HalfAt(in);
    const std::uint8_t* quants = Bytes(in + 2);
    for (std::size_t i = 0; i < kHalfBlock; ++i) {
      out[i] = scale * static_cast<float>((quants[i] & 15) - 8);
      out[i + kHalfBlock] = scale * static_cast<float>((quants[i] >> 4) - 8);
    }
  }
}

void DequantiseQ4_1(const std::byte* in, std::size_t blocks, float* out) {
  for (std::size_t b = 0; b < blocks; ++b, in += 20, out += 32) {
    const float scale = HalfAt(in);
    const float minimum = HalfAt(in + 2);
    const std::uint8_t* quants = Bytes(in + 4);
    for (std::size_t i = 0; i < kHalfBlock; ++i) {
      out[i] = scale * static_cast<float>(quants[i] & 15) + minimum;
      out[i + kHalfBlock] = scale * static_cast<float>(quants[i] >> 4) + minimum;
    }
  }
}

/// The 32 five-bit quants of a block: low nibbles at `low`, fifth bits in the word at `high`.
std::array<std::uint8_t, 32> FiveBitQuants(const std::byte* high, const std::byte* low) {
  std::uint32_t fifth = 0;
  std::memcpy(&fifth, high, sizeof(fifth));
  const std::uint8_t* nibbles = Bytes(low);
  std::array<std::uint8_t, 32> quants{};
  for (std::size_t i = 0; i < kHalfBlock; ++i) {
    quants[i] = static_cast<std::uint8_t>((nibbles[i] & 15) | ((fifth >> i) & 1) << 4);
    quants[i + kHalfBlock] =
        static_cast<std::uint8_t>((nibbles[i] >> 4) | ((fifth >> (i + kHalfBlock)) & 1) << 4);
  }
  return quants;
}

void DequantiseQ5_0(const std::byte* in, std::size_t blocks, float* out) {
  for (std::size_t b = 0; b < blocks; ++b, in += 22, out += 32) {
    const float scale = HalfAt(in);
    const auto quants = FiveBitQuants(in + 2, in + 6);
    for (std::size_t i = 0; i < quants.size(); ++i) {
      out[i] = scale * static_cast<float>(quants[i] - 16);
    }
  }
}

void DequantiseQ5_1(const std::byte* in, std::size_t blocks, float* out) {
  for (std::size_t b = 0; b < blocks; ++b, in += 24, out += 32) {
    const float scale = HalfAt(in);
    const float minimum = HalfAt(in + 2);
    const auto quants = FiveBitQuants(in + 4, in + 8);
    for (std::size_t i = 0; i < quants.size(); ++i) {
      out[i] = scale * static_cast<float>(quants[i]) + minimum;
    }
  }
}

void DequantiseQ8_0(const std::byte* in, std::size_t blocks, float* out) {
  for (std::size_t b = 0; b < blocks; ++b, in += 34, out += 32) {
    const float scale = HalfAt(in);
    const auto* quants = reinterpret_cast<const std::int8_t*>(in + 2);
    for (std::size_t i = 0; i < 32; ++i) out[i] = static_cast<float>(quants[i]) * scale;
  }
}

/// Scales and minima of the eight 32-value groups in a K block. Twelve bytes hold 6 bits of each:
/// groups 0-3 in the low bits of bytes 0-3 (scales) and 4-7 (minima); groups 4-7 in the nibbles of
/// bytes 8-11, with their two upper bits on top of bytes 0-7.
struct GroupScales {
  std::array<float, 8> scale;
  std::array<float, 8> minimum;
};

GroupScales UnpackGroupScales(const std::byte* in) {
  const float scale = HalfAt(in);
  const float minimum = HalfAt(in + 2);
  const std::uint8_t* packed = Bytes(in + 4);
  GroupScales groups{};
  for (std::size_t i = 0; i < 4; ++i) {
    groups.scale[i] = scale * static_cast<float>(packed[i] & 63);
    groups.minimum[i] = minimum * static_cast<float>(packed[i + 4] & 63);
    groups.scale[i + 4] =
        scale * static_cast<float>((packed[i + 8] & 15) | ((packed[i] >> 2) & 48));
    groups.minimum[i + 4] =
        minimum * static_cast<float>((packed[i + 8] >> 4) | ((packed[i + 4] >> 2) & 48));
  }
  return groups;
}

void DequantiseQ4K(const std::byte* in, std::size_t blocks, float* out) {
  for (std::size_t b = 0; b < blocks; ++b, in += 144) {
    const GroupScales groups = UnpackGroupScales(in);
    const std::uint8_t* quants = Bytes(in + 16);
    for (std::size_t g = 0; g < 8; g += 2, quants += 32, out += 64) {
      for (std::size_t i = 0; i < 32; ++i) {
        out[i] = groups.scale[g] * static_cast<float>(quants[i] & 15) - groups.minimum[g];
        out[i + 32] =
            groups.scale[g + 1] * static_cast<float>(quants[i] >> 4) - groups.minimum[g + 1];
      }
    }
  }
}

void DequantiseQ5K(const std::byte* in, std::size_t blocks, float* out) {
  for (std::size_t b = 0; b < blocks; ++b, in += 176) {
    const GroupScales groups = UnpackGroupScales(in);
    const std::uint8_t* fifth = Bytes(in + 16);
    const std::uint8_t* quants = Bytes(in + 48);
    for (std::size_t g = 0; g < 8; g += 2, quants += 32, out += 64) {
      for (std::size_t i = 0; i < 32; ++i) {
        const int low = (quants[i] & 15) | ((fifth[i] >> g) & 1) << 4;
        const int high = (quants[i] >> 4) | ((fifth[i] >> (g + 1)) & 1) << 4;
        out[i] = groups.scale[g] * static_cast<float>(low) - groups.minimum[g];
        out[i + 32] = groups.scale[g + 1] * static_cast<float>(high) - groups.minimum[g + 1];
      }
    }
  }
}

/// Q6_K: 128 bytes of low nibbles, 64 of upper bit pairs, 16 signed group scales, the fp16 scale.
/// Each half of the block (128 values) has 64 nibble bytes and 32 pair bytes; value 32 j + i of it
/// has its nibble in byte 32 (j mod 2) + i and its pair in bits 2j of pair byte i.
void DequantiseQ6K(const std::byte* in, std::size_t blocks, float* out) {
  for (std::size_t b = 0; b < blocks; ++b, in += 210) {
    const auto* group = reinterpret_cast<const std::int8_t*>(in + 192);
    const float scale = HalfAt(in + 208);
    for (std::size_t half = 0; half < 2; ++half, group += 8, out += kSuperBlock / 2) {
      const std::uint8_t* low = Bytes(in + 64 * half);
      const std::uint8_t* high = Bytes(in + 128 + 32 * half);
      for (std::size_t j = 0; j < 4; ++j) {
        const std::array<float, 2> scales = {scale * static_cast<float>(group[2 * j]),
                                             scale * static_cast<float>(group[2 * j + 1])};
        for (std::size_t i = 0; i < 32; ++i) {
          const int nibble = (low[32 * (j % 2) + i] >> (4 * (j / 2))) & 15;
          const int pair = (high[i] >> (2 * j)) & 3;
          out[32 * j + i] = scales[i / 16] * static_cast<float>((nibble | pair << 4) - 32);
        }
      }
    }
  }
}

}  // namespace

DequantiseFn DequantiserOf(ElementType type) {
  switch (type) {
    case ElementType::kQ4_0:
      return &DequantiseQ4_0;
    case ElementType::kQ4_1:
      return &DequantiseQ4_1;
    case ElementType::kQ5_0:
      return &DequantiseQ5_0;
    case ElementType::kQ5_1:
      return &DequantiseQ5_1;
    case ElementType::kQ8_0:
      return &DequantiseQ8_0;
    case ElementType::kQ4_K:
      return &DequantiseQ4K;
    case ElementType::kQ5_K:
      return &DequantiseQ5K;
    case ElementType::kQ6_K:
      return &DequantiseQ6K;
    default:
      throw LogicError(fmt::format("{} is not quantised", Name(type)));
  }
}

}  // namespace sentei::formats
