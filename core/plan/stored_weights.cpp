// SPDX-License-Identifier: Apache-2.0
#include "core/plan/stored_weights.h"

namespace sentei::plan {

StoredWeights StoredWeightsOf(const formats::ModelSource& source) {
  StoredWeights stored{.bytes = 0, .mapped_bf16 = true};
  for (const formats::TensorInfo& tensor : source.tensors()) {
    stored.bytes += static_cast<std::int64_t>(tensor.byte_size);
    stored.mapped_bf16 = stored.mapped_bf16 && tensor.type == formats::ElementType::kBF16;
  }
  return stored;
}

}  // namespace sentei::plan
