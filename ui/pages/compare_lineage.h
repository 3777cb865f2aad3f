// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/run_lineage.h"
#include "ui/pages/compare_panel.h"
#include "ui/run_library.h"

#include <QStandardItemModel>

class QComboBox;
class QLabel;
class QTreeView;

namespace sentei::ui {

/// Fills a tree: model, runs, exports, each below what it came from.
void FillLineage(QStandardItemModel& model,
                 const storage::RunLineage& lineage,
                 const ListedRuns& listed);

/// Where a compared run came from and what came from it.
class LineagePanel final : public ComparePanel {
  Q_OBJECT

 public:
  LineagePanel(RunLibrary& library, QWidget* parent = nullptr);

 protected:
  void Refresh() override;

 private:
  void Ask();
  void Show(const storage::RunLineage& lineage);

  RunLibrary& library_;
  QStandardItemModel model_;
  QComboBox* run_;
  QLabel* message_;
  QTreeView* tree_;
  quint64 turn_ = 0;
};

}  // namespace sentei::ui
