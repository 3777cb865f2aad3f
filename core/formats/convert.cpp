// SPDX-License-Identifier: Apache-2.0
#include "core/formats/convert.h"

#include "core/base/error.h"
#include "core/base/half.h"
#include "core/formats/dequantise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

namespace sentei::formats {
namespace {

constexpr std::size_t kChunk = 4096;  // elements converted at a time: 16 KiB of fp32, in L1

float F8E4M3ToFloat(std::uint8_t bits) {
  const int exponent = (bits >> 3) & 15;
  const int mantissa = bits & 7;
  float magnitude = exponent == 0 ? std::ldexp(static_cast<float>(mantissa), -9)
                                  : std::ldexp(static_cast<float>(mantissa + 8), exponent - 10);
  if ((bits & 0x7F) == 0x7F) magnitude = std::numeric_limits<float>::quiet_NaN();
  return (bits & 0x80) != 0 ? -magnitude : magnitude;
}

float F8E5M2ToFloat(std::uint8_t bits) { return F16ToFloat(static_cast<std::uint16_t>(bits << 8)); }

template <typename Stored, typename Convert>
void ConvertEach(const std::byte* in, std::span<float> out, Convert convert) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    Stored value{};
    std::memcpy(&value, in + i * sizeof(Stored), sizeof(Stored));
    out[i] = convert(value);
  }
}

template <typename Stored>
void CastEach(const std::byte* in, std::span<float> out) {
  ConvertEach<Stored>(in, out, [](Stored value) { return static_cast<float>(value); });
}

void ConvertPlain(ElementType type, const std::byte* in, std::span<float> out) {
  switch (type) {
    case ElementType::kF64:
      return CastEach<double>(in, out);
    case ElementType::kF32:
      return CastEach<float>(in, out);
    case ElementType::kF16:
      return ConvertEach<std::uint16_t>(in, out, [](std::uint16_t v) { return F16ToFloat(v); });
    case ElementType::kBF16:
      return ConvertEach<std::uint16_t>(in, out, [](std::uint16_t v) { return BF16ToFloat(v); });
    case ElementType::kF8E4M3:
      return ConvertEach<std::uint8_t>(in, out, &F8E4M3ToFloat);
    case ElementType::kF8E5M2:
      return ConvertEach<std::uint8_t>(in, out, &F8E5M2ToFloat);
    case ElementType::kI64:
      return CastEach<std::int64_t>(in, out);
    case ElementType::kI32:
      return CastEach<std::int32_t>(in, out);
    case ElementType::kI16:
      return CastEach<std::int16_t>(in, out);
    case ElementType::kI8:
      return CastEach<std::int8_t>(in, out);
    case ElementType::kU64:
      return CastEach<std::uint64_t>(in, out);
    case ElementType::kU32:
      return CastEach<std::uint32_t>(in, out);
    case ElementType::kU16:
      return CastEach<std::uint16_t>(in, out);
    case ElementType::kU8:
    case ElementType::kBool:
      return CastEach<std::uint8_t>(in, out);
    default:
      throw LogicError(fmt::format("{} has no plain conversion", Name(type)));
  }
}

/// `values` elements as stored bytes; the sizes must fit.
void CheckSizes(ElementType type, std::size_t stored, std::size_t values) {
  const BlockLayout layout = BlockLayoutOf(type);
  const auto per_block = static_cast<std::size_t>(layout.elements);
  SENTEI_CHECK(values % per_block == 0, "{} values of {}", values, Name(type));
  const std::size_t expected = values / per_block * static_cast<std::size_t>(layout.bytes);
  SENTEI_CHECK(stored == expected, "{} bytes of {} for {} values", stored, Name(type), values);
}

}  // namespace

void ConvertToFloat(ElementType type, std::span<const std::byte> stored, std::span<float> out) {
  CheckSizes(type, stored.size(), out.size());
  if (out.empty()) return;
  if (IsQuantised(type)) {
    const auto per_block = static_cast<std::size_t>(BlockLayoutOf(type).elements);
    return DequantiserOf(type)(stored.data(), out.size() / per_block, out.data());
  }
  if (type == ElementType::kF32) {
    std::memcpy(out.data(), stored.data(), stored.size());
  } else {
    ConvertPlain(type, stored.data(), out);
  }
}

void ConvertToBFloat16(ElementType type,
                       std::span<const std::byte> stored,
                       std::span<std::uint16_t> out) {
  CheckSizes(type, stored.size(), out.size());
  if (out.empty()) return;
  if (type == ElementType::kBF16) {
    std::memcpy(out.data(), stored.data(), stored.size());
    return;
  }
  alignas(64) std::array<float, kChunk> buffer;
  const BlockLayout layout = BlockLayoutOf(type);
  for (std::size_t done = 0; done < out.size(); done += kChunk) {
    const std::size_t count = std::min(kChunk, out.size() - done);
    const std::size_t bytes =
        count / static_cast<std::size_t>(layout.elements) * static_cast<std::size_t>(layout.bytes);
    const std::span<float> chunk = std::span(buffer).first(count);
    ConvertToFloat(type, stored.first(bytes), chunk);
    FloatToBF16(chunk, out.subspan(done, count));
    stored = stored.subspan(bytes);
  }
}

void QuantiseQ8_0(std::span<const float> values, std::span<std::byte> out) {
  CheckSizes(ElementType::kQ8_0, out.size(), values.size());
  std::byte* target = out.data();
  for (std::size_t block = 0; block < values.size(); block += 32, target += 34) {
    float largest = 0.0F;
    bool finite = true;
    for (std::size_t i = 0; i < 32; ++i) {
      const float magnitude = std::abs(values[block + i]);
      finite = finite && std::isfinite(magnitude);
      largest = std::max(largest, magnitude);
    }
    if (!finite) ThrowInput("value {} or one near it is not finite", block);
    const float scale = largest / 127.0F;
    const float inverse = scale == 0.0F ? 0.0F : 1.0F / scale;
    const std::uint16_t half = FloatToF16(scale);
    std::memcpy(target, &half, sizeof(half));
    for (std::size_t i = 0; i < 32; ++i) {
      // A subnormal scale has no finite inverse; it rounds to a zero fp16 scale anyway.
      const float scaled = std::round(values[block + i] * inverse);
      const float quant = std::isfinite(scaled) ? scaled : 0.0F;
      target[2 + i] = static_cast<std::byte>(static_cast<std::int8_t>(quant));
    }
  }
}

}  // namespace sentei::formats
