// SPDX-License-Identifier: Apache-2.0
#include "core/base/half.h"

#include "core/base/error.h"

#include <cstddef>

namespace sentei {
namespace {

template <typename In, typename Out, typename Convert>
void ConvertAll(std::span<const In> in, std::span<Out> out, Convert convert) {
  SENTEI_CHECK(in.size() == out.size(), "{} values into {}", in.size(), out.size());
  const In* source = in.data();
  Out* target = out.data();
  for (std::size_t i = 0; i < in.size(); ++i) target[i] = convert(source[i]);
}

}  // namespace

void F16ToFloat(std::span<const std::uint16_t> in, std::span<float> out) {
  ConvertAll(in, out, [](std::uint16_t bits) { return F16ToFloat(bits); });
}

void BF16ToFloat(std::span<const std::uint16_t> in, std::span<float> out) {
  ConvertAll(in, out, [](std::uint16_t bits) { return BF16ToFloat(bits); });
}

void FloatToF16(std::span<const float> in, std::span<std::uint16_t> out) {
  ConvertAll(in, out, [](float value) { return FloatToF16(value); });
}

void FloatToBF16(std::span<const float> in, std::span<std::uint16_t> out) {
  ConvertAll(in, out, [](float value) { return FloatToBF16(value); });
}

}  // namespace sentei
