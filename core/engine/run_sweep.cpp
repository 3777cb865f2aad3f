// SPDX-License-Identifier: Apache-2.0
#include "core/engine/eval/sweep.h"
#include "core/engine/run_context.h"
#include "core/engine/run_model.h"
#include "core/engine/run_texts.h"

#include <chrono>
#include <utility>

namespace sentei::engine {
namespace {

using Clock = std::chrono::steady_clock;

/// Progress over measurements of different length: the time left goes by the work left.
class SweepProgress {
 public:
  SweepProgress(std::int64_t total_windows, std::int64_t total_work)
      : total_windows_(total_windows), total_work_(static_cast<double>(total_work)) {}

  /// A window is done; the time since the last call counts.
  [[nodiscard]] run::Progress Add(std::int64_t work) {
    const Clock::time_point now = Clock::now();
    seconds_ += std::chrono::duration<double>(now - last_).count();
    last_ = now;
    ++windows_;
    work_ += static_cast<double>(work);
    const bool known = windows_ > kWindowsBeforeEstimate;
    const double left = seconds_ / work_ * (total_work_ - work_);
    return {.done = windows_,
            .total = total_windows_,
            .unit = "window",
            .eta_seconds = known ? left : -1.0};
  }
  /// The time since the last call does not count, as after a pause.
  void Skip() { last_ = Clock::now(); }

 private:
  static constexpr std::int64_t kWindowsBeforeEstimate = 3;

  std::int64_t total_windows_;
  double total_work_;
  std::int64_t windows_ = 0;
  double work_ = 0.0;
  double seconds_ = 0.0;
  Clock::time_point last_ = Clock::now();
};

/// Windows that the tasks pass through, and the parameters that these meet.
SweepProgress ProgressOf(const Decoder& model,
                         const std::vector<plan::UnitFamily>& families,
                         const std::vector<SweepTask>& tasks,
                         std::int64_t windows) {
  const std::size_t num_layers = model.layers.size();
  std::int64_t passes = 0;
  std::int64_t work = 0;
  std::size_t last = 0;
  for (const SweepTask& task : tasks) {
    last = static_cast<std::size_t>(families[task.family].layer);
    work += LayerWork(model, {.begin = last, .end = num_layers}) + OutputWork(model);
    ++passes;
  }
  passes += static_cast<std::int64_t>(last);
  work += LayerWork(model, {.begin = 0, .end = last});
  return {passes * windows, work * windows};
}

/// False when the run was stopped.
bool MeasureAll(const RunContext& context, const Decoder& model, const TokenText& text) {
  const auto families = plan::BuildUnitFamilies(model.description, plan::UnitKind::kKvGroup);
  const auto windows =
      text::EvalWindows(text.stream, context.spec.eval.length, context.spec.eval.windows);
  const std::vector<SweepTask> tasks = SweepTasks(families, context.spec.sweep);
  if (tasks.empty()) {
    context.emit(run::Warned{"no family can lose units at these ratios"});
  }
  SweepProgress progress = ProgressOf(model, families, tasks, std::ssize(windows));
  const auto after = [&](std::int64_t work) {
    context.emit(progress.Add(work));
    const Interruption answer = context.control->BetweenMicroBatches(context.emit);
    progress.Skip();
    return context.control->after_step().stop_requested() ? Interruption::kStop : answer;
  };
  Sweep sweep(model, families, windows);
  for (const SweepTask& task : tasks) {
    const std::optional<Perplexity> measured = sweep.Measure(task, after);
    if (!measured.has_value()) return false;
    context.emit(run::SweepPoint{.layer = families[task.family].layer,
                                 .kind = families[task.family].kind,
                                 .ratio = task.ratio,
                                 .kept = task.kept,
                                 .perplexity = measured->perplexity,
                                 .mean_loss = measured->mean_loss});
  }
  return true;
}

/// The estimate needs the number of windows, which 0 leaves to the text.
void CheckSweepMemory(RunContext context, const OpenedModel& opened, const TokenText& text) {
  run::EvalSpec& eval = context.spec.eval;
  eval.windows = std::ssize(text::EvalWindows(text.stream, eval.length, eval.windows));
  CheckMemory(context, opened);
}

}  // namespace

WorkerResult RunSweep(RunContext& context) {
  const OpenedModel opened = OpenRunModel(context.spec);
  EmitStarted(context, opened, -1);
  const text::ModelTokenizer tokenizer = text::LoadTokenizer(*opened.source);
  const TokenText text = TokeniseText(context, context.spec.eval.text, tokenizer);
  CheckSweepMemory(context, opened, text);
  const std::unique_ptr<Decoder> model = LoadRunModel(context, opened);
  EmitPhase(context, run::Phase::kDenseEval);
  context.emit(MeasurePerplexity(context, *model, text, "dense", 0));
  EmitPhase(context, run::Phase::kSweep);
  if (!MeasureAll(context, *model, text)) return {run::Outcome::kCancelled, "user"};
  return {};
}

}  // namespace sentei::engine
