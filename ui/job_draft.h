// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_spec.h"
#include "ui/budget_document.h"
#include "ui/model_session.h"

#include <QObject>
#include <functional>

namespace sentei::ui {

/// The pruning run that the window is preparing: texts from the Data page, settings from the Run
/// page; model, budget and profile come from the session and the budget. GUI thread.
class JobDraft final : public QObject {
  Q_OBJECT

 public:
  JobDraft(ModelSession& session, BudgetDocument& budget, QObject* parent = nullptr);

  /// Complete: with the open model's path and the present budget.
  [[nodiscard]] run::RunSpec spec() const;
  /// Changes settings; model, budget and profile inside are ignored.
  void Edit(const std::function<void(run::RunSpec&)>& edit);
  /// Takes over a job file or a stored run: settings and, undoably, the budget.
  void Adopt(const run::RunSpec& spec, const QString& undo_text);

 signals:
  void Changed();

 private:
  ModelSession& session_;
  BudgetDocument& budget_;
  run::RunSpec settings_;
};

}  // namespace sentei::ui
