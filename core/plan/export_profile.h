// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/model_description.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::plan {

/// The forms a pruned model can be written in. The profile belongs to the RunSpec, so what cannot
/// be exported is refused before the run.
enum class ExportProfile : std::uint8_t {
  kHfPerLayer,  ///< widths differ by layer; bundled modelling code, trust_remote_code
  kHfUniform,   ///< same widths in every layer; stock classes
  kHfPadded,    ///< widths padded with zeros to the largest layer; stock classes
  kHfMasked,    ///< original shapes, pruned units zero
  kGguf,        ///< uniform widths, the family's architecture in llama.cpp
  kAdapter,     ///< sliced base and sliced LoRA factors side by side (PEFT)
};
enum class ExportDType : std::uint8_t { kF32, kF16, kBF16, kQ8_0 };

[[nodiscard]] std::string_view Name(ExportProfile profile);  ///< "hf-per-layer", ...
[[nodiscard]] std::string_view Name(ExportDType dtype);      ///< "f32", "f16", "bf16", "q8_0"
/// Throw kUsage listing the known names.
[[nodiscard]] ExportProfile ParseExportProfile(std::string_view name);
[[nodiscard]] ExportDType ParseExportDType(std::string_view name);
/// True for profiles whose layers must all have the same widths.
[[nodiscard]] bool NeedsUniformWidths(ExportProfile profile);

/// The one shape that every layer fits into when it is padded with zero heads and channels: most KV
/// heads, most query heads per KV head, widest FFN. A layer's padding heads stand inside each KV
/// group after its own and in whole groups at the end, so that queries keep their keys.
[[nodiscard]] LayerShape StockShape(const ModelDescription& model);
/// The model_type of the stock class of transformers that computes this model with that many query
/// heads in every layer; empty where there is none. Mostly the family's own: LlamaConfig and
/// Gemma's refuse a hidden size that the heads do not divide, Phi3Config rotary factors that do not
/// go with it, and Mistral computes the same where no bias stands in the way.
[[nodiscard]] std::string_view StockModelType(const ModelDescription& model,
                                              std::int64_t query_heads);
/// The model_type that an export's config.json names: that of a stock class, or "pruned_<family>"
/// with our own modelling code, for kHfPerLayer always and else where the layers differ. `model`
/// has the shapes after pruning; for kHfMasked those before. Throws kUsage where there is none,
/// LogicError for kGguf.
[[nodiscard]] std::string ExportModelType(ExportProfile profile, const ModelDescription& model);
/// True for the model_types that exports carry modelling code for.
[[nodiscard]] bool NeedsBundledCode(std::string_view model_type);
/// `model` as that model_type of ExportModelType describes it. LoRA modules and layers with widths
/// of their own need projections that are stored apart, so Phi-3 becomes a Mistral there.
[[nodiscard]] ModelDescription DescribedAs(const ModelDescription& model,
                                           std::string_view model_type);

/// The context length that a GGUF file of this model states. llama.cpp's `llama`, `qwen2` and
/// `qwen3` know no windows: within the shortest one they compute the same.
[[nodiscard]] std::int64_t GgufContext(const ModelDescription& model);

/// Why a model of these widths cannot be written so; one sentence each, none where it can.
[[nodiscard]] std::vector<std::string> ExportObstacles(ExportProfile profile,
                                                       ExportDType dtype,
                                                       const ModelDescription& model);
/// Throws kUsage with the first obstacle as message.
void RequireExportable(ExportProfile profile, ExportDType dtype, const ModelDescription& model);

}  // namespace sentei::plan
