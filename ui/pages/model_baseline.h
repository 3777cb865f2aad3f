// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/workspace.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace sentei::viz {
class ElidedLabel;
}  // namespace sentei::viz

namespace sentei::ui {

class Panel;

/// The dense model's perplexity with its protocol: from the database where it was measured before,
/// or by a job with the evaluation text of the Data page.
class ModelBaseline final : public QWidget {
  Q_OBJECT

 public:
  explicit ModelBaseline(Workspace& workspace, QWidget* parent = nullptr);

  void SetModel(const OpenedModelPtr& model);

 private:
  struct Cell {
    QLabel* name;
    QLabel* value;
    viz::ElidedLabel* note;
  };
  [[nodiscard]] Cell AddCell(QWidget* row);
  void AskLibrary();
  void Measure();
  void Take(const QString& run_id, const run::RunEvent& event);
  void Show();
  void ShowNumbers(const run::EvalDone& eval);
  void ShowMissing();

  Workspace& workspace_;
  OpenedModelPtr model_;
  Ticket ticket_ = 0;
  Panel* panel_;
  QPushButton* measure_;
  QWidget* numbers_;
  Cell perplexity_;
  Cell loss_;
  Cell speed_;
  Cell tokens_;
  QLabel* protocol_;
};

}  // namespace sentei::ui
