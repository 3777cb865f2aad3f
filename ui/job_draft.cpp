// SPDX-License-Identifier: Apache-2.0
#include "ui/job_draft.h"

namespace sentei::ui {

JobDraft::JobDraft(ModelSession& session, BudgetDocument& budget, QObject* parent)
    : QObject(parent), session_(session), budget_(budget) {
  run::ApplyPreset("quick", settings_);
  connect(&session, &ModelSession::Opened, this, &JobDraft::Changed);
  connect(&budget, &BudgetDocument::Changed, this, &JobDraft::Changed);
}

run::RunSpec JobDraft::spec() const {
  run::RunSpec spec = settings_;
  if (session_.model() != nullptr) spec.model = session_.model()->source->path().string();
  const BudgetState& state = budget_.state();
  spec.budget = state.spec;
  spec.output.profile = state.profile;
  spec.output.dtype = state.dtype;
  return spec;
}

void JobDraft::Edit(const std::function<void(run::RunSpec&)>& edit) {
  edit(settings_);
  emit Changed();
}

void JobDraft::Adopt(const run::RunSpec& spec, const QString& undo_text) {
  settings_ = spec;
  settings_.kind = run::RunKind::kPrune;
  budget_.Edit(undo_text, {spec.budget, spec.output.profile, spec.output.dtype});
  emit Changed();
}

}  // namespace sentei::ui
