// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/pages/budget_layer_columns.h"

#include <QStyledItemDelegate>

namespace sentei::ui {

class KeptEditor;

/// Paints the rows of the layer table, and makes the real slider and number of the current row.
class BudgetLayerDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit BudgetLayerDelegate(const LayerTableModel& model, QObject* parent = nullptr);

  void SetColumns(const LayerColumns& columns) { columns_ = columns; }
  void SetCurrentRow(int row) { current_row_ = row; }
  /// The part of a kept cell that moves the slider.
  [[nodiscard]] QRect SliderRect(const QRect& cell, plan::FamilyGroup group) const;

  void paint(QPainter* painter,
             const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  QWidget* createEditor(QWidget* parent,
                        const QStyleOptionViewItem& option,
                        const QModelIndex& index) const override;
  void setEditorData(QWidget* editor, const QModelIndex& index) const override;
  void setModelData(QWidget* editor,
                    QAbstractItemModel* model,
                    const QModelIndex& index) const override;
  void updateEditorGeometry(QWidget* editor,
                            const QStyleOptionViewItem& option,
                            const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                               const QModelIndex& index) const override;

 signals:
  void Wanted(sentei::plan::FamilyGroup group, std::int64_t count);
  void EditorLeft();

 private:
  void PaintGround(QPainter& painter, const QStyleOptionViewItem& option, int row) const;
  void PaintKept(QPainter& painter,
                 const QRect& cell,
                 const LayerRow& row,
                 plan::FamilyGroup group) const;
  void PaintLayer(QPainter& painter, const QRect& cell, const LayerRow& row) const;

  const LayerTableModel& model_;
  LayerColumns columns_;
  int current_row_ = -1;
};

}  // namespace sentei::ui
