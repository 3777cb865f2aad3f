// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/budget_commands.h"
#include "ui/models/layer_selection.h"
#include "ui/models/layer_table_model.h"
#include "ui/page.h"

class QPushButton;
class QSplitter;
class QStackedWidget;

namespace sentei::viz {
class SegmentedSwitch;
}

namespace sentei::ui {

class BudgetLayerTable;
class BudgetMaps;
class BudgetSensitivity;
class BudgetToolRow;
class Note;

/// How much each layer may lose: tool row, layer table beside the maps of importance, sensitivity
/// below. All edits go through BudgetCommands.
class BudgetPage final : public Page {
  Q_OBJECT

 public:
  explicit BudgetPage(Workspace& workspace, QWidget* parent = nullptr);

  [[nodiscard]] DockUse dock() const override { return DockUse::kConsequences; }
  void OnShown() override;

  [[nodiscard]] BudgetCommands& commands() { return commands_; }
  [[nodiscard]] LayerTableModel& model() { return *model_; }
  [[nodiscard]] LayerSelection& selection() { return selection_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void BuildHeader();
  void BuildBody();
  void BuildFoldRow(QVBoxLayout& column);
  void Connect();
  void Retranslate();
  void RefreshState();
  void RefreshProblem();
  void DescribeCurrent();
  void FoldToSize();
  void ImportBudget();
  void ExportBudget();
  void GoToRun();

  BudgetCommands commands_;
  LayerSelection selection_;
  LayerTableModel* model_;
  BudgetToolRow* tools_ = nullptr;
  BudgetLayerTable* table_ = nullptr;
  BudgetMaps* maps_ = nullptr;
  BudgetSensitivity* sensitivity_ = nullptr;
  Note* problem_ = nullptr;
  QStackedWidget* stack_ = nullptr;
  QLabel* empty_ = nullptr;
  QPushButton* open_ = nullptr;
  QPushButton* import_ = nullptr;
  QPushButton* export_ = nullptr;
  QPushButton* run_ = nullptr;
  QPushButton* lower_ = nullptr;
  QWidget* fold_row_ = nullptr;
  viz::SegmentedSwitch* part_ = nullptr;
  QPushButton* show_sensitivity_ = nullptr;
  QSplitter* columns_ = nullptr;
  QSplitter* rows_ = nullptr;
};

}  // namespace sentei::ui
