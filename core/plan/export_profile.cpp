// SPDX-License-Identifier: Apache-2.0
#include "core/plan/export_profile.h"

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

constexpr std::array<std::pair<ExportRoute, std::string_view>, 4> kRoutes{{
    {ExportRoute::kLlama, "llama"},
    {ExportRoute::kMistral, "mistral"},
    {ExportRoute::kPrunedLlama, "pruned_llama"},
    {ExportRoute::kGgufLlama, "gguf llama"},
}};
constexpr std::int64_t kQ8Block = 32;

bool HasBiases(const ModelDescription& model) { return model.attention_bias || model.mlp_bias; }

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

std::string_view Name(ExportRoute route) { return NameIn(kRoutes, route); }

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

bool HasStockClass(const ModelDescription& model, std::int64_t query_heads) {
  return model.hidden_size % query_heads == 0 || !HasBiases(model);
}

ExportRoute RouteFor(ExportProfile profile, const ModelDescription& model) {
  switch (profile) {
    case ExportProfile::kHfPerLayer:
    case ExportProfile::kAdapter:
      return ExportRoute::kPrunedLlama;
    case ExportProfile::kGguf:
      return ExportRoute::kGgufLlama;
    case ExportProfile::kHfUniform:
    case ExportProfile::kHfPadded:
    case ExportProfile::kHfMasked:
      break;
  }
  const std::int64_t heads = StockShape(model).num_query_heads;
  if (model.hidden_size % heads == 0) return ExportRoute::kLlama;
  if (HasStockClass(model, heads)) return ExportRoute::kMistral;
  throw Error(ErrorCode::kUsage,
              fmt::format("no stock class holds {} query heads on hidden size {} with biases",
                          heads,
                          model.hidden_size),
              "Use profile hf-per-layer.");
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
  if (dtype == ExportDType::kQ8_0 && gguf) reasons = BlockObstacles(model);
  if (NeedsUniformWidths(profile) && !model.IsUniform()) {
    reasons.push_back(fmt::format("the layers have different widths, which profile {} cannot hold",
                                  Name(profile)));
  }
  const bool stock = profile == ExportProfile::kHfUniform || profile == ExportProfile::kHfPadded ||
                     profile == ExportProfile::kHfMasked;
  const LayerShape widest = StockShape(model);
  if (stock && !HasStockClass(model, widest.num_query_heads)) {
    reasons.push_back(
        fmt::format("no stock class holds {} query heads on hidden size {} with biases",
                    widest.num_query_heads,
                    model.hidden_size));
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
