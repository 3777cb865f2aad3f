// SPDX-License-Identifier: Apache-2.0
#include "core/engine/run_texts.h"

#include "core/base/units.h"
#include "core/engine/run_model.h"
#include "core/run/progress_eta.h"
#include "core/text/contamination.h"

#include <ATen/ATen.h>

#include <chrono>
#include <cmath>
#include <span>
#include <vector>

namespace sentei::engine {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

at::Tensor IdsOf(std::span<const text::TokenId> window) {
  const std::vector<std::int64_t> ids(window.begin(), window.end());
  return at::tensor(ids, at::kLong).unsqueeze(0);
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
  const at::NoGradGuard no_grad;
  const run::EvalSpec& spec = context.spec.eval;
  const auto views = text::EvalWindows(tokens.stream, spec.length, spec.windows);
  const auto windows = static_cast<std::int64_t>(views.size());
  const Clock::time_point start = Clock::now();
  run::ProgressEta eta;
  run::EvalDone done{.stage = stage, .step = step, .length = spec.length, .windows = windows};
  for (std::int64_t i = 0; i < windows; ++i) {
    context.control->ThrowIfStopped();
    const at::Tensor ids = IdsOf(views[static_cast<std::size_t>(i)]).to(model.device);
    const at::Tensor losses = TokenLosses(model, ForwardHidden(model, ids, {}), ids);
    done.window_losses.push_back(losses.to(at::kDouble).mean().item<double>());
    done.mean_loss += done.window_losses.back() / static_cast<double>(windows);
    context.emit(run::Progress{.done = i + 1,
                               .total = windows,
                               .unit = "window",
                               .eta_seconds = eta.Update(i + 1, windows, SecondsSince(start))});
  }
  done.perplexity = std::exp(done.mean_loss);
  done.tokens = windows * (spec.length - 1);
  done.text_path = tokens.path;
  done.text_hash = tokens.stream.sha256;
  done.dtype = std::string(run::Name(context.spec.dtype));
  done.device = context.spec.device;
  done.tokens_per_second = static_cast<double>(done.tokens) / SecondsSince(start);
  return done;
}

}  // namespace sentei::engine
