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
  std::string_view hf_architecture;   ///< the transformers class
  bool permutes_rotary_rows = false;  ///< rows of q and k: rotary pairs side by side
  bool adds_one_to_norms = false;     ///< norm weights are stored as 1 + w
  bool has_output_norms = false;      ///< a norm after attention and FFN too
  bool fuses_projections = false;     ///< attn_qkv, and gate and up in ffn_up
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

/// llama.cpp knows what Gemma scales its queries by from the number of layers: the hidden size over
/// the heads in the 27B models, head_dim in all others.
[[nodiscard]] double GgufQueryScalar(const GgufFamily& family,
                                     std::int64_t layers,
                                     std::int64_t hidden_size,
                                     std::int64_t heads,
                                     std::int64_t head_dim);
/// Every how many layers one without a window comes, in families where the file does not say; 0: in
/// none.
[[nodiscard]] std::int64_t GgufWindowPeriod(const GgufFamily& family);
/// Rotary base of layers with a window where the file does not say, in families that have one.
inline constexpr double kGgufSlidingBase = 10000.0;

}  // namespace sentei::formats
