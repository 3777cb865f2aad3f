// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_trace.h"

#include <algorithm>

namespace sentei::ui {
namespace {

/// Something stored with its time and the step it belongs to.
struct Moment {
  std::int64_t at = 0;
  std::int64_t step = 0;
  run::RunEvent event;
};

run::RunStarted StartedOf(const run::RunRecord& record) {
  const run::RunSummary& summary = record.summary;
  run::RunStarted started;
  started.run_id = summary.id;
  started.spec_json = record.spec.dump();
  started.spec_hash = summary.spec_hash;
  started.model_id = summary.model_id;
  started.model_path = summary.model_path;
  started.model_type = summary.model_type;
  started.model_parameters = summary.model_parameters;
  started.device = summary.device;
  started.device_name = summary.device_name;
  started.dtype = summary.dtype;
  started.threads = summary.threads;
  started.versions = record.versions;
  return started;
}

run::RunEvent EventOf(const run::LogLine& line) {
  if (line.level == run::LogLine::Level::kWarning) return run::Warned{line.message};
  return run::Noted{line.message};
}

template <typename Event>
void Collect(const std::vector<run::Timed<Event>>& stored, std::vector<Moment>& moments) {
  for (const run::Timed<Event>& item : stored) {
    moments.push_back({item.at, item.event.step, item.event});
  }
}

std::vector<Moment> MomentsOf(const run::RunRecord& record) {
  std::vector<Moment> moments;
  Collect(record.evals, moments);
  Collect(record.prune_events, moments);
  Collect(record.checkpoints, moments);
  for (const run::LogLine& line : record.log) {
    moments.push_back({line.at, line.step, EventOf(line)});
  }
  std::ranges::stable_sort(moments, {}, &Moment::at);
  return moments;
}

std::optional<run::RunFinished> FinishedOf(const run::RunRecord& record) {
  run::RunFinished finished;
  switch (record.summary.status) {
    case run::RunStatus::kCompleted:
      finished.outcome = run::Outcome::kCompleted;
      break;
    case run::RunStatus::kCancelled:
    case run::RunStatus::kInterrupted:
      finished.outcome = run::Outcome::kCancelled;
      break;
    case run::RunStatus::kFailed:
      finished.outcome = run::Outcome::kFailed;
      break;
    case run::RunStatus::kRunning:
      return std::nullopt;
  }
  finished.rule = record.summary.rule;
  finished.message = record.summary.message;
  finished.hint = record.summary.hint;
  finished.seconds = record.summary.seconds.value_or(0.0);
  finished.peak_memory = record.peak_memory.value_or(0);
  return finished;
}

}  // namespace

RunTrace TraceOf(const run::RunRecord& record) {
  RunTrace trace;
  trace.Add(StartedOf(record));
  for (const Moment& moment : MomentsOf(record)) {
    const std::size_t before = trace.entries.size();
    trace.Add(moment.event);
    if (trace.entries.size() > before) trace.entries.back().step = moment.step;
  }
  for (const run::StepDone& step : record.steps) trace.Add(step);
  trace.compaction = record.compaction;
  if (!record.exports.empty()) trace.exported = record.exports.back().event;
  if (!record.verifications.empty()) trace.verified = record.verifications.back().event;
  trace.finished = FinishedOf(record);
  return trace;
}

}  // namespace sentei::ui
