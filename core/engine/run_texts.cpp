// SPDX-License-Identifier: Apache-2.0
#include "core/engine/run_texts.h"

#include "core/base/units.h"
#include "core/engine/eval/perplexity.h"
#include "core/engine/run_model.h"
#include "core/run/progress_eta.h"
#include "core/text/contamination.h"

#include <chrono>
#include <utility>

namespace sentei::engine {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

TokenText TokeniseText(const RunContext& context,
                       const run::TextSpec& spec,
                       const text::ModelTokenizer& tokenizer) {
  EmitPhase(context, run::Phase::kTokenise, spec.path);
  return {.stream = text::ReadTokens({.path = spec.path,
                                      .column = spec.column,
                                      .text_template = spec.text_template,
                                      .max_records = spec.max_records},
                                     tokenizer),
          .path = spec.path};
}

void WarnOfContamination(const RunContext& context,
                         const TokenText& training,
                         const TokenText& evaluation) {
  const text::Contamination found =
      text::MeasureContamination(training.stream.ids, evaluation.stream.ids);
  if (found.share() <= text::kContaminationLimit) return;
  context.emit(run::Warned{fmt::format(
      "{} of the {}-token sequences of {} are in the training text: its perplexity says little "
      "about unseen text",
      FormatShare(found.share()),
      text::kContaminationLength,
      evaluation.path)});
}

run::EvalDone MeasurePerplexity(const RunContext& context,
                                const Decoder& model,
                                const TokenText& tokens,
                                const std::string& stage,
                                std::int64_t step) {
  const run::EvalSpec& spec = context.spec.eval;
  const auto windows = text::EvalWindows(tokens.stream, spec.length, spec.windows);
  const Clock::time_point start = Clock::now();
  run::ProgressEta eta;
  double waited = 0.0;
  const auto report = [&](std::int64_t done, std::int64_t total) {
    const double now = SecondsSince(start) - waited;
    context.emit(run::Progress{.done = done,
                               .total = total,
                               .unit = "window",
                               .eta_seconds = eta.Update(done, total, now)});
    const Clock::time_point pause = Clock::now();
    static_cast<void>(context.control->BetweenMicroBatches(context.emit));
    waited += SecondsSince(pause);
  };
  Perplexity measured = MeasureWindows(model, windows, report, context.control->after_step());
  return {
      .stage = stage,
      .step = step,
      .perplexity = measured.perplexity,
      .mean_loss = measured.mean_loss,
      .window_losses = std::move(measured.window_losses),
      .length = spec.length,
      .windows = static_cast<std::int64_t>(windows.size()),
      .tokens = measured.tokens,
      .text_path = tokens.path,
      .text_hash = tokens.stream.sha256,
      .dtype = std::string(run::Name(context.spec.dtype)),
      .device = context.spec.device,
      .tokens_per_second = static_cast<double>(measured.tokens) / (SecondsSince(start) - waited)};
}

}  // namespace sentei::engine
