// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/run_store.h"
#include "ui/models/run_list.h"
#include "ui/models/run_table_model.h"
#include "ui/settings.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTimer>
#include <QWidget>

namespace sentei::ui {

class RunTableView;

/// The row over the runs table: filter expression with its error under it, grouping, view and
/// columns. What is chosen lasts between sessions.
class CompareFilterRow final : public QWidget {
  Q_OBJECT

 public:
  CompareFilterRow(RunList& list,
                   RunTableModel& model,
                   RunTableView& table,
                   Settings& settings,
                   QWidget* parent = nullptr);

  [[nodiscard]] QLineEdit* field() { return field_; }
  [[nodiscard]] bool IsTrash() const;

 signals:
  void ViewChanged();

 private:
  void Build();
  void Retranslate();
  void Apply();
  void ChooseView(int view);
  void ShowError(const std::optional<Failure>& why);
  void FillColumns();
  void RestoreColumns();
  void StoreColumns();
  void ResetColumns();

  RunList& list_;
  RunTableModel& model_;
  RunTableView& table_;
  Settings& settings_;
  QLineEdit* field_;
  QAction* search_;
  QLabel* error_;
  QComboBox* grouping_;
  QComboBox* view_;
  QPushButton* columns_;
  QMenu* menu_;
  QTimer soon_;
};

}  // namespace sentei::ui
