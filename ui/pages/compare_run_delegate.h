// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/run_selection.h"

#include <QStyledItemDelegate>

namespace sentei::ui {

class RunTableView;
struct ListedRun;

/// Paints the rows of the runs table: marker or box, star, status with its icon, the ground of
/// compared runs and the bar of the current one.
class RunRowDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  RunRowDelegate(RunSelection& selection, RunTableView* view);

  void paint(QPainter* painter,
             const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                               const QModelIndex& index) const override;

 private:
  void PaintGround(QPainter& painter,
                   const QStyleOptionViewItem& option,
                   const QModelIndex& index) const;
  void PaintGroup(QPainter& painter,
                  const QStyleOptionViewItem& option,
                  const QModelIndex& index) const;
  void PaintMark(QPainter& painter, const QRect& rect, const std::string& id) const;
  void PaintText(QPainter& painter,
                 const QStyleOptionViewItem& option,
                 const QModelIndex& index,
                 const ListedRun& run) const;

  RunSelection& selection_;
  RunTableView* view_;
};

}  // namespace sentei::ui
