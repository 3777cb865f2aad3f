// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/model_source.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sentei::plan {

/// Widths of one decoder layer; they may differ between layers of a pruned model.
struct LayerShape {
  std::int64_t num_query_heads = 0;
  std::int64_t num_kv_heads = 0;
  std::int64_t ffn_size = 0;

  friend bool operator==(const LayerShape&, const LayerShape&) = default;
};

/// Bounds on what a configuration may say, so that no product or sum of sizes overflows 64 bits.
inline constexpr std::int64_t kMaxWidth = std::int64_t{1} << 22;
inline constexpr std::int64_t kMaxVocabulary = std::int64_t{1} << 24;
inline constexpr std::int64_t kMaxLayers = std::int64_t{1} << 12;

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

  [[nodiscard]] std::int64_t num_layers() const { return static_cast<std::int64_t>(layers.size()); }
  /// True when every layer has the same three widths.
  [[nodiscard]] bool IsUniform() const;
};

/// Describes an opened model that Sentei can run and prune. Throws kInput with one sentence for an
/// unknown model_type, a missing setting, or a tensor whose shape contradicts the configuration.
/// Understood are `llama` (multi-head, grouped-query, explicit head_dim, tied or not, biases),
/// `mistral` with sliding_window null, and our own `pruned_llama` with its lists of widths by
/// layer.
[[nodiscard]] ModelDescription DescribeModel(const formats::ModelSource& source);
/// The same from its two parts; nothing is read from a disk.
[[nodiscard]] ModelDescription DescribeModel(const nlohmann::json& config,
                                             std::span<const formats::TensorInfo> tensors);

/// The seven projections of a decoder layer.
enum class Projection : std::uint8_t { kQ, kK, kV, kO, kGate, kUp, kDown };
inline constexpr std::array<Projection, 7> kProjections{Projection::kQ,
                                                        Projection::kK,
                                                        Projection::kV,
                                                        Projection::kO,
                                                        Projection::kGate,
                                                        Projection::kUp,
                                                        Projection::kDown};

/// Shape of a projection's weight, [rows = out features, columns = in features].
struct MatrixShape {
  std::int64_t rows = 0;
  std::int64_t columns = 0;

  [[nodiscard]] std::int64_t size() const { return rows * columns; }
  friend bool operator==(const MatrixShape&, const MatrixShape&) = default;
};
[[nodiscard]] MatrixShape ProjectionShape(const ModelDescription& model,
                                          std::int64_t layer,
                                          Projection projection);
/// True where the model's switches give this projection a bias of `rows` values.
[[nodiscard]] bool HasBias(const ModelDescription& model, Projection projection);

/// A tensor that a checkpoint of this description holds.
struct ExpectedTensor {
  std::string name;
  std::vector<std::int64_t> shape;
};
/// All of them in the order a checkpoint lists them; the output matrix only where it is not tied.
[[nodiscard]] std::vector<ExpectedTensor> ExpectedTensors(const ModelDescription& model);

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
