// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>

namespace sentei::ui {

inline constexpr int kPageRole = Qt::UserRole;
inline constexpr int kCaptionRole = Qt::UserRole + 1;
inline constexpr int kBadgeRole = Qt::UserRole + 2;

/// Paints pages and captions of the sidebar: the current page on the selection's ground with a bar
/// at its left; icons alone where the view's property "folded" is true.
class SidebarDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter,
             const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                               const QModelIndex& index) const override;
};

}  // namespace sentei::ui
