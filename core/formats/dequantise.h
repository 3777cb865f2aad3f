// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/element_type.h"

#include <cstddef>
#include <cstdint>

namespace sentei::formats {

/// Expands `blocks` consecutive blocks at `in` to fp32 at `out`. One function per type, all with
/// the same rounding as the `gguf` Python package: each product and sum is rounded to fp32.
using DequantiseFn = void (*)(const std::byte* in, std::size_t blocks, float* out);

/// Throws LogicError for a type that is not quantised.
[[nodiscard]] DequantiseFn DequantiserOf(ElementType type);

}  // namespace sentei::formats
