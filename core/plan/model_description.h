// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/formats/model_source.h"

namespace sentei::plan {

/// Widths of one decoder layer; they may differ between layers of a pruned model.
struct LayerShape {
  std::int64_t num_query_heads = 0;
  std::int64_t num_kv_heads = 0;
  std::int64_t ffn_size = 0;

  friend bool operator==(const LayerShape&, const LayerShape&) = default;
};

/// A decoder as data: sizes and switches from config.json, checked against the tensors' shapes.
/// Tensor names are made here and nowhere else.
struct ModelDescription {
  std::string model_type;  ///< of config.json, such as "llama"
  std::int64_t hidden_size = 0;
  std::int64_t head_dim = 0;
  std::int64_t vocab_size = 0;
  std::int64_t max_positions = 0;
  double norm_eps = 1e-5;
  double rope_theta = 10000.0;
  bool tied_embeddings = false;
  bool attention_bias = false;
  bool mlp_bias = false;
  std::vector<LayerShape> layers;

  [[nodiscard]] std::int64_t num_layers() const {
    return static_cast<std::int64_t>(layers.size());
  }
  /// True when every layer has the same three widths.
  [[nodiscard]] bool IsUniform() const;
};

/// Describes an opened model that Sentei can run and prune. Throws kInput with one sentence for an
/// unknown model_type, a missing setting, or a tensor whose shape contradicts the configuration.
[[nodiscard]] ModelDescription DescribeModel(const formats::ModelSource& source);

/// The seven projections of a decoder layer.
enum class Projection : std::uint8_t { kQ, kK, kV, kO, kGate, kUp, kDown };

/// Tensor names without the suffix: "model.layers.3.self_attn.q_proj".
[[nodiscard]] std::string ModuleName(std::int64_t layer, Projection projection);
[[nodiscard]] std::string WeightName(std::int64_t layer, Projection projection);
[[nodiscard]] std::string BiasName(std::int64_t layer, Projection projection);
[[nodiscard]] std::string InputNormName(std::int64_t layer);
[[nodiscard]] std::string PostAttentionNormName(std::int64_t layer);
inline constexpr const char* kEmbeddingName = "model.embed_tokens.weight";
inline constexpr const char* kFinalNormName = "model.norm.weight";
inline constexpr const char* kLmHeadName = "lm_head.weight";

}  // namespace sentei::plan
