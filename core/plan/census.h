// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/export_profile.h"
#include "core/plan/model_description.h"
#include "core/plan/unit_family.h"

#include <cstdint>
#include <span>
#include <vector>

namespace sentei::plan {

/// Parameters of one decoder layer by part; biases count with their projections.
struct LayerCensus {
  std::int64_t attention = 0;
  std::int64_t ffn = 0;
  std::int64_t norms = 0;

  [[nodiscard]] std::int64_t total() const { return attention + ffn + norms; }
  friend bool operator==(const LayerCensus&, const LayerCensus&) = default;
};

/// Parameters of a model by part and by layer. A tied output matrix counts once, as embedding.
struct Census {
  std::int64_t embedding = 0;
  std::int64_t attention = 0;
  std::int64_t ffn = 0;
  std::int64_t norms = 0;
  std::int64_t lm_head = 0;  ///< 0 where it is tied
  std::vector<LayerCensus> layers;

  [[nodiscard]] std::int64_t total() const { return embedding + attention + ffn + norms + lm_head; }
};

/// All functions here are O(layers) and read nothing but the description: what remains after
/// pruning is counted by passing WithKeptCounts(...).
[[nodiscard]] Census TakeCensus(const ModelDescription& model);
[[nodiscard]] std::int64_t ParameterCount(const ModelDescription& model);

/// Multiply-accumulates of projections, causal attention products and the output matrix for the
/// tokens of one sequence of `length`, every position's logits included. Norms, rotary positions
/// and activations are not counted.
[[nodiscard]] double PrefillMacs(const ModelDescription& model, std::int64_t length);
/// The same for one token that sees itself and `context` cached tokens before it.
[[nodiscard]] double DecodeMacs(const ModelDescription& model, std::int64_t context);

/// Bytes of one matrix of a dtype; q8_0 packs 32 values of a row into 34 bytes.
[[nodiscard]] std::int64_t MatrixBytes(const MatrixShape& shape, ExportDType dtype);
/// Bytes of all weights in an export, headers and padding apart. GGUF keeps norms and biases in
/// f32.
[[nodiscard]] std::int64_t WeightBytes(const ModelDescription& model,
                                       ExportDType dtype,
                                       ExportProfile profile = ExportProfile::kHfPerLayer);
/// Bytes that keys and values of one token take in a cache, `bytes_per_value` each.
[[nodiscard]] std::int64_t KvCacheBytesPerToken(const ModelDescription& model,
                                                std::int64_t bytes_per_value);

/// What a unit of a kind of family weighs: one row for each distinct (kind, units, cost).
struct UnitWeight {
  UnitKind kind = UnitKind::kFfnChannel;
  std::int64_t num_layers = 0;  ///< layers whose family is like this
  std::int64_t units_per_layer = 0;
  std::int64_t parameters = 0;           ///< of one unit
  double share_of_model = 0.0;           ///< of one unit in each of those layers
  std::int64_t macs_per_token = 0;       ///< projections only
  std::int64_t kv_values_per_token = 0;  ///< values a cache holds for it
};
[[nodiscard]] std::vector<UnitWeight> UnitWeights(const ModelDescription& model,
                                                  std::span<const UnitFamily> families);

}  // namespace sentei::plan
