// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/export/export_request.h"
#include "core/engine/nn/decoder.h"
#include "core/plan/unit_family.h"
#include "core/text/tokenizer.h"
#include "tests/support/tiny_checkpoint.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sentei::engine::testing {

enum class Widths : std::uint8_t {
  kDense,     ///< nothing pruned
  kUniform,   ///< the same number of units, not the same units, in every layer
  kPerLayer,  ///< layer 0 whole, the others each with widths of their own
};
enum class Lora : std::uint8_t { kNone, kTrained };

struct TinyCase {
  std::string name;
  sentei::testing::TinyShape shape;
  Widths widths = Widths::kPerLayer;
  Lora lora = Lora::kTrained;
  plan::UnitKind attention = plan::UnitKind::kKvGroup;
  bool bias = false;
};

/// A random model with masks on it, as a run holds it at its end. Norms differ from one, LoRA's B
/// from zero, and biases are added in memory where the case asks for them.
struct TinyModel {
  std::shared_ptr<const formats::ModelSource> source;
  text::ModelTokenizer tokenizer;
  Decoder model;
  std::vector<plan::UnitFamily> families;
  plan::KeepMask keep;

  [[nodiscard]] ExportRequest Request(plan::ExportProfile profile,
                                      plan::ExportDType dtype,
                                      const std::filesystem::path& target) const;
  /// Parameters that stay when the dropped units leave.
  [[nodiscard]] std::int64_t KeptParameters() const;
};

[[nodiscard]] TinyModel MakeTinyModel(const TinyCase& c, const std::filesystem::path& folder);

/// The model that lies in `folder`, with masks of these widths on it and, like every tiny model
/// here, norms that differ from one. `tokenizer_folder` holds the tokenizer.
[[nodiscard]] TinyModel OpenTinyModel(const std::filesystem::path& folder,
                                      const std::filesystem::path& tokenizer_folder,
                                      const TinyCase& c);

/// Shapes x widths that every profile is tried on: MHA and GQA, tied and not, head_dim apart from
/// hidden / heads, biases, query stripes, a head count that LlamaConfig refuses.
[[nodiscard]] std::vector<TinyCase> TinyCases();

}  // namespace sentei::engine::testing
