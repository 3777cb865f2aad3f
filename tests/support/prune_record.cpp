// SPDX-License-Identifier: Apache-2.0
#include "tests/support/prune_record.h"

#include "tests/support/fake_run_service.h"

#include <cmath>

namespace sentei::testing {
namespace {

constexpr std::int64_t kStart = 1'790'000'000'000;

/// Adds one event to the record.
struct Adder {
  run::RunRecord& record;
  std::int64_t at;

  void operator()(const run::StepDone& event) const { record.steps.push_back(event); }
  void operator()(const run::EvalDone& event) const { record.evals.push_back({at, event}); }
  void operator()(const run::PruneEventDone& event) const {
    record.prune_events.push_back({at, event});
  }
  void operator()(const run::CheckpointSaved& event) const {
    record.checkpoints.push_back({at, event});
  }
  void operator()(const run::CompactionDone& event) const { record.compaction = event; }
  void operator()(const run::ExportDone& event) const { record.exports.push_back({at, event}); }
  void operator()(const run::VerifyDone& event) const {
    record.verifications.push_back({at, event});
  }
  void operator()(const run::PhaseChanged& event) const {
    record.log.push_back({at, 0, run::LogLine::Level::kPhase, std::string(Name(event.phase))});
  }
  template <typename Other>
  void operator()(const Other&) const {}
};

void AddQuickEval(run::RunRecord& record, std::int64_t step, double perplexity) {
  run::EvalDone eval = record.evals.front().event;
  eval.stage = "quick";
  eval.step = step;
  eval.perplexity = perplexity;
  eval.mean_loss = std::log(perplexity);
  record.evals.insert(record.evals.begin() + 1, {kStart, eval});
}

}  // namespace

run::RunRecord PruneRecord(std::int64_t steps, std::int64_t layers) {
  run::RunRecord record;
  std::int64_t at = kStart;
  for (const run::RunEvent& event : PruneScript(steps, layers)) {
    std::visit(Adder{record, at += 400}, event);
  }
  const run::RunSpec spec = PruneSpecForScript(steps);
  const run::RunStarted started = StartedFor("01ARYZ6S410000000000000001", spec);
  record.spec = run::ToJson(spec);
  record.versions = started.versions;
  record.peak_memory = 1'250'000'000;
  AddQuickEval(record, steps, 33.0);
  AddQuickEval(record, steps / 2, 32.5);
  run::RunSummary& run = record.summary;
  run.id = started.run_id;
  run.kind = "prune";
  run.status = run::RunStatus::kCompleted;
  run.model_id = started.model_id;
  run.model_path = started.model_path;
  run.model_type = started.model_type;
  run.model_parameters = started.model_parameters;
  run.parameters_after = record.compaction->parameters_after;
  run.criterion = "gate";
  run.device = started.device;
  run.device_name = started.device_name;
  run.dtype = started.dtype;
  run.seed = spec.seed;
  run.threads = started.threads;
  run.spec_hash = started.spec_hash;
  run.started_at = kStart;
  run.finished_at = at;
  run.seconds = 187.0;
  run.step = run.steps = steps;
  run.dense_perplexity = record.Eval("dense")->perplexity;
  run.pruned_perplexity = record.Eval("pruned")->perplexity;
  run.tuned_perplexity = run.perplexity = record.Eval("tuned")->perplexity;
  run.rule = "steps";
  return record;
}

}  // namespace sentei::testing
