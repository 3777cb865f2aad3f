// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/element_type.h"

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <string_view>
#include <vector>

namespace sentei::engine {

/// The fp32 values that a reader gets back after `values` (fp32) was stored as F32, F16, BF16 or
/// Q8_0. Rounding twice changes nothing more. Throws kUsage naming the tensor when a value is not
/// finite or exceeds what the type holds, or when Q8_0's rows are no multiple of 32.
[[nodiscard]] at::Tensor RoundTo(const at::Tensor& values,
                                 formats::ElementType type,
                                 std::string_view name);

/// The bytes of already rounded values as the type stores them, little-endian.
[[nodiscard]] std::vector<std::byte> Encode(const at::Tensor& rounded, formats::ElementType type);

}  // namespace sentei::engine
