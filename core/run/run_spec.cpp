// SPDX-License-Identifier: Apache-2.0
#include "core/run/run_spec.h"

#include "core/base/error.h"
#include "core/run/run_spec_fields.h"

namespace sentei::run {
namespace fields {

bool Uses(RunKind kind, Part part) {
  switch (kind) {
    case RunKind::kPrune:
      return part != Part::kGenerate && part != Part::kVerify && part != Part::kSweep;
    case RunKind::kTune:
    case RunKind::kPeft:
    case RunKind::kDistill:
    case RunKind::kDepth:
      return part == Part::kEval || part == Part::kLora || part == Part::kTrain ||
             part == Part::kOutput;
    case RunKind::kEval:
      return part == Part::kEval;
    case RunKind::kSweep:
      return part == Part::kEval || part == Part::kSweep;
    case RunKind::kGenerate:
      return part == Part::kGenerate;
    case RunKind::kExport:
      return part == Part::kOutput;
    case RunKind::kVerify:
      return part == Part::kVerify;
    case RunKind::kSelfCheck:
      return false;
  }
  return false;
}

}  // namespace fields

namespace {

void ApplyQuick(RunSpec& spec) {
  spec.train.batch = 4;
  spec.train.micro_batch = 4;
  spec.train.length = 128;
  spec.train.learning_rate = 5e-4;
  spec.train.steps = 60;
  spec.train.text.max_records = 0;
  spec.lora.dropout = 0.0;
}

// Two epochs of 20,000 samples: 312 whole batches of 128.
void ApplyPaper(RunSpec& spec) {
  constexpr std::int64_t kSamples = 20'000;
  constexpr std::int64_t kEpochs = 2;
  spec.train.batch = 128;
  spec.train.micro_batch = 4;
  spec.train.length = 512;
  spec.train.learning_rate = 1e-4;
  spec.train.steps = kEpochs * kSamples / spec.train.batch;
  spec.train.text.max_records = kSamples;
  spec.lora.dropout = 0.05;
}

}  // namespace

void ApplyPreset(std::string_view name, RunSpec& spec) {
  if (name != "quick" && name != "paper") {
    throw Error(
        ErrorCode::kUsage, fmt::format("'{}' is no preset", name), "Use one of: quick, paper.");
  }
  spec.train.schedule = LrSchedule::kCosine;
  spec.train.warmup_ratio = 0.03;
  spec.lora.rank = 8;
  spec.lora.alpha = 16.0;
  if (name == "quick") {
    ApplyQuick(spec);
  } else {
    ApplyPaper(spec);
  }
}

}  // namespace sentei::run
