// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/element_type.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace sentei::formats {

/// Converts stored elements to fp32: plain types by value, quantised ones exactly as the `gguf`
/// Python package does. `stored` need not be aligned; it holds out.size() elements, in whole blocks
/// (BlockLayoutOf). Thread-safe. Throws LogicError when the sizes contradict or the type is kOther.
void ConvertToFloat(ElementType type, std::span<const std::byte> stored, std::span<float> out);

/// As ConvertToFloat, each value rounded to nearest-even bfloat16.
void ConvertToBFloat16(ElementType type,
                       std::span<const std::byte> stored,
                       std::span<std::uint16_t> out);

/// Quantises as the `gguf` package's Q8_0 (blocks of 32: fp16 scale max|x|/127, then rounding half
/// away from zero). values.size() is a multiple of 32; out holds 34 bytes per block. Throws kInput
/// when a value is not finite.
void QuantiseQ8_0(std::span<const float> values, std::span<std::byte> out);

}  // namespace sentei::formats
