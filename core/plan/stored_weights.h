// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/model_source.h"

#include <cstdint>

namespace sentei::plan {

/// The weights of a checkpoint as far as memory is concerned.
struct StoredWeights {
  std::int64_t bytes = 0;    ///< of all tensors, as stored
  bool mapped_bf16 = false;  ///< plain bf16 throughout, used in place by a bf16 run
};

/// From headers alone.
[[nodiscard]] StoredWeights StoredWeightsOf(const formats::ModelSource& source);

}  // namespace sentei::plan
