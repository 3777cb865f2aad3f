// SPDX-License-Identifier: Apache-2.0
#include "core/formats/gguf_format.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sentei::formats {
namespace {

constexpr std::array<GgmlType, 34> kGgmlTypes = {{
    {0, "F32", ElementType::kF32, 1, 4},
    {1, "F16", ElementType::kF16, 1, 2},
    {2, "Q4_0", ElementType::kQ4_0, 32, 18},
    {3, "Q4_1", ElementType::kQ4_1, 32, 20},
    {6, "Q5_0", ElementType::kQ5_0, 32, 22},
    {7, "Q5_1", ElementType::kQ5_1, 32, 24},
    {8, "Q8_0", ElementType::kQ8_0, 32, 34},
    {9, "Q8_1", ElementType::kOther, 32, 40},
    {10, "Q2_K", ElementType::kOther, 256, 84},
    {11, "Q3_K", ElementType::kOther, 256, 110},
    {12, "Q4_K", ElementType::kQ4_K, 256, 144},
    {13, "Q5_K", ElementType::kQ5_K, 256, 176},
    {14, "Q6_K", ElementType::kQ6_K, 256, 210},
    {15, "Q8_K", ElementType::kOther, 256, 292},
    {16, "IQ2_XXS", ElementType::kOther, 256, 66},
    {17, "IQ2_XS", ElementType::kOther, 256, 74},
    {18, "IQ3_XXS", ElementType::kOther, 256, 98},
    {19, "IQ1_S", ElementType::kOther, 256, 50},
    {20, "IQ4_NL", ElementType::kOther, 32, 18},
    {21, "IQ3_S", ElementType::kOther, 256, 110},
    {22, "IQ2_S", ElementType::kOther, 256, 82},
    {23, "IQ4_XS", ElementType::kOther, 256, 136},
    {24, "I8", ElementType::kI8, 1, 1},
    {25, "I16", ElementType::kI16, 1, 2},
    {26, "I32", ElementType::kI32, 1, 4},
    {27, "I64", ElementType::kI64, 1, 8},
    {28, "F64", ElementType::kF64, 1, 8},
    {29, "IQ1_M", ElementType::kOther, 256, 56},
    {30, "BF16", ElementType::kBF16, 1, 2},
    {34, "TQ1_0", ElementType::kOther, 256, 54},
    {35, "TQ2_0", ElementType::kOther, 256, 66},
    {39, "MXFP4", ElementType::kOther, 32, 17},
    {40, "NVFP4", ElementType::kOther, 64, 36},
    {41, "Q1_0", ElementType::kOther, 128, 18},
}};

using NamePair = std::pair<std::string_view, std::string_view>;  // GGUF, Hugging Face

constexpr std::array<NamePair, 3> kModelNames = {{
    {"token_embd", "model.embed_tokens"},
    {"output_norm", "model.norm"},
    {"output", "lm_head"},
}};

constexpr std::array<NamePair, 9> kLayerNames = {{
    {"attn_norm", "input_layernorm"},
    {"ffn_norm", "post_attention_layernorm"},
    {"attn_q", "self_attn.q_proj"},
    {"attn_k", "self_attn.k_proj"},
    {"attn_v", "self_attn.v_proj"},
    {"attn_output", "self_attn.o_proj"},
    {"ffn_gate", "mlp.gate_proj"},
    {"ffn_up", "mlp.up_proj"},
    {"ffn_down", "mlp.down_proj"},
}};

struct NamingScheme {
  std::string_view layer_prefix;
  std::string_view NamePair::*column;
};
constexpr NamingScheme kGgufNaming = {"blk.", &NamePair::first};
constexpr NamingScheme kHfNaming = {"model.layers.", &NamePair::second};

template <std::size_t N>
std::string_view Lookup(const std::array<NamePair, N>& names,
                        std::string_view name,
                        const NamingScheme& from,
                        const NamingScheme& to) {
  const auto* found = std::find_if(
      names.begin(), names.end(), [&](const NamePair& pair) { return pair.*from.column == name; });
  return found == names.end() ? std::string_view{} : (*found).*to.column;
}

bool IsLayerNumber(std::string_view text) {
  return !text.empty() && text.size() <= 9 && (text == "0" || text.front() != '0') &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// `stem` is a name without its suffix ".weight" or ".bias".
std::string TranslateStem(std::string_view stem, const NamingScheme& from, const NamingScheme& to) {
  if (!stem.starts_with(from.layer_prefix)) {
    return std::string(Lookup(kModelNames, stem, from, to));
  }
  stem.remove_prefix(from.layer_prefix.size());
  const std::size_t dot = stem.find('.');
  if (dot == std::string_view::npos || !IsLayerNumber(stem.substr(0, dot))) return {};
  const std::string_view module = Lookup(kLayerNames, stem.substr(dot + 1), from, to);
  if (module.empty()) return {};
  return std::string(to.layer_prefix).append(stem.substr(0, dot + 1)).append(module);
}

std::optional<std::string> Translate(std::string_view name,
                                     const NamingScheme& from,
                                     const NamingScheme& to) {
  for (const std::string_view suffix : {".weight", ".bias"}) {
    if (!name.ends_with(suffix)) continue;
    const std::string stem = TranslateStem(name.substr(0, name.size() - suffix.size()), from, to);
    if (!stem.empty()) return stem + std::string(suffix);
  }
  return std::nullopt;
}

}  // namespace

const GgmlType* FindGgmlType(std::uint32_t id) {
  const auto* found = std::find_if(
      kGgmlTypes.begin(), kGgmlTypes.end(), [&](const GgmlType& type) { return type.id == id; });
  return found == kGgmlTypes.end() ? nullptr : found;
}

const GgmlType* FindGgmlType(ElementType type) {
  if (type == ElementType::kOther) return nullptr;
  const auto* found = std::find_if(kGgmlTypes.begin(),
                                   kGgmlTypes.end(),
                                   [&](const GgmlType& known) { return known.type == type; });
  return found == kGgmlTypes.end() ? nullptr : found;
}

std::optional<std::string> HfTensorName(std::string_view gguf_name) {
  return Translate(gguf_name, kGgufNaming, kHfNaming);
}

std::optional<std::string> GgufTensorName(std::string_view hf_name) {
  return Translate(hf_name, kHfNaming, kGgufNaming);
}

}  // namespace sentei::formats
