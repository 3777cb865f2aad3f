// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_traces.h"

#include "ui/text.h"
#include "ui/workspace.h"

namespace sentei::ui {

RunTraces::RunTraces(Workspace& workspace, QObject* parent)
    : QObject(parent), workspace_(workspace) {
  connect(&workspace.bridge(), &RunBridge::EventArrived, this, &RunTraces::OnEvent);
}

const RunTrace* RunTraces::Find(const QString& run_id) const {
  const auto found = held_.find(run_id);
  return found == held_.end() || found->second->reading ? nullptr : &found->second->trace;
}

bool RunTraces::IsPruning(const QString& run_id) const {
  const Job* job = workspace_.jobs().Find(run_id);
  return job != nullptr && job->spec.kind == run::RunKind::kPrune;
}

void RunTraces::OnEvent(const QString& run_id, const run::RunEvent& event) {
  if (!IsPruning(run_id)) return;
  const auto* started = std::get_if<run::RunStarted>(&event);
  auto& held = held_[run_id];
  const bool fresh = held == nullptr;
  if (fresh) held = std::make_unique<Held>();
  if (fresh && started != nullptr && started->resumed_from_step >= 0) Read(run_id);
  if (held->reading) {
    held->waiting.push_back(event);
    return;
  }
  held->trace.Add(event);
  if (started != nullptr) emit Began(run_id);
  emit Advanced(run_id, event);
}

void RunTraces::Load(const QString& run_id) {
  auto& held = held_[run_id];
  if (held != nullptr && !held->reading) {
    emit Ready(run_id);
    return;
  }
  if (held != nullptr) return;
  held = std::make_unique<Held>();
  Read(run_id);
}

void RunTraces::Read(const QString& run_id) {
  held_.at(run_id)->reading = true;
  workspace_.library().Ask(
      this,
      [id = ToStd(run_id)](storage::RunStore& store) -> Result<std::shared_ptr<RunTrace>> {
        Result<run::RunRecord> record = store.Show(id, storage::Detail::kScores);
        if (!record.has_value()) return record.error();
        return std::make_shared<RunTrace>(TraceOf(record.value()));
      },
      [this, run_id](Result<std::shared_ptr<RunTrace>> stored) {
        const bool live = !held_.at(run_id)->waiting.empty();
        if (!stored.has_value() && !live) {
          held_.erase(run_id);
          emit Failed(run_id, stored.error());
          return;
        }
        Merge(run_id, stored.has_value() ? std::move(*stored.value()) : RunTrace());
      });
}

void RunTraces::Merge(const QString& run_id, RunTrace stored) {
  Held& held = *held_.at(run_id);
  held.trace = std::move(stored);
  held.reading = false;
  // The first of what waits is the start: it voids what the record already has of the rest.
  for (const run::RunEvent& event : std::exchange(held.waiting, {})) OnEvent(run_id, event);
  emit Ready(run_id);
}

}  // namespace sentei::ui
