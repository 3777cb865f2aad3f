// SPDX-License-Identifier: Apache-2.0
#include "core/formats/gguf_family.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace sentei::formats {
namespace {

constexpr std::array<GgufFamily, 6> kFamilies = {{
    {.architecture = "llama", .model_type = "llama", .permutes_rotary_rows = true},
    {.architecture = "qwen2", .model_type = "qwen2"},
    {.architecture = "qwen3", .model_type = "qwen3"},
    {.architecture = "gemma2",
     .model_type = "gemma2",
     .adds_one_to_norms = true,
     .has_output_norms = true,
     .states_window = true,
     .window_period = 2,
     .silent_window = 4096,
     .layers_of_largest = 46,
     .attention_softcap = 50.0,
     .logit_softcap = 30.0},
    {.architecture = "gemma3",
     .model_type = "gemma3_text",
     .adds_one_to_norms = true,
     .has_output_norms = true,
     .states_window = true,
     .window_period = 6,
     .layers_of_largest = 62,
     .sliding_base = 10000.0},
    {.architecture = "phi3",
     .model_type = "phi3",
     .fuses_projections = true,
     .has_two_factor_sets = true,
     .states_window = true},
}};

using NamePair = std::pair<std::string_view, std::string_view>;  // GGUF, Hugging Face

constexpr std::array<NamePair, 3> kModelNames = {{
    {"token_embd", "model.embed_tokens"},
    {"output_norm", "model.norm"},
    {"output", "lm_head"},
}};

constexpr std::array<NamePair, 10> kLayerNames = {{
    {"attn_norm", "input_layernorm"},
    {"attn_q_norm", "self_attn.q_norm"},
    {"attn_k_norm", "self_attn.k_norm"},
    {"attn_q", "self_attn.q_proj"},
    {"attn_k", "self_attn.k_proj"},
    {"attn_v", "self_attn.v_proj"},
    {"attn_output", "self_attn.o_proj"},
    {"ffn_gate", "mlp.gate_proj"},
    {"ffn_down", "mlp.down_proj"},
}};

// Names that depend on the family.
constexpr std::array<NamePair, 1> kPreNorms = {{{"ffn_norm", "post_attention_layernorm"}}};
constexpr std::array<NamePair, 3> kPreAndPostNorms = {{
    {"post_attention_norm", "post_attention_layernorm"},
    {"ffn_norm", "pre_feedforward_layernorm"},
    {"post_ffw_norm", "post_feedforward_layernorm"},
}};
constexpr std::array<NamePair, 1> kApart = {{{"ffn_up", "mlp.up_proj"}}};
constexpr std::array<NamePair, 2> kFused = {{
    {"attn_qkv", "self_attn.qkv_proj"},
    {"ffn_up", "mlp.gate_up_proj"},
}};

struct NamingScheme {
  std::string_view layer_prefix;
  std::string_view NamePair::*column;
};
constexpr NamingScheme kGgufNaming = {"blk.", &NamePair::first};
constexpr NamingScheme kHfNaming = {"model.layers.", &NamePair::second};

std::string_view Lookup(std::span<const NamePair> names,
                        std::string_view name,
                        const NamingScheme& from,
                        const NamingScheme& to) {
  const auto found = std::find_if(
      names.begin(), names.end(), [&](const NamePair& pair) { return pair.*from.column == name; });
  return found == names.end() ? std::string_view{} : (*found).*to.column;
}

std::string_view LookupInLayer(const GgufFamily& family,
                               std::string_view name,
                               const NamingScheme& from,
                               const NamingScheme& to) {
  const std::span<const NamePair> norms =
      family.has_output_norms ? std::span<const NamePair>(kPreAndPostNorms) : kPreNorms;
  const std::span<const NamePair> projections =
      family.fuses_projections ? std::span<const NamePair>(kFused) : kApart;
  for (const std::span<const NamePair> table :
       {norms, projections, std::span<const NamePair>(kLayerNames)}) {
    const std::string_view found = Lookup(table, name, from, to);
    if (!found.empty()) return found;
  }
  return {};
}

bool IsLayerNumber(std::string_view text) {
  return !text.empty() && text.size() <= 9 && (text == "0" || text.front() != '0') &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// `stem` is a name without its suffix ".weight" or ".bias".
std::string TranslateStem(std::string_view stem,
                          const GgufFamily& family,
                          const NamingScheme& from,
                          const NamingScheme& to) {
  if (!stem.starts_with(from.layer_prefix)) {
    return std::string(Lookup(kModelNames, stem, from, to));
  }
  stem.remove_prefix(from.layer_prefix.size());
  const std::size_t dot = stem.find('.');
  if (dot == std::string_view::npos || !IsLayerNumber(stem.substr(0, dot))) return {};
  const std::string_view module = LookupInLayer(family, stem.substr(dot + 1), from, to);
  if (module.empty()) return {};
  return std::string(to.layer_prefix).append(stem.substr(0, dot + 1)).append(module);
}

std::optional<std::string> Translate(std::string_view name,
                                     const GgufFamily& family,
                                     const NamingScheme& from,
                                     const NamingScheme& to) {
  for (const std::string_view suffix : {".weight", ".bias"}) {
    if (!name.ends_with(suffix)) continue;
    const std::string stem =
        TranslateStem(name.substr(0, name.size() - suffix.size()), family, from, to);
    if (!stem.empty()) return stem + std::string(suffix);
  }
  return std::nullopt;
}

}  // namespace

const GgufFamily* FindGgufFamily(std::string_view architecture) {
  const auto* found = std::find_if(kFamilies.begin(), kFamilies.end(), [&](const GgufFamily& f) {
    return f.architecture == architecture;
  });
  return found == kFamilies.end() ? nullptr : found;
}

std::optional<std::string> HfTensorName(std::string_view gguf_name, const GgufFamily& family) {
  return Translate(gguf_name, family, kGgufNaming, kHfNaming);
}

std::optional<std::string> GgufTensorName(std::string_view hf_name, const GgufFamily& family) {
  return Translate(hf_name, family, kHfNaming, kGgufNaming);
}

bool HasRotaryRows(std::string_view hf_name) {
  return hf_name.find(".self_attn.q_proj.") != std::string_view::npos ||
         hf_name.find(".self_attn.k_proj.") != std::string_view::npos;
}

bool IsNormWeight(std::string_view hf_name) { return hf_name.ends_with("norm.weight"); }

double GgufQueryScalar(const GgufFamily& family,
                       std::int64_t layers,
                       std::int64_t hidden_size,
                       std::int64_t heads,
                       std::int64_t head_dim) {
  return static_cast<double>(layers == family.layers_of_largest ? hidden_size / heads : head_dim);
}

}  // namespace sentei::formats
