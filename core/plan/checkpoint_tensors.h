// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/model_description.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sentei::plan {

/// What a tensor of a checkpoint holds.
enum class TensorRole : std::uint8_t {
  kEmbedding,
  kFinalNorm,
  kLmHead,
  kNorm,    ///< of (layer, norm)
  kWeight,  ///< of (layer, projection)
  kBias,    ///< of (layer, projection)
};

/// One tensor of the model among the rows of a stored one.
struct TensorPart {
  TensorRole role = TensorRole::kWeight;
  std::int64_t layer = 0;
  Projection projection = Projection::kQ;
  LayerNorm norm = LayerNorm::kAttentionInput;
  std::int64_t rows = 0;  ///< of the stored tensor's first axis
};

/// A tensor that a checkpoint of a description holds: its parts lie one after another along the
/// first axis. More than one part where projections are stored fused.
struct ExpectedTensor {
  std::string name;
  std::vector<std::int64_t> shape;
  std::vector<TensorPart> parts;
};

/// All of them in the order a checkpoint lists them; the output matrix only where it is not tied.
/// The one list that loading, checking and writing a model go by.
[[nodiscard]] std::vector<ExpectedTensor> ExpectedTensors(const ModelDescription& model);

}  // namespace sentei::plan
