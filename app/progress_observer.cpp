// SPDX-License-Identifier: Apache-2.0
#include "app/progress_observer.h"

#include "core/base/units.h"
#include "core/base/untrusted_text.h"
#include "core/run/event_json.h"

#include <fmt/format.h>

#include <cstdio>
#include <utility>
#include <variant>

namespace sentei::app {
namespace {

// How a phase reads in a sentence about what is going on.
std::string Sentence(run::Phase phase) {
  switch (phase) {
    case run::Phase::kLoad:
      return "Loading the model";
    case run::Phase::kTokenise:
      return "Reading the text";
    case run::Phase::kDenseEval:
      return "Measuring the dense model";
    case run::Phase::kCalibrate:
      return "Scoring units";
    case run::Phase::kTrain:
      return "Pruning and tuning";
    case run::Phase::kEval:
      return "Measuring perplexity";
    case run::Phase::kCompact:
      return "Compacting";
    case run::Phase::kExport:
      return "Writing the export";
    case run::Phase::kVerify:
      return "Verifying the export";
    case run::Phase::kGenerate:
      return "Generating";
    case run::Phase::kSweep:
      return "Measuring sensitivity";
    case run::Phase::kSelfCheck:
      return "Checking the fast path";
  }
  return "Working";
}

std::string Eta(double seconds) {
  return seconds < 0.0 ? "" : fmt::format(", about {} left", FormatDuration(seconds));
}

}  // namespace

void ProgressObserver::OnEvent(const std::string& run_id, const run::RunEvent& event) noexcept {
  const std::lock_guard lock(mutex_);
  try {
    outcome_.run_id = run_id;
    Gather(event);
    if (output_ == Output::kJson && !std::holds_alternative<run::ScoresUpdated>(event)) {
      fmt::print("{}\n", run::ToJsonLine(run_id, event));
      std::fflush(stdout);
    }
    std::visit([this](const auto& one) { Show(one); }, event);
  } catch (const std::exception& error) {
    std::fprintf(
        stderr, "sentei: progress could not be shown: %s\n", Printable(error.what()).c_str());
  }
}

RunOutcome ProgressObserver::Take() {
  const std::lock_guard lock(mutex_);
  return std::move(outcome_);
}

void ProgressObserver::Gather(const run::RunEvent& event) {
  if (const auto* started = std::get_if<run::RunStarted>(&event)) outcome_.started = *started;
  if (const auto* eval = std::get_if<run::EvalDone>(&event)) outcome_.evaluations.push_back(*eval);
  if (const auto* step = std::get_if<run::StepDone>(&event)) outcome_.last_step = *step;
  if (const auto* done = std::get_if<run::CompactionDone>(&event)) outcome_.compaction = *done;
  if (const auto* done = std::get_if<run::ExportDone>(&event)) outcome_.exported = *done;
  if (const auto* done = std::get_if<run::VerifyDone>(&event)) outcome_.verified = *done;
  if (const auto* point = std::get_if<run::SweepPoint>(&event)) outcome_.sweep.push_back(*point);
  if (const auto* done = std::get_if<run::SelfCheckDone>(&event)) outcome_.self_check = *done;
  if (const auto* token = std::get_if<run::TokenGenerated>(&event))
    outcome_.generated += token->text;
  if (const auto* finished = std::get_if<run::RunFinished>(&event)) outcome_.finished = *finished;
}

void ProgressObserver::Show(const run::RunStarted& event) {
  const std::string resumed = event.resumed_from_step < 0
                                  ? ""
                                  : fmt::format(", resumed at step {}", event.resumed_from_step);
  line_.Note(fmt::format("Run {} on {} ({} threads, {}){}",
                         outcome_.run_id,
                         event.device_name,
                         event.threads,
                         event.dtype,
                         resumed));
}

void ProgressObserver::Show(const run::PhaseChanged& event) {
  phase_ = Sentence(event.phase);
  eta_seconds_ = -1.0;
  line_.Update(
      fmt::format("{}{}{}", phase_, event.detail.empty() ? "" : ": ", Printable(event.detail)));
}

void ProgressObserver::Show(const run::Progress& event) {
  eta_seconds_ = event.eta_seconds;
  line_.Update(fmt::format(
      "{}: {} {} of {}{}", phase_, event.unit, event.done, event.total, Eta(event.eta_seconds)));
}

void ProgressObserver::Show(const run::StepDone& event) {
  line_.Update(
      fmt::format("{}: step {} of {}, loss {:.3f}, pruned {:.1f} % of {:.1f} %, {:.0f} tokens/s{}",
                  phase_,
                  event.step,
                  event.steps,
                  event.loss,
                  100.0 * event.sparsity,
                  100.0 * event.target_sparsity,
                  event.tokens_per_second,
                  Eta(eta_seconds_)));
}

void ProgressObserver::Show(const run::EvalDone& event) {
  line_.Note(fmt::format("Perplexity {}: {:.2f} ({} windows of {} tokens, {}, {}, {:.0f} tokens/s)",
                         event.stage,
                         event.perplexity,
                         event.windows,
                         event.length,
                         event.dtype,
                         event.device,
                         event.tokens_per_second));
}

void ProgressObserver::Show(const run::PruneEventDone&) {}

void ProgressObserver::Show(const run::SweepPoint& event) {
  line_.Note(fmt::format("Layer {}, {} of {}: perplexity {:.2f}",
                         event.layer,
                         FormatShare(event.ratio),
                         plan::Name(event.kind),
                         event.perplexity));
}

void ProgressObserver::Show(const run::SelfCheckDone& event) {
  line_.Note(fmt::format("Self-check {}: largest logit difference {:.2g} (limit {:.2g}). {}",
                         event.passed ? "passed" : "failed",
                         event.max_abs_diff,
                         event.tolerance,
                         Printable(event.detail)));
}

void ProgressObserver::Show(const run::BudgetChanged& event) {
  line_.Note(fmt::format("New caps hold from step {}", event.step));
}

void ProgressObserver::Show(const run::CheckpointSaved& event) {
  line_.Update(fmt::format(
      "{}: checkpoint of step {} saved ({})", phase_, event.step, FormatBytes(event.bytes)));
}

void ProgressObserver::Show(const run::TokenGenerated& event) {
  if (output_ == Output::kJson) return;
  line_.Finish();
  fmt::print("{}", PrintableLines(event.text));
  std::fflush(stdout);
}

void ProgressObserver::Show(const run::CompactionDone& event) {
  line_.Note(fmt::format("Compacted: {} of {} parameters remain ({:.2f} %)",
                         FormatCount(event.parameters_after),
                         FormatCount(event.parameters_before),
                         100.0 * static_cast<double>(event.parameters_after) /
                             static_cast<double>(event.parameters_before)));
}

void ProgressObserver::Show(const run::ExportDone& event) {
  line_.Note(fmt::format("Exported {} ({}, {}) to {}; rounding moves logits by at most {:.2e}",
                         event.profile,
                         event.dtype,
                         FormatBytes(event.bytes),
                         Printable(event.path),
                         event.rounding_cost));
}

void ProgressObserver::Show(const run::VerifyDone& event) {
  line_.Note(fmt::format("{}: largest logit difference {:.2e} (allowed {:.0e}){}{}",
                         event.verified ? "Verified" : "NOT verified",
                         event.max_abs_diff,
                         event.tolerance,
                         event.detail.empty() ? "" : "; ",
                         Printable(event.detail)));
}

void ProgressObserver::Show(const run::Warned& event) {
  line_.Note("Warning: " + Printable(event.message));
}

void ProgressObserver::Show(const run::Noted& event) { line_.Note(Printable(event.message)); }

void ProgressObserver::Show(const run::RunFinished& event) {
  line_.Finish();
  line_.Note(fmt::format("Run {} after {} ({}), peak memory {}",
                         run::Name(event.outcome),
                         FormatDuration(event.seconds),
                         event.rule,
                         FormatBytes(event.peak_memory)));
}

}  // namespace sentei::app
