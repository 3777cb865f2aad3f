// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sentei::formats {

/// How GGUF files of one architecture differ from the Hugging Face checkpoint they were made from.
struct GgufFamily {
  std::string_view architecture;      ///< general.architecture, and the prefix of its settings
  std::string_view model_type;        ///< of config.json
  bool permutes_rotary_rows = false;  ///< rows of q and k: rotary pairs side by side
  bool adds_one_to_norms = false;     ///< norm weights are stored as 1 + w
  bool has_output_norms = false;      ///< a norm after attention and FFN too
  bool fuses_projections = false;     ///< attn_qkv, and gate and up in ffn_up
  bool has_two_factor_sets = false;   ///< longrope: factors for short and for long texts
  bool states_window = false;         ///< attention.sliding_window is read; else there is none
  // What readers take for granted because no setting says it.
  std::int64_t window_period = 0;  ///< every such layer has no window; 0: the setting holds for all
  std::int64_t silent_window = 0;  ///< where the setting is absent; 0: none
  std::int64_t layers_of_largest = 0;  ///< the model whose query scalar is hidden size over heads
  double sliding_base = 0.0;           ///< rotary base of layers with a window; 0: as the others'
  double attention_softcap = 0.0;      ///< where the setting is absent; 0: none
  double logit_softcap = 0.0;
};

/// nullptr for an architecture whose files can only be listed.
[[nodiscard]] const GgufFamily* FindGgufFamily(std::string_view architecture);

/// The Hugging Face name of a tensor ("blk.3.attn_q.weight" ->
/// "model.layers.3.self_attn.q_proj.weight") and back; nullopt for any other name.
[[nodiscard]] std::optional<std::string> HfTensorName(std::string_view gguf_name,
                                                      const GgufFamily& family);
[[nodiscard]] std::optional<std::string> GgufTensorName(std::string_view hf_name,
                                                        const GgufFamily& family);

/// True for tensors whose rows a family with `permutes_rotary_rows` reorders; Hugging Face names.
[[nodiscard]] bool HasRotaryRows(std::string_view hf_name);
/// True for norm weights; Hugging Face names.
[[nodiscard]] bool IsNormWeight(std::string_view hf_name);

// Tensors beside the weights: factors on the rotary frequencies, fp32 [head_dim / 2].
inline constexpr std::string_view kRopeFrequencies = "rope_freqs.weight";
inline constexpr std::string_view kRopeShortFactors = "rope_factors_short.weight";
inline constexpr std::string_view kRopeLongFactors = "rope_factors_long.weight";

/// What llama.cpp takes the root of to scale scores: head_dim, but for the largest model of a
/// family.
[[nodiscard]] double GgufQueryScalar(const GgufFamily& family,
                                     std::int64_t layers,
                                     std::int64_t hidden_size,
                                     std::int64_t heads,
                                     std::int64_t head_dim);

}  // namespace sentei::formats
