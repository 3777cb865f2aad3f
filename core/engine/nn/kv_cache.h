// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace sentei::engine {

/// Keys (already rotated) and values of the positions seen so far, per layer
/// [batch, kv_heads, capacity, head_dim]; the first `length` positions are filled.
struct KvCache {
  struct Layer {
    at::Tensor keys;
    at::Tensor values;
  };
  std::vector<Layer> layers;  ///< allocated at first use
  std::int64_t length = 0;
  std::int64_t capacity = 0;
};

}  // namespace sentei::engine
