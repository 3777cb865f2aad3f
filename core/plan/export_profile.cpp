// SPDX-License-Identifier: Apache-2.0
#include "core/plan/export_profile.h"

#include "core/base/error.h"
#include "core/formats/gguf_family.h"
#include "core/plan/model_family.h"
#include "core/plan/names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sentei::plan {
namespace {

constexpr std::array<std::pair<ExportProfile, std::string_view>, 6> kProfiles{{
    {ExportProfile::kHfPerLayer, "hf-per-layer"},
    {ExportProfile::kHfUniform, "hf-uniform"},
    {ExportProfile::kHfPadded, "hf-padded"},
    {ExportProfile::kHfMasked, "hf-masked"},
    {ExportProfile::kGguf, "gguf"},
    {ExportProfile::kAdapter, "adapter"},
}};
constexpr std::array<std::pair<ExportDType, std::string_view>, 4> kDTypes{{
    {ExportDType::kF32, "f32"},
    {ExportDType::kF16, "f16"},
    {ExportDType::kBF16, "bf16"},
    {ExportDType::kQ8_0, "q8_0"},
}};

constexpr std::int64_t kQ8Block = 32;

constexpr std::string_view kMistral = "mistral";
constexpr std::string_view kPhi3 = "phi3";

/// MistralForCausalLM is a LLaMA without biases, with an optional window in every layer.
bool IsAMistral(const ModelDescription& model) {
  const bool llama_like =
      model.family == "llama" || model.family == kMistral || model.family == kPhi3;
  return llama_like && !model.HasBiases();
}

/// Phi3Config takes hidden_size over heads for the size of a head where factors go with it.
bool Phi3Takes(const ModelDescription& model, std::int64_t query_heads) {
  return model.rotary.scaling == RotaryScaling::kNone ||
         (model.rotary.scaling == RotaryScaling::kLongRope &&
          model.hidden_size / query_heads == model.head_dim);
}

std::string PrunedModelType(const ModelDescription& model) {
  return fmt::format("{}{}", kPrunedPrefix, model.family == kPhi3 ? kMistral : model.family);
}

std::string NoStockClass(const ModelDescription& model, std::int64_t query_heads) {
  std::string reason =
      fmt::format("no stock class of transformers holds {} query heads on hidden size {}",
                  query_heads,
                  model.hidden_size);
  return model.HasBiases() ? fmt::format("{} together with biases", reason) : reason;
}

constexpr std::int64_t kShortestGgufContext = 128;

const formats::GgufFamily& GgufFamilyOf(const ModelDescription& model) {
  const auto* family = formats::FindGgufFamily(FamilyOf(model).gguf_architecture);
  SENTEI_CHECK(family != nullptr, "{} has no architecture in GGUF", model.family);
  return *family;
}

/// llama.cpp's Gemma knows which layers have a window, and their rotary base, by itself.
bool HasGgufWindows(const ModelDescription& model, const formats::GgufFamily& family) {
  const std::int64_t period = family.window_period;
  if (period == 0) return true;
  for (std::int64_t layer = 0; layer < model.num_layers(); ++layer) {
    if ((model.WindowOf(layer) > 0) != ((layer + 1) % period != 0)) return false;
  }
  return !model.sliding_rotary || (model.sliding_rotary->theta == family.sliding_base &&
                                   model.sliding_rotary->scaling == RotaryScaling::kNone);
}

/// What the family's architecture in llama.cpp cannot say.
std::vector<std::string> GgufObstacles(const ModelDescription& model) {
  const formats::GgufFamily& family = GgufFamilyOf(model);
  const RotarySettings& rotary = model.rotary;
  std::vector<std::string> reasons;
  const bool one_set =
      rotary.short_factors == rotary.long_factors && rotary.attention_factor == 1.0;
  if (rotary.scaling == RotaryScaling::kLongRope && !family.has_two_factor_sets && !one_set) {
    reasons.push_back("GGUF files hold longrope scaling for phi3 models only");
  }
  if (GgufContext(model) < std::min(model.max_positions, kShortestGgufContext)) {
    reasons.push_back(
        fmt::format("llama.cpp knows no windows in {} models, and {} tokens, within which "
                    "there is no difference, are too few",
                    family.architecture,
                    GgufContext(model)));
  }
  if (!family.has_output_norms) return reasons;
  const LayerShape& shape = model.layers.front();
  const double scalar = formats::GgufQueryScalar(
      family, model.num_layers(), model.hidden_size, shape.num_query_heads, model.head_dim);
  if (model.query_scalar != scalar) {
    reasons.push_back(
        fmt::format("query_pre_attn_scalar is {}, but llama.cpp takes {} for {} models",
                    model.query_scalar,
                    scalar,
                    family.architecture));
  }
  if (!HasGgufWindows(model, family)) {
    reasons.push_back(
        fmt::format("llama.cpp has other layers with a window in {} models", family.architecture));
  }
  if (model.HasBiases()) {
    reasons.push_back(fmt::format("GGUF files hold no biases of {} models", family.architecture));
  }
  return reasons;
}

/// Rows of matrices that q8_0 cannot cut into blocks of 32.
std::vector<std::string> BlockObstacles(const ModelDescription& model) {
  std::vector<std::string> reasons;
  const auto check = [&](const std::string& what, std::int64_t width) {
    if (width % kQ8Block == 0) return;
    reasons.push_back(
        fmt::format("{} is {}, but q8_0 packs rows in blocks of {}", what, width, kQ8Block));
  };
  check("hidden_size", model.hidden_size);
  for (std::int64_t layer = 0; layer < model.num_layers() && reasons.size() < 4; ++layer) {
    check(fmt::format("the attention width of layer {}", layer),
          ProjectionShape(model, layer, Projection::kO).columns);
    check(fmt::format("the FFN width of layer {}", layer),
          ProjectionShape(model, layer, Projection::kDown).columns);
  }
  return reasons;
}

}  // namespace

