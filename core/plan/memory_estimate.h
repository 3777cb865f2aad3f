// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/model_description.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::plan {

enum class MemoryUse : std::uint8_t { kEval, kGenerate, kTrain, kExport };
/// Where the base weights of the compute dtype live.
enum class WeightHome : std::uint8_t {
  kMapped,     ///< pages of the model's files, which the system may drop and read again
  kConverted,  ///< memory of our own: dequantised, another dtype, or on a GPU
};
/// What scoring holds besides the scores.
enum class ScoringNeed : std::uint8_t {
  kNone,
  kTile,           ///< magnitude, lora: one tile of the effective weight and one of the surrogate
  kGates,          ///< gate: one value a unit and micro-batch
  kLayerGradient,  ///< grad, streaming: the weight gradients of one layer
  kAllGradients,   ///< grad with keep_gradients: those of every layer
};

/// What a run will do, as far as memory is concerned.
struct MemoryRequest {
  std::vector<MemoryUse> uses{};  ///< phases, one after the other
  WeightHome home = WeightHome::kConverted;
  std::int64_t stored_bytes = 0;   ///< size of the weight files
  std::int64_t compute_bytes = 4;  ///< per value: 4 in fp32, 2 in bf16
  std::int64_t micro_batch = 1;    ///< sequences per forward and backward
  std::int64_t length = 512;       ///< tokens per training sequence
  std::int64_t eval_length = 512;  ///< tokens per evaluation window, or prompt and answer
  std::int64_t kept_tokens = 0;    ///< evaluation: tokens whose hidden state is kept between layers
  std::int64_t lora_rank = 0;      ///< 0: no adapters
  ScoringNeed scoring = ScoringNeed::kNone;
};

/// Constants of the estimate, measured on this code; a run's peak_memory event checks them.
struct MemoryModel {
  std::int64_t library_bytes = 200'000'000;  ///< resident after LibTorch is loaded and has computed
  /// Copies of a token's activations that backward keeps per layer, by the width they have.
  double hidden_copies = 5.0;   ///< residuals and normed inputs
  double query_copies = 3.0;    ///< queries before and after rotation, attention output
  double kv_copies = 4.0;       ///< keys and values before and after rotation, repeated or not
  double ffn_copies = 4.0;      ///< gate, up, their product, its activation
  double forward_layers = 1.5;  ///< layers' worth of activations alive without backward
  std::int64_t logit_chunk_values = std::int64_t{1} << 24;  ///< vocabulary loss, fp32, at once
  double logit_copies = 2.0;
  std::int64_t tile_rows = 512;   ///< rows of a scoring tile
  double allocator_slack = 0.08;  ///< share lost between live blocks
};

struct MemoryPart {
  std::string name{};  ///< "weights", "LoRA, gradients and Adam", ...
  std::int64_t bytes = 0;
  bool reclaimable = false;  ///< file pages: counted in what is resident, not in what must fit
};
/// One phase of a run; phases do not overlap.
struct MemoryPhase {
  MemoryUse use = MemoryUse::kEval;
  std::vector<MemoryPart> parts{};

  [[nodiscard]] std::int64_t Resident() const;  ///< sum of all parts
  [[nodiscard]] std::int64_t Required() const;  ///< without reclaimable parts
};
struct MemoryEstimate {
  std::vector<MemoryPhase> phases;

  /// The phase that needs most; throws kInternal without phases.
  [[nodiscard]] const MemoryPhase& Peak() const;
};

[[nodiscard]] std::string_view Name(MemoryUse use);  ///< "eval", "generate", "train", "export"

/// Peak memory of a run by phase and part, before anything is loaded. Sizes are those of the dense
/// model. Export holds a fp32 copy of the result for its reference and another for the re-opened
/// one.
[[nodiscard]] MemoryEstimate EstimateMemory(const ModelDescription& model,
                                            const MemoryRequest& request,
                                            const MemoryModel& constants = {});

/// Values of all LoRA factors of a rank on the seven projections of every layer.
[[nodiscard]] std::int64_t LoraParameters(const ModelDescription& model, std::int64_t rank);

}  // namespace sentei::plan
