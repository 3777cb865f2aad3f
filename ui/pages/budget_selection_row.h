// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/pages/budget_layer_columns.h"

#include <QToolButton>
#include <QWidget>
#include <functional>

namespace sentei::ui {

class KeptEditor;

/// Captions over the columns; the table's own header cannot have a row below it.
class LayerTableHeader final : public QWidget {
  Q_OBJECT

 public:
  explicit LayerTableHeader(const LayerTableModel& model, QWidget* parent = nullptr);
  void SetColumns(const LayerColumns& columns);

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] QRect Cell(int column) const;

  const LayerTableModel& model_;
  LayerColumns columns_;
};

/// The row under the captions: shows and edits all selected layers at once.
class SelectionRow final : public QWidget {
  Q_OBJECT

 public:
  using Layers = std::function<LayerList()>;
  SelectionRow(BudgetCommands& commands, Layers layers, QWidget* parent = nullptr);

  void SetColumns(const LayerColumns& columns);
  void Show(const LayerRow& summary, int rows);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  [[nodiscard]] KeptEditor* MakeEditor(plan::FamilyGroup group, const QString& name);

  BudgetCommands& commands_;
  Layers layers_;
  LayerColumns columns_;
  LayerRow summary_;
  int rows_ = 0;
  QToolButton* lock_;
  KeptEditor* attention_;
  KeptEditor* ffn_;
};

}  // namespace sentei::ui