std::string_view Name(ExportProfile profile) { return NameIn(kProfiles, profile); }
std::string_view Name(ExportDType dtype) { return NameIn(kDTypes, dtype); }

ExportProfile ParseExportProfile(std::string_view name) {
  return ParseIn(kProfiles, "export profile", name);
}
ExportDType ParseExportDType(std::string_view name) {
  return ParseIn(kDTypes, "export dtype", name);
}

bool NeedsUniformWidths(ExportProfile profile) {
  return profile == ExportProfile::kHfUniform || profile == ExportProfile::kGguf;
}

std::int64_t GgufContext(const ModelDescription& model) {
  if (GgufFamilyOf(model).states_window || model.sliding_window == 0) return model.max_positions;
  return std::min(model.max_positions, model.sliding_window);
}

LayerShape StockShape(const ModelDescription& model) {
  LayerShape widest;
  std::int64_t queries_per_kv = 0;
  for (const LayerShape& shape : model.layers) {
    queries_per_kv = std::max(queries_per_kv, shape.num_query_heads / shape.num_kv_heads);
    widest.num_kv_heads = std::max(widest.num_kv_heads, shape.num_kv_heads);
    widest.ffn_size = std::max(widest.ffn_size, shape.ffn_size);
  }
  widest.num_query_heads = widest.num_kv_heads * queries_per_kv;
  return widest;
}

std::string_view StockModelType(const ModelDescription& model, std::int64_t query_heads) {
  const ModelFamily& family = FamilyOf(model);
  const bool divides = !family.heads_divide_hidden || model.hidden_size % query_heads == 0;
  const bool takes = divides && (model.family != kPhi3 || Phi3Takes(model, query_heads));
  if (takes) return family.model_type;
  return IsAMistral(model) ? kMistral : std::string_view();
}

std::string ExportModelType(ExportProfile profile, const ModelDescription& model) {
  if (profile == ExportProfile::kGguf) throw LogicError("a GGUF file has no config.json");
  const bool adapter_apart = profile == ExportProfile::kAdapter && model.fused_projections;
  if (profile == ExportProfile::kHfPerLayer || adapter_apart || !model.IsUniform()) {
    return PrunedModelType(model);
  }
  const std::int64_t heads = model.layers.front().num_query_heads;
  const std::string_view stock = StockModelType(model, heads);
  if (!stock.empty()) return std::string(stock);
  if (profile == ExportProfile::kAdapter) return PrunedModelType(model);
  throw Error(ErrorCode::kUsage, NoStockClass(model, heads), "Use profile hf-per-layer.");
}

bool NeedsBundledCode(std::string_view model_type) { return model_type.starts_with(kPrunedPrefix); }

ModelDescription DescribedAs(const ModelDescription& model, std::string_view model_type) {
  ModelDescription described = model;
  described.model_type = model_type;
  if (NeedsBundledCode(model_type)) model_type.remove_prefix(kPrunedPrefix.size());
  described.family = model_type;
  described.fused_projections = model.fused_projections && model_type == kPhi3;
  return described;
}

std::vector<std::string> ExportObstacles(ExportProfile profile,
                                         ExportDType dtype,
                                         const ModelDescription& model) {
  std::vector<std::string> reasons;
  const bool gguf = profile == ExportProfile::kGguf;
  if (dtype == ExportDType::kQ8_0 && !gguf) {
    reasons.push_back(
        fmt::format("dtype q8_0 exists in profile gguf only, not in {}", Name(profile)));
  }
  if (gguf) reasons = GgufObstacles(model);
  if (dtype == ExportDType::kQ8_0 && gguf) {
    for (std::string& reason : BlockObstacles(model)) reasons.push_back(std::move(reason));
  }
  if (NeedsUniformWidths(profile) && !model.IsUniform()) {
    reasons.push_back(fmt::format("the layers have different widths, which profile {} cannot hold",
                                  Name(profile)));
  }
  const bool stock = profile == ExportProfile::kHfUniform || profile == ExportProfile::kHfPadded ||
                     profile == ExportProfile::kHfMasked;
  const LayerShape widest = StockShape(model);
  if (stock && StockModelType(model, widest.num_query_heads).empty()) {
    reasons.push_back(NoStockClass(model, widest.num_query_heads));
  }
  return reasons;
}

void RequireExportable(ExportProfile profile, ExportDType dtype, const ModelDescription& model) {
  const auto reasons = ExportObstacles(profile, dtype, model);
  if (reasons.empty()) return;
  throw Error(ErrorCode::kUsage,
              fmt::format("profile {} with dtype {} cannot hold this model: {}",
                          Name(profile),
                          Name(dtype),
                          reasons.front()),
              dtype == ExportDType::kQ8_0 ? "Use dtype f16 or bf16, or another profile."
                                          : "Use profile hf-per-layer.");
}

}  // namespace sentei::plan
