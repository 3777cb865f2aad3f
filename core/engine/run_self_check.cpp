// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/engine/eval/self_check.h"
#include "core/engine/run_context.h"
#include "core/engine/run_model.h"

#include <array>
#include <cmath>
#include <string>

namespace sentei::engine {
namespace {

constexpr std::array kPaths{ForwardPath::kAtOnce, ForwardPath::kCached, ForwardPath::kLeftPadded};

run::SelfCheckDone Check(const RunContext& context, const Decoder& model) {
  const at::Tensor ids = SelfCheckIds(model.description);
  const at::Tensor plain = PlainHidden(model, ids);
  run::SelfCheckDone done;
  done.passed = true;
  done.tolerance = kSelfCheckTolerance;
  for (const ForwardPath path : kPaths) {
    static_cast<void>(context.control->BetweenMicroBatches(context.emit));
    context.control->ThrowIfStopped();
    const double difference = LargestDifference(model, plain, ids, path);
    model.CheckIntact();
    done.passed = done.passed && difference <= kSelfCheckTolerance;
    const bool worse = std::isnan(difference) || difference > done.max_abs_diff;
    if (worse) done.max_abs_diff = difference;
    done.detail +=
        fmt::format("{}{} {:.2g}", done.detail.empty() ? "" : ", ", Name(path), difference);
  }
  done.detail = fmt::format(
      "Logits of {} tokens in fp32 beside the plain path: {}.", ids.size(1), done.detail);
  return done;
}

}  // namespace

WorkerResult RunSelfCheck(RunContext& context) {
  context.spec.dtype = run::ComputeDType::kF32;
  const OpenedModel opened = OpenRunModel(context.spec);
  EmitStarted(context, opened, -1);
  CheckMemory(context, opened);
  const std::unique_ptr<Decoder> model = LoadRunModel(context, opened);
  EmitPhase(context, run::Phase::kSelfCheck);
  const run::SelfCheckDone done = Check(context, *model);
  context.emit(done);
  if (!done.passed) {
    throw Error(ErrorCode::kVerification,
                fmt::format("the fast path differs from the plain one by {:.3g} (limit {:.3g})",
                            done.max_abs_diff,
                            done.tolerance),
                "Do not trust numbers of this model on this machine; please report it with the "
                "output of `sentei doctor`.");
  }
  return {};
}

}  // namespace sentei::engine
