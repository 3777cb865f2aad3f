// SPDX-License-Identifier: Apache-2.0
#include "core/plan/model_family.h"

#include "core/base/error.h"
#include "core/plan/config_values.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace sentei::plan {
namespace {

using nlohmann::json;

constexpr std::int64_t kMaxWindow = std::int64_t{1} << 31;
constexpr const char* kWindowKey = "sliding_window";

/// A window in every layer, of none where the setting is null.
void WindowEverywhere(const json& config, std::int64_t silent, ModelDescription& model) {
  const bool is_silent = !config.contains(kWindowKey);
  model.sliding_window = SizeOr(config, kWindowKey, kMaxWindow, is_silent ? silent : 0);
  if (model.sliding_window > 0) model.spans.assign(model.layers.size(), AttentionSpan::kSliding);
}

AttentionSpan ToSpan(const json& type) {
  if (type == "full_attention") return AttentionSpan::kFull;
  if (type == "sliding_attention") return AttentionSpan::kSliding;
  ThrowInput(
      "the configuration's layer_types names {}, which is neither full_attention nor "
      "sliding_attention",
      Shown(type));
}

/// layer_types where the configuration has it, else what `by_rule` says of each layer.
template <typename Rule>
void ReadSpans(const json& config, const Rule& by_rule, ModelDescription& model) {
  const json* types = Get(config, "layer_types");
  if (types != nullptr && (!types->is_array() || types->size() != model.layers.size())) {
    ThrowInput("the configuration's layer_types must list {} layers", model.layers.size());
  }
  model.spans.clear();
  for (std::int64_t layer = 0; layer < model.num_layers(); ++layer) {
    model.spans.push_back(types != nullptr ? ToSpan((*types)[static_cast<std::size_t>(layer)])
                                           : by_rule(layer));
  }
}

AttentionSpan SlidingIf(bool sliding) {
  return sliding ? AttentionSpan::kSliding : AttentionSpan::kFull;
}

void DescribeLlama(const json& config, ModelDescription& model) {
  model.qkv_bias = model.output_bias = FlagOr(config, "attention_bias", false);
  model.mlp_bias = FlagOr(config, "mlp_bias", false);
}

void DescribeMistral(const json& config, ModelDescription& model) {
  WindowEverywhere(config, 4096, model);
}

/// Windows only where a switch says so, and then from a layer on.
void DescribeQwenWindows(const json& config, ModelDescription& model) {
  if (!FlagOr(config, "use_sliding_window", false)) return;
  const bool is_null = config.contains(kWindowKey) && config[kWindowKey].is_null();
  if (is_null) return;
  model.sliding_window = SizeOr(config, kWindowKey, kMaxWindow, 4096);
  const json* setting = Get(config, "max_window_layers");
  const bool from_start = setting != nullptr && setting->is_number_integer() && *setting == 0;
  const std::int64_t first = from_start ? 0 : SizeOr(config, "max_window_layers", kMaxLayers, 28);
  ReadSpans(
      config, [&](std::int64_t layer) { return SlidingIf(layer >= first); }, model);
}

void DescribeQwen2(const json& config, ModelDescription& model) {
  model.qkv_bias = true;
  DescribeQwenWindows(config, model);
}

void DescribeQwen3(const json& config, ModelDescription& model) {
  model.qkv_bias = model.output_bias = FlagOr(config, "attention_bias", false);
  model.query_key_norms = true;
  DescribeQwenWindows(config, model);
}

/// A cap that the class has by default, and that null switches off.
double Softcap(const json& config, const char* key, double silent) {
  return config.contains(key) ? PositiveOr(config, key, 0.0) : silent;
}

/// What Gemma 2 and 3 share; every `period`-th layer sees everything.
void DescribeGemma(const json& config, std::int64_t period, ModelDescription& model) {
  if (FlagOr(config, "use_bidirectional_attention", false)) {
    ThrowInput("use_bidirectional_attention is not supported: {} runs as a causal model",
               model.family);
  }
  model.qkv_bias = model.output_bias = FlagOr(config, "attention_bias", false);
  model.output_norms = true;
  model.norm_scale = NormScale::kOnePlusWeight;
  model.activation = Activation::kGeluTanh;
  model.embedding_scale = std::sqrt(static_cast<double>(model.hidden_size));
  model.query_scalar = PositiveOr(config, "query_pre_attn_scalar", 256.0);
  const bool is_null = config.contains(kWindowKey) && config[kWindowKey].is_null();
  if (is_null) return;
  model.sliding_window = SizeOr(config, kWindowKey, kMaxWindow, 4096);
  ReadSpans(
      config, [&](std::int64_t layer) { return SlidingIf((layer + 1) % period != 0); }, model);
}

void DescribeGemma2(const json& config, ModelDescription& model) {
  DescribeGemma(config, 2, model);
  model.attention_softcap = Softcap(config, "attn_logit_softcapping", 50.0);
  model.logit_softcap = Softcap(config, "final_logit_softcapping", 30.0);
}

void DescribeGemma3(const json& config, ModelDescription& model) {
  const std::int64_t period = SizeOr(config,
                                     "sliding_window_pattern",
                                     kMaxLayers,
                                     SizeOr(config, "_sliding_window_pattern", kMaxLayers, 6));
  DescribeGemma(config, period, model);
  model.query_key_norms = true;
  model.attention_softcap = Softcap(config, "attn_logit_softcapping", 0.0);
  model.logit_softcap = Softcap(config, "final_logit_softcapping", 0.0);
}

void DescribePhi3(const json& config, ModelDescription& model) {
  model.fused_projections = true;
  WindowEverywhere(config, 0, model);
}

constexpr std::array<std::string_view, 2> kLlamaSettings{"attention_bias", "mlp_bias"};
constexpr std::array<std::string_view, 1> kWindowSettings{"sliding_window"};
constexpr std::array<std::string_view, 4> kQwen2Settings{
    "sliding_window", "use_sliding_window", "max_window_layers", "layer_types"};
constexpr std::array<std::string_view, 5> kQwen3Settings{
    "attention_bias", "sliding_window", "use_sliding_window", "max_window_layers", "layer_types"};
constexpr std::array<std::string_view, 6> kGemmaSettings{"attention_bias",
                                                         "sliding_window",
                                                         "layer_types",
                                                         "query_pre_attn_scalar",
                                                         "attn_logit_softcapping",
                                                         "final_logit_softcapping"};

constexpr std::array<ModelFamily, 7> kFamilies{{
    {.model_type = "llama",
     .architecture = "LlamaForCausalLM",
     .gguf_architecture = "llama",
     .max_positions = 2048,
     .heads_divide_hidden = true,
     .settings = kLlamaSettings,
     .describe = DescribeLlama},
    {.model_type = "mistral",
     .architecture = "MistralForCausalLM",
     .gguf_architecture = "llama",
     .max_positions = 131072,
     .kv_heads = 8,
     .settings = kWindowSettings,
     .describe = DescribeMistral},
    {.model_type = "qwen2",
     .architecture = "Qwen2ForCausalLM",
     .gguf_architecture = "qwen2",
     .max_positions = 32768,
     .kv_heads = 32,
     .settings = kQwen2Settings,
     .describe = DescribeQwen2},
    {.model_type = "qwen3",
     .architecture = "Qwen3ForCausalLM",
     .gguf_architecture = "qwen3",
     .max_positions = 32768,
     .kv_heads = 32,
     .head_dim = 128,
     .settings = kQwen3Settings,
     .describe = DescribeQwen3},
    {.model_type = "gemma2",
     .architecture = "Gemma2ForCausalLM",
     .gguf_architecture = "gemma2",
     .max_positions = 8192,
     .kv_heads = 4,
     .head_dim = 256,
     .activation_key = "hidden_activation",
     .activation = "gelu_pytorch_tanh",
     .ties_embeddings = true,
     .heads_divide_hidden = true,
     .settings = kGemmaSettings,
     .describe = DescribeGemma2},
    {.model_type = "gemma3_text",
     .architecture = "Gemma3ForCausalLM",
     .gguf_architecture = "gemma3",
     .max_positions = 131072,
     .kv_heads = 4,
     .head_dim = 256,
     .activation_key = "hidden_activation",
     .activation = "gelu_pytorch_tanh",
     .ties_embeddings = true,
     .heads_divide_hidden = true,
     .settings = kGemmaSettings,
     .describe = DescribeGemma3},
    {.model_type = "phi3",
     .architecture = "Phi3ForCausalLM",
     .gguf_architecture = "phi3",
     .max_positions = 4096,
     .norm_eps = 1e-5,
     .settings = kWindowSettings,
     .describe = DescribePhi3},
}};

}  // namespace

std::span<const ModelFamily> ModelFamilies() { return kFamilies; }

const ModelFamily* FindFamily(std::string_view model_type) {
  const auto* found = std::find_if(kFamilies.begin(), kFamilies.end(), [&](const ModelFamily& f) {
    return f.model_type == model_type;
  });
  return found == kFamilies.end() ? nullptr : found;
}

const ModelFamily& FamilyOf(const ModelDescription& model) {
  const ModelFamily* family = FindFamily(model.family);
  SENTEI_CHECK(family != nullptr, "a model of no family: {}", model.family);
  return *family;
}

std::string FamilyNames() {
  std::vector<std::string_view> names;
  for (const ModelFamily& family : kFamilies) names.push_back(family.model_type);
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace sentei::plan
