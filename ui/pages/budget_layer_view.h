// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/pages/budget_layer_delegate.h"

#include <QTableView>
#include <optional>

namespace sentei::ui {

/// The rows of the layer table. Dragging on a slider moves it, dragging on over other rows paints
/// the count there; keys act on the selection: left and right one choice (Shift four), Ctrl with
/// them changes between heads and channels, Space locks, digits type a count, Delete goes back to
/// the target.
class BudgetLayerView final : public QTableView {
  Q_OBJECT

 public:
  BudgetLayerView(LayerTableModel& model, BudgetCommands& commands, QWidget* parent = nullptr);

  void SetColumns(const LayerColumns& columns);
  /// Selected layers, ascending; the current row's where none is.
  [[nodiscard]] LayerList SelectedLayers() const;
  void Select(const std::set<std::int64_t>& layers, std::optional<std::int64_t> current);

 signals:
  /// Selection or current row changed by the user.
  void SelectionEdited();

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
  void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  struct Drag {
    plan::FamilyGroup group = plan::FamilyGroup::kFfn;
    int first_row = 0;
    int last_row = 0;
    std::int64_t count = 0;
    bool painting = false;  ///< has left the first row: the count stays what it was
  };
  struct Hit {
    int row = -1;
    plan::FamilyGroup group = plan::FamilyGroup::kFfn;
    QRect slider;
  };

  [[nodiscard]] std::optional<Hit> SliderAt(QPoint position) const;
  [[nodiscard]] QRect SliderRect(int row, plan::FamilyGroup group) const;
  void MoveDrag(QPoint position);
  void MoveEditors(int from, int to);
  void FocusCount(const QString& typed);
  bool HandleCommand(QKeyEvent* event);

  LayerTableModel& layers_;
  BudgetCommands& commands_;
  BudgetLayerDelegate* delegate_;
  plan::FamilyGroup group_ = plan::FamilyGroup::kFfn;
  std::optional<Drag> drag_;
  bool selecting_ = false;  ///< selection comes from outside
};

}  // namespace sentei::ui
