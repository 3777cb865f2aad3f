// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/decoder.h"
#include "core/engine/run_context.h"
#include "core/formats/model_source.h"
#include "core/plan/model_description.h"
#include "core/text/tokenizer.h"

#include <memory>
#include <optional>
#include <string>

namespace sentei::engine {

/// A model's headers; nothing is loaded yet.
struct OpenedModel {
  std::shared_ptr<const formats::ModelSource> source;
  plan::ModelDescription description;
};
/// Throws kInput.
[[nodiscard]] OpenedModel OpenRunModel(const run::RunSpec& spec);

/// The compute dtype of a resolved spec.
[[nodiscard]] at::ScalarType ScalarTypeOf(run::ComputeDType dtype);
/// Times one matrix product in each dtype and returns the faster.
[[nodiscard]] run::ComputeDType MeasureFasterDType();
/// Replaces "auto" and 0 by what this machine gives. Throws kUsage for a device that is not there.
void ResolveSpec(run::RunSpec& spec);

/// Refuses with kOutOfMemory when the estimate exceeds 90 % of what is free, unless forced; then
/// only warns.
void CheckMemory(const RunContext& context, const OpenedModel& model);

/// Emits RunStarted for a run of this model.
void EmitStarted(const RunContext& context,
                 const OpenedModel& model,
                 std::int64_t resumed_from_step);
void EmitPhase(const RunContext& context, run::Phase phase, std::string detail = {});

/// Loads the weights (phase "load").
[[nodiscard]] std::unique_ptr<Decoder> LoadRunModel(const RunContext& context,
                                                    const OpenedModel& model);

}  // namespace sentei::engine
