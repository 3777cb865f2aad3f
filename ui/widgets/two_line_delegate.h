// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>

namespace sentei::ui {

/// The second line of an item.
inline constexpr int kSecondLineRole = Qt::UserRole + 20;

/// Paints an item as a bold line over a quiet one, both elided in the middle. Plain text.
class TwoLineDelegate final : public QStyledItemDelegate {
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
