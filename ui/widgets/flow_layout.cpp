// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/flow_layout.h"

#include <QWidget>
#include <algorithm>

namespace sentei::ui {

FlowLayout::FlowLayout(int horizontal_gap, int vertical_gap, QWidget* parent)
    : QLayout(parent), horizontal_gap_(horizontal_gap), vertical_gap_(vertical_gap) {}

FlowLayout::~FlowLayout() { qDeleteAll(items_); }

void FlowLayout::addItem(QLayoutItem* item) { items_.append(item); }

int FlowLayout::count() const { return static_cast<int>(items_.size()); }

QLayoutItem* FlowLayout::itemAt(int index) const { return items_.value(index); }

QLayoutItem* FlowLayout::takeAt(int index) {
  return index >= 0 && index < items_.size() ? items_.takeAt(index) : nullptr;
}

int FlowLayout::heightForWidth(int width) const {
  return LayOut(QRect(0, 0, width, 0), Pass::kMeasure);
}

QSize FlowLayout::sizeHint() const {
  QSize size(0, 0);
  for (const QLayoutItem* item : items_) {
    if (item->isEmpty()) continue;
    const QSize hint = item->sizeHint();
    size = QSize(size.width() + hint.width() + horizontal_gap_,
                 std::max(size.height(), hint.height()));
  }
  const QMargins margins = contentsMargins();
  return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

QSize FlowLayout::minimumSize() const {
  QSize size(0, 0);
  for (const QLayoutItem* item : items_) {
    if (!item->isEmpty()) size = size.expandedTo(item->minimumSize());
  }
  const QMargins margins = contentsMargins();
  return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

void FlowLayout::setGeometry(const QRect& rect) {
  QLayout::setGeometry(rect);
  LayOut(rect, Pass::kPlace);
}

int FlowLayout::LayOut(const QRect& rect, Pass pass) const {
  const QMargins margins = contentsMargins();
  const QRect area = rect.marginsRemoved(margins);
  int x = area.left();
  int y = area.top();
  int row_height = 0;
  for (QLayoutItem* item : items_) {
    if (item->isEmpty()) continue;
    const QSize hint = item->sizeHint();
    const int width = std::min(hint.width(), area.width());
    if (x > area.left() && x + width > area.right() + 1) {
      x = area.left();
      y += row_height + vertical_gap_;
      row_height = 0;
    }
    if (pass == Pass::kPlace) item->setGeometry(QRect(x, y, width, hint.height()));
    x += width + horizontal_gap_;
    row_height = std::max(row_height, hint.height());
  }
  return y + row_height - rect.top() + margins.bottom();
}

}  // namespace sentei::ui
