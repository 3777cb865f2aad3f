// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/formats/model_source.h"
#include "core/plan/model_description.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace sentei::plan::testing {

/// Sizes of published models, as their config.json gives them.
[[nodiscard]] ModelDescription Llama7B();
[[nodiscard]] ModelDescription Llama31Of8B();
[[nodiscard]] ModelDescription TinyLlama();
[[nodiscard]] ModelDescription SmolLm2();

/// A uniform decoder of `num_layers` layers.
[[nodiscard]] ModelDescription MakeModel(std::int64_t num_layers,
                                         std::int64_t hidden,
                                         LayerShape shape,
                                         std::int64_t head_dim,
                                         std::int64_t vocab);

/// config.json of a description, as Hugging Face writes it.
[[nodiscard]] nlohmann::json ConfigOf(const ModelDescription& model);
/// The tensors a checkpoint of it lists.
[[nodiscard]] std::vector<formats::TensorInfo> TensorsOf(const ModelDescription& model);

/// Small decoders with every combination of heads, ties and biases; widths may differ by layer.
[[nodiscard]] ModelDescription RandomModel(std::mt19937& random);

/// The error that `action` throws; fails the test where it throws none or another type.
template <typename Action>
Error Caught(Action&& action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  return {ErrorCode::kInternal, "nothing was thrown"};
}

}  // namespace sentei::plan::testing
