// SPDX-License-Identifier: Apache-2.0
#include "core/plan/memory_estimate.h"

#include "core/base/error.h"
#include "core/plan/census.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

namespace sentei::plan {
namespace {

constexpr std::int64_t kFloatBytes = 4;
/// Weight, gradient and Adam's two moments, all fp32.
constexpr std::int64_t kTrainedValueBytes = 16;

struct Sizing {
  const ModelDescription& model;
  const MemoryRequest& request;
  const MemoryModel& constants;
};

std::int64_t Rounded(double bytes) { return static_cast<std::int64_t>(std::llround(bytes)); }

double ActivationsOfToken(const Sizing& sizing, const LayerShape& shape) {
  const MemoryModel& constants = sizing.constants;
  const auto head = static_cast<double>(sizing.model.head_dim);
  return constants.hidden_copies * static_cast<double>(sizing.model.hidden_size) +
         constants.query_copies * head * static_cast<double>(shape.num_query_heads) +
         constants.kv_copies * head * static_cast<double>(shape.num_kv_heads) +
         constants.ffn_copies * static_cast<double>(shape.ffn_size);
}

/// Activations of `tokens` tokens that backward keeps over all layers.
std::int64_t TrainingActivations(const Sizing& sizing, std::int64_t tokens) {
  double values = 0.0;
  for (const LayerShape& shape : sizing.model.layers) values += ActivationsOfToken(sizing, shape);
  return Rounded(values * static_cast<double>(tokens) *
                 static_cast<double>(sizing.request.compute_bytes));
}

std::int64_t ForwardActivations(const Sizing& sizing, std::int64_t tokens) {
  double widest = 0.0;
  for (const LayerShape& shape : sizing.model.layers) {
    widest = std::max(widest, ActivationsOfToken(sizing, shape));
  }
  return Rounded(widest * sizing.constants.forward_layers * static_cast<double>(tokens) *
                 static_cast<double>(sizing.request.compute_bytes));
}

std::int64_t LossBytes(const Sizing& sizing, std::int64_t tokens) {
  const double values =
      std::min(static_cast<double>(tokens) * static_cast<double>(sizing.model.vocab_size),
               static_cast<double>(sizing.constants.logit_chunk_values));
  const double hidden = static_cast<double>(tokens) * static_cast<double>(sizing.model.hidden_size);
  return Rounded((values * sizing.constants.logit_copies + hidden) * kFloatBytes);
}

std::int64_t LayerWeights(const ModelDescription& model, std::int64_t layer) {
  std::int64_t values = 0;
  for (const Projection projection : kProjections) {
    values += ProjectionShape(model, layer, projection).size();
  }
  return values;
}

std::int64_t TileBytes(const Sizing& sizing) {
  std::int64_t columns = sizing.model.hidden_size;
  for (std::int64_t layer = 0; layer < sizing.model.num_layers(); ++layer) {
    for (const Projection projection : kProjections) {
      columns = std::max(columns, ProjectionShape(sizing.model, layer, projection).columns);
    }
  }
  return 2 * sizing.constants.tile_rows * columns * kFloatBytes;
}

std::int64_t GateBytes(const ModelDescription& model) {
  std::int64_t units = 0;
  for (const LayerShape& shape : model.layers) units += shape.num_query_heads + shape.ffn_size;
  return 3 * units * kFloatBytes;
}

std::int64_t ScoringBytes(const Sizing& sizing) {
  std::int64_t all = 0;
  std::int64_t largest = 0;
  for (std::int64_t layer = 0; layer < sizing.model.num_layers(); ++layer) {
    const std::int64_t values = LayerWeights(sizing.model, layer);
    all += values;
    largest = std::max(largest, values);
  }
  switch (sizing.request.scoring) {
    case ScoringNeed::kNone:
      return 0;
    case ScoringNeed::kTile:
      return TileBytes(sizing);
    case ScoringNeed::kGates:
      return GateBytes(sizing.model);
    case ScoringNeed::kLayerGradient:
      return largest * kFloatBytes;
    case ScoringNeed::kAllGradients:
      return all * kFloatBytes;
  }
  throw LogicError("a scoring need without a size");
}

/// Norms are small and always converted; they count with the weights.
MemoryPart WeightPart(const Sizing& sizing) {
  const bool mapped = sizing.request.home == WeightHome::kMapped;
  const std::int64_t converted = ParameterCount(sizing.model) * sizing.request.compute_bytes;
  return {mapped ? "weights (mapped from the files)" : "weights (converted)",
          mapped ? sizing.request.stored_bytes : converted,
          mapped};
}

void AddSlack(const Sizing& sizing, MemoryPhase& phase) {
  double held = 0.0;
  for (const MemoryPart& part : phase.parts) {
    if (!part.reclaimable) held += static_cast<double>(part.bytes);
  }
  phase.parts.push_back(
      {"allocator slack", Rounded(held * sizing.constants.allocator_slack), false});
  phase.parts.push_back({"library and program", sizing.constants.library_bytes, false});
}

MemoryPhase TrainPhase(const Sizing& sizing) {
  const std::int64_t tokens = sizing.request.micro_batch * sizing.request.length;
  const std::int64_t lora = LoraParameters(sizing.model, sizing.request.lora_rank);
  MemoryPhase phase{MemoryUse::kTrain, {WeightPart(sizing)}};
  phase.parts.push_back({"LoRA, gradients and Adam", lora * kTrainedValueBytes, false});
  phase.parts.push_back({"activations", TrainingActivations(sizing, tokens), false});
  phase.parts.push_back({"vocabulary loss", LossBytes(sizing, tokens), false});
  phase.parts.push_back({"scoring", ScoringBytes(sizing), false});
  return phase;
}

MemoryPhase EvalPhase(const Sizing& sizing) {
  MemoryPhase phase{MemoryUse::kEval, {WeightPart(sizing)}};
  phase.parts.push_back(
      {"activations", ForwardActivations(sizing, sizing.request.eval_length), false});
  phase.parts.push_back({"vocabulary loss", LossBytes(sizing, sizing.request.eval_length), false});
  if (sizing.request.kept_tokens > 0) {
    const std::int64_t values = sizing.request.kept_tokens * sizing.model.hidden_size;
    phase.parts.push_back({"hidden states", values * sizing.request.compute_bytes, false});
  }
  return phase;
}

MemoryPhase GeneratePhase(const Sizing& sizing) {
  MemoryPhase phase{MemoryUse::kGenerate, {WeightPart(sizing)}};
  phase.parts.push_back(
      {"activations", ForwardActivations(sizing, sizing.request.eval_length), false});
  const auto per_token =
      static_cast<double>(KvCacheBytesPerToken(sizing.model, sizing.request.compute_bytes));
  phase.parts.push_back({"key/value cache",
                         Rounded(static_cast<double>(sizing.request.eval_length) * per_token),
                         false});
  phase.parts.push_back({"logits", sizing.model.vocab_size * kFloatBytes * 2, false});
  return phase;
}

MemoryPhase ExportPhase(const Sizing& sizing) {
  MemoryPhase phase{MemoryUse::kExport, {WeightPart(sizing)}};
  const std::int64_t copy = ParameterCount(sizing.model) * kFloatBytes;
  phase.parts.push_back({"fp32 reference", copy, false});
  phase.parts.push_back({"fp32 re-opened export", copy, false});
  phase.parts.push_back(
      {"LoRA", LoraParameters(sizing.model, sizing.request.lora_rank) * kFloatBytes, false});
  return phase;
}

MemoryPhase PhaseOf(const Sizing& sizing, MemoryUse use) {
  switch (use) {
    case MemoryUse::kEval:
      return EvalPhase(sizing);
    case MemoryUse::kGenerate:
      return GeneratePhase(sizing);
    case MemoryUse::kTrain:
      return TrainPhase(sizing);
    case MemoryUse::kExport:
      return ExportPhase(sizing);
  }
  throw LogicError("a phase without parts");
}

}  // namespace

std::int64_t MemoryPhase::Resident() const {
  std::int64_t bytes = 0;
  for (const MemoryPart& part : parts) bytes += part.bytes;
  return bytes;
}

std::int64_t MemoryPhase::Required() const {
  std::int64_t bytes = 0;
  for (const MemoryPart& part : parts) bytes += part.reclaimable ? 0 : part.bytes;
  return bytes;
}

const MemoryPhase& MemoryEstimate::Peak() const {
  SENTEI_CHECK(!phases.empty(), "an estimate without phases");
  return *std::max_element(phases.begin(), phases.end(), [](const auto& a, const auto& b) {
    return a.Required() < b.Required();
  });
}

std::string_view Name(MemoryUse use) {
  switch (use) {
    case MemoryUse::kEval:
      return "eval";
    case MemoryUse::kGenerate:
      return "generate";
    case MemoryUse::kTrain:
      return "train";
    case MemoryUse::kExport:
      return "export";
  }
  throw LogicError("a phase without a name");
}

std::int64_t LoraParameters(const ModelDescription& model, std::int64_t rank) {
  std::int64_t values = 0;
  for (std::int64_t layer = 0; layer < model.num_layers(); ++layer) {
    for (const Projection projection : kProjections) {
      const MatrixShape shape = ProjectionShape(model, layer, projection);
      values += rank * (shape.rows + shape.columns);
    }
  }
  return values;
}

MemoryEstimate EstimateMemory(const ModelDescription& model,
                              const MemoryRequest& request,
                              const MemoryModel& constants) {
  const Sizing sizing{model, request, constants};
  MemoryEstimate estimate;
  for (const MemoryUse use : request.uses) {
    estimate.phases.push_back(PhaseOf(sizing, use));
    AddSlack(sizing, estimate.phases.back());
  }
  return estimate;
}

}  // namespace sentei::plan
