// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/two_line_delegate.h"

#include "ui/theme/theme.h"
#include "viz/appearance.h"

#include <QApplication>
#include <QPainter>

namespace sentei::ui {

void TwoLineDelegate::paint(QPainter* painter,
                            const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
  QStyleOptionViewItem ground(option);
  initStyleOption(&ground, index);
  ground.text.clear();
  const QStyle* style = option.widget == nullptr ? QApplication::style() : option.widget->style();
  style->drawControl(QStyle::CE_ItemViewItem, &ground, painter, option.widget);

  const ThemeTokens& tokens = viz::Appearance::Instance().tokens();
  const bool enabled = (index.flags() & Qt::ItemIsEnabled) != 0;
  const QRect area = option.rect.adjusted(Px(8), Px(3), -Px(8), -Px(3));
  const auto draw = [&](const QRect& line, int alignment, TypeRole role, Rgb color, int data) {
    painter->setFont(FontFor(role));
    painter->setPen(viz::ToQColor(enabled ? color : tokens.disabled));
    painter->drawText(line,
                      alignment | Qt::AlignLeft | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(
                          index.data(data).toString(), Qt::ElideMiddle, line.width()));
  };
  painter->save();
  QRect upper = area;
  upper.setHeight(area.height() / 2);
  QRect lower = area;
  lower.setTop(upper.bottom() + 1);
  draw(upper, Qt::AlignBottom, TypeRole::kPanelTitle, tokens.text, Qt::DisplayRole);
  draw(lower, Qt::AlignTop, TypeRole::kSecondary, tokens.text2, kSecondLineRole);
  painter->restore();
}

QSize TwoLineDelegate::sizeHint(const QStyleOptionViewItem& option,
                                const QModelIndex& index) const {
  return {QStyledItemDelegate::sizeHint(option, index).width(), Px(44)};
}

}  // namespace sentei::ui
