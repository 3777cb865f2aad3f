// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/model_source.h"
#include "core/plan/rotary_settings.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <optional>
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

enum class Activation : std::uint8_t {
  kSilu,
  kGeluTanh,  ///< GELU by the tanh approximation
};
/// What an RMSNorm multiplies the normalised values by.
enum class NormScale : std::uint8_t {
  kWeight,         ///< w, after rounding to the compute dtype
  kOnePlusWeight,  ///< 1 + w, before rounding (Gemma)
};
enum class AttentionSpan : std::uint8_t {
  kFull,
  kSliding,  ///< a query sees `sliding_window` tokens, itself included
};

/// A decoder as data: sizes and switches from config.json, checked against the tensors' shapes.
/// What differs between families is a field here; tensor names are made in this folder alone.
struct ModelDescription {
  std::string model_type;        ///< of config.json, such as "llama" or our own "pruned_llama"
  std::string family = "llama";  ///< the model_type of the ModelFamily
  std::int64_t hidden_size = 0;
  std::int64_t head_dim = 0;
  std::int64_t vocab_size = 0;
  std::int64_t max_positions = 0;
  double norm_eps = 1e-5;
  bool tied_embeddings = false;
  bool qkv_bias = false;
  bool output_bias = false;  ///< of the attention's output projection
  bool mlp_bias = false;
  bool query_key_norms = false;    ///< RMSNorm over each head of q and k, before the rotation
  bool output_norms = false;       ///< RMSNorm after attention and after the FFN as well
  bool fused_projections = false;  ///< stored as qkv_proj and gate_up_proj (Phi-3)
  NormScale norm_scale = NormScale::kWeight;
  Activation activation = Activation::kSilu;
  double embedding_scale = 1.0;    ///< multiplies the embedded tokens
  double query_scalar = 0.0;       ///< attention scores are over its root; 0: head_dim
  double attention_softcap = 0.0;  ///< c: scores become c tanh(score / c); 0: none
  double logit_softcap = 0.0;      ///< the same of the output logits
  std::int64_t sliding_window = 0;
  std::vector<AttentionSpan> spans;  ///< of each layer; empty: all full
  RotarySettings rotary;
  std::optional<RotarySettings> sliding_rotary;  ///< of sliding layers, where it differs
  std::vector<LayerShape> layers;

  [[nodiscard]] std::int64_t num_layers() const { return static_cast<std::int64_t>(layers.size()); }
  /// True when every layer has the same three widths.
  [[nodiscard]] bool IsUniform() const;
  /// Tokens that a query of this layer sees, itself included; 0: all before it.
  [[nodiscard]] std::int64_t WindowOf(std::int64_t layer) const;
  [[nodiscard]] const RotarySettings& RotaryOf(std::int64_t layer) const;
  /// What q kᵀ is multiplied by.
  [[nodiscard]] double AttentionScale() const;
  [[nodiscard]] bool HasBiases() const { return qkv_bias || output_bias || mlp_bias; }
};

/// Describes an opened model that Sentei can run and prune. Throws kInput with one sentence for an
/// unknown model_type, a missing setting, or a tensor whose shape contradicts the configuration.
/// Understood are the families of model_family.h and our own `pruned_<family>` with its lists of
/// widths by layer. Whether the output matrix is tied is what the tensors say.
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

/// The norms that a decoder layer may have.
enum class LayerNorm : std::uint8_t {
  kAttentionInput,
  kAttentionOutput,
  kFfnInput,
  kFfnOutput,
  kQuery,
  kKey
};
inline constexpr std::array<LayerNorm, 6> kLayerNorms{LayerNorm::kAttentionInput,
                                                      LayerNorm::kAttentionOutput,
                                                      LayerNorm::kFfnInput,
                                                      LayerNorm::kFfnOutput,
                                                      LayerNorm::kQuery,
                                                      LayerNorm::kKey};
[[nodiscard]] bool HasNorm(const ModelDescription& model, LayerNorm norm);
/// Values of its weight: the hidden size, or head_dim for kQuery and kKey.
[[nodiscard]] std::int64_t NormSize(const ModelDescription& model, LayerNorm norm);

/// Module names: "model.layers.3.self_attn.q_proj". Of projections that a checkpoint stores fused
/// this is the name they have apart.
[[nodiscard]] std::string ModuleName(std::int64_t layer, Projection projection);
[[nodiscard]] std::string WeightName(std::int64_t layer, Projection projection);
[[nodiscard]] std::string BiasName(std::int64_t layer, Projection projection);
[[nodiscard]] std::string NormName(const ModelDescription& model,
                                   std::int64_t layer,
                                   LayerNorm norm);
inline constexpr const char* kEmbeddingName = "model.embed_tokens.weight";
inline constexpr const char* kFinalNormName = "model.norm.weight";
inline constexpr const char* kLmHeadName = "lm_head.weight";

}  // namespace sentei::plan
