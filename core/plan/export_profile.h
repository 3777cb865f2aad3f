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
  kGguf,        ///< uniform widths, architecture `llama`
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

/// The class of transformers, or the architecture of llama.cpp, that an export names.
enum class ExportRoute : std::uint8_t {
  kLlama,        ///< LlamaForCausalLM: hidden_size is a multiple of the number of query heads
  kMistral,      ///< MistralForCausalLM with sliding_window null: any number of heads, no biases
  kPrunedLlama,  ///< our own modelling code, widths by layer
  kGgufLlama,    ///< GGUF architecture `llama`
};
[[nodiscard]] std::string_view Name(ExportRoute route);  ///< "llama", "mistral", ...

/// The one shape that every layer fits into when it is padded with zero heads and channels: most KV
/// heads, most query heads per KV head, widest FFN. A layer's padding heads stand inside each KV
/// group after its own and in whole groups at the end, so that queries keep their keys.
[[nodiscard]] LayerShape StockShape(const ModelDescription& model);
/// True when transformers has a stock class for that many query heads in every layer.
[[nodiscard]] bool HasStockClass(const ModelDescription& model, std::int64_t query_heads);
/// The route by which a model of these widths is written. `model` has the shapes after pruning;
/// for kHfMasked those before. Throws kUsage where there is none.
[[nodiscard]] ExportRoute RouteFor(ExportProfile profile, const ModelDescription& model);

/// Why a model of these widths cannot be written so; one sentence each, none where it can.
[[nodiscard]] std::vector<std::string> ExportObstacles(ExportProfile profile,
                                                       ExportDType dtype,
                                                       const ModelDescription& model);
/// Throws kUsage with the first obstacle as message.
void RequireExportable(ExportProfile profile, ExportDType dtype, const ModelDescription& model);

}  // namespace sentei::plan
