// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

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

}  // namespace sentei::plan
