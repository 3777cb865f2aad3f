// SPDX-License-Identifier: Apache-2.0
#include "core/engine/run_model.h"

#include "core/base/error.h"
#include "core/base/host.h"
#include "core/base/units.h"
#include "core/engine/build_info.h"
#include "core/plan/census.h"
#include "core/plan/memory_estimate.h"
#include "core/run/memory_needs.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace sentei::engine {
namespace {

using Clock = std::chrono::steady_clock;

// The shape of a small model's FFN product: large enough to show the machine's rate.
constexpr std::int64_t kTrialTokens = 512;
constexpr std::int64_t kTrialIn = 576;
constexpr std::int64_t kTrialOut = 1536;

constexpr int kTrials = 10;

/// Times one product of a dtype again and again and remembers the shortest.
class ProductTimer {
 public:
  explicit ProductTimer(at::ScalarType dtype)
      : a_(at::ones({kTrialTokens, kTrialIn}, dtype)), b_(at::ones({kTrialOut, kTrialIn}, dtype)) {}

  void Try() {
    const Clock::time_point start = Clock::now();
    static_cast<void>(at::mm(a_, b_.t()));
    best_ = std::min(best_, std::chrono::duration<double>(Clock::now() - start).count());
  }
  [[nodiscard]] double best() const { return best_; }

 private:
  at::Tensor a_;
  at::Tensor b_;
  double best_ = std::numeric_limits<double>::infinity();
};

}  // namespace

OpenedModel OpenRunModel(const run::RunSpec& spec) {
  OpenedModel model;
  model.source = formats::OpenModel(spec.model);
  model.description = plan::DescribeModel(*model.source);
  return model;
}

at::ScalarType ScalarTypeOf(run::ComputeDType dtype) {
  return dtype == run::ComputeDType::kBF16 ? at::kBFloat16 : at::kFloat;
}

// In turns, so that other work on the machine meets both alike.
run::ComputeDType MeasureFasterDType() {
  const at::NoGradGuard no_grad;
  ProductTimer bf16(at::kBFloat16);
  ProductTimer f32(at::kFloat);
  for (int trial = 0; trial < kTrials; ++trial) {
    bf16.Try();
    f32.Try();
  }
  return bf16.best() < f32.best() ? run::ComputeDType::kBF16 : run::ComputeDType::kF32;
}

void ResolveSpec(run::RunSpec& spec) {
  if (spec.device != "auto" && spec.device != "cpu") {
    throw Error(ErrorCode::kUsage,
                fmt::format("the device {} is not available", spec.device),
                "Use --device cpu or auto.");
  }
  spec.device = "cpu";
  if (spec.threads == 0) spec.threads = DescribeHost().usable_cores;
  at::set_num_threads(static_cast<int>(spec.threads));
  if (spec.dtype == run::ComputeDType::kAuto) spec.dtype = MeasureFasterDType();
}

void CheckMemory(const RunContext& context, const OpenedModel& model) {
  const std::int64_t value_bytes = context.spec.dtype == run::ComputeDType::kBF16 ? 2 : 4;
  const plan::MemoryEstimate estimate = plan::EstimateMemory(
      model.description,
      run::MemoryNeeds(context.spec, plan::StoredWeightsOf(*model.source), value_bytes));
  const auto needed = static_cast<double>(estimate.Peak().Required());
  const auto available = static_cast<double>(AvailableMemory());
  if (needed <= run::kMemoryRefusalShare * available) return;
  const std::string sentence = fmt::format("the run needs about {} of memory and {} are free",
                                           FormatBytes(static_cast<std::uint64_t>(needed)),
                                           FormatBytes(AvailableMemory()));
  if (context.spec.force_memory) return context.emit(run::Warned{sentence});
  throw Error(ErrorCode::kOutOfMemory,
              sentence,
              "Use a smaller micro-batch or shorter sequences, or start it anyway with "
              "--force-memory.");
}

void EmitStarted(const RunContext& context,
                 const OpenedModel& model,
                 std::int64_t resumed_from_step) {
  context.emit(run::RunStarted{.run_id = context.run_id,
                               .spec_json = run::ToJson(context.spec).dump(),
                               .spec_hash = run::SpecHash(context.spec),
                               .model_id = formats::ModelId(*model.source),
                               .model_path = model.source->path().string(),
                               .model_type = model.description.model_type,
                               .model_parameters = plan::ParameterCount(model.description),
                               .device = context.spec.device,
                               .device_name = DescribeHost().processor,
                               .dtype = std::string(run::Name(context.spec.dtype)),
                               .threads = context.spec.threads,
                               .versions = Versions(),
                               .resumed_from_step = resumed_from_step});
}

void EmitPhase(const RunContext& context, run::Phase phase, std::string detail) {
  context.emit(run::PhaseChanged{phase, std::move(detail)});
}

std::unique_ptr<Decoder> LoadRunModel(const RunContext& context, const OpenedModel& model) {
  EmitPhase(context, run::Phase::kLoad, model.source->path().string());
  return LoadDecoder(model.source, model.description, ScalarTypeOf(context.spec.dtype), at::kCPU);
}

}  // namespace sentei::engine
