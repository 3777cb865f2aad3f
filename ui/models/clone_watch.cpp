// SPDX-License-Identifier: Apache-2.0
#include "ui/models/clone_watch.h"

#include "ui/text.h"

#include <utility>

namespace sentei::ui {

CloneWatch::CloneWatch(Workspace& workspace, QObject* parent)
    : QObject(parent), workspace_(workspace) {
  connect(&workspace.jobs(), &Jobs::Added, this, &CloneWatch::OnJob);
  connect(&workspace.jobs(), &Jobs::Changed, this, &CloneWatch::OnJob);
}

void CloneWatch::Clone(const std::string& run_id) {
  workspace_.library().Ask(
      this,
      [run_id](storage::RunStore& store) -> Result<run::RunSpec> {
        auto record = store.Show(run_id, storage::Detail::kHead);
        if (!record.has_value()) return record.error();
        return Caught([&record] { return run::RunSpecFromJson(record.value().spec); });
      },
      [this, run_id](Result<run::RunSpec> read) {
        if (!read.has_value()) return workspace_.ShowFailure(read.error());
        parent_ = run_id;
        model_ = read.value().model;
        ticket_ = 0;
        workspace_.OpenModelFor(read.value());
        emit Cloned(ToQString(run_id));
      });
}

void CloneWatch::OnJob(Ticket ticket) {
  if (parent_.empty()) return;
  const Job* job = workspace_.jobs().FindTicket(ticket);
  if (job == nullptr) return;
  if (ticket_ == 0 && job->spec.kind == run::RunKind::kPrune && job->spec.model == model_ &&
      job->run_id.isEmpty() && !job->failure.has_value()) {
    ticket_ = ticket;
  }
  if (ticket != ticket_) return;
  if (job->failure.has_value() && !job->started.has_value()) ticket_ = 0;  // it was refused
  if (!job->started.has_value()) return;
  Record(job->run_id);
}

void CloneWatch::Record(const QString& clone) {
  // The recorder sees an event before the window does, so that the run is stored by now.
  workspace_.library().Change(
      this,
      [id = ToStd(clone), parent = std::exchange(parent_, {})](storage::RunStore& store) {
        return store.SetParent(id, parent);
      },
      [this](const Failure& why) { workspace_.ShowFailure(why); });
  ticket_ = 0;
}

}  // namespace sentei::ui
