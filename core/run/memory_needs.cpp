// SPDX-License-Identifier: Apache-2.0
#include "core/run/memory_needs.h"

#include "core/base/host.h"

namespace sentei::run {
namespace {

plan::ScoringNeed ScoringOf(const PruneSpec& prune) {
  switch (prune.criterion) {
    case Criterion::kLora:
    case Criterion::kMagnitude:
      return plan::ScoringNeed::kTile;
    case Criterion::kGate:
      return plan::ScoringNeed::kGates;
    case Criterion::kGrad:
      return prune.keep_gradients ? plan::ScoringNeed::kAllGradients
                                  : plan::ScoringNeed::kLayerGradient;
    case Criterion::kRandom:
      return plan::ScoringNeed::kNone;
  }
  return plan::ScoringNeed::kNone;
}

std::vector<plan::MemoryUse> PhasesOf(const RunSpec& spec) {
  using enum plan::MemoryUse;
  switch (spec.kind) {
    case RunKind::kPrune:
    case RunKind::kTune: {
      std::vector<plan::MemoryUse> phases{kTrain};
      if (!spec.eval.text.path.empty()) phases.push_back(kEval);
      if (!spec.output.directory.empty()) phases.push_back(kExport);
      return phases;
    }
    case RunKind::kGenerate:
      return {kGenerate};
    case RunKind::kExport:
    case RunKind::kVerify:
      return {kExport};
    default:
      return {kEval};
  }
}

}  // namespace

plan::MemoryRequest MemoryNeeds(const RunSpec& spec,
                                const plan::StoredWeights& stored,
                                std::int64_t compute_bytes) {
  const bool trains = spec.kind == RunKind::kPrune || spec.kind == RunKind::kTune;
  const bool in_place = stored.mapped_bf16 && compute_bytes == 2;
  plan::MemoryRequest request;
  request.uses = PhasesOf(spec);
  request.home = in_place ? plan::WeightHome::kMapped : plan::WeightHome::kConverted;
  request.stored_bytes = stored.bytes;
  request.compute_bytes = compute_bytes;
  request.micro_batch = spec.train.micro_batch;
  request.length = spec.train.length;
  request.eval_length = spec.eval.length;
  if (spec.kind == RunKind::kSweep) {
    request.kept_tokens = spec.eval.windows * spec.eval.length;
  }
  request.lora_rank = trains ? spec.lora.rank : 0;
  if (spec.kind == RunKind::kPrune) request.scoring = ScoringOf(spec.prune);
  return request;
}

std::int64_t ExpectedComputeBytes(ComputeDType dtype) {
  static const bool prefers_bf16 = DescribeHost().has_avx512_bf16;
  if (dtype == ComputeDType::kAuto) return prefers_bf16 ? 2 : 4;
  return dtype == ComputeDType::kBF16 ? 2 : 4;
}

}  // namespace sentei::run
