// SPDX-License-Identifier: Apache-2.0
#include "ui/sidebar_delegate.h"

#include "ui/theme/theme.h"
#include "viz/appearance.h"

#include <QIcon>
#include <QPainter>

namespace sentei::ui {
namespace {

using viz::ToQColor;

bool IsFolded(const QStyleOptionViewItem& option) {
  return option.widget != nullptr && option.widget->property("folded").toBool();
}

void PaintCaption(QPainter& painter, const QStyleOptionViewItem& option, const QString& text) {
  painter.setFont(FontFor(TypeRole::kSecondary));
  painter.setPen(ToQColor(viz::Appearance::Instance().tokens().text2));
  painter.drawText(option.rect.adjusted(Px(16), 0, -Px(8), 0), Qt::AlignVCenter, text);
}

void PaintGround(QPainter& painter, const QStyleOptionViewItem& option) {
  const ThemeTokens& tokens = viz::Appearance::Instance().tokens();
  if (option.state.testFlag(QStyle::State_Selected)) {
    painter.fillRect(option.rect, ToQColor(tokens.selection));
    painter.fillRect(QRect(option.rect.topLeft(), QSize(Px(3), option.rect.height())),
                     ToQColor(tokens.accent_line));
  } else if (option.state.testFlag(QStyle::State_MouseOver)) {
    painter.fillRect(option.rect, ToQColor(tokens.selection_weak));
  }
  if (option.state.testFlag(QStyle::State_HasFocus) &&
      option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
    painter.setPen(QPen(ToQColor(tokens.accent_line), 2));
    painter.drawRect(option.rect.adjusted(1, 1, -1, -1));
  }
}

}  // namespace

void SidebarDelegate::paint(QPainter* painter,
                            const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
  const ThemeTokens& tokens = viz::Appearance::Instance().tokens();
  const bool folded = IsFolded(option);
  painter->save();
  const QString text = index.data(Qt::DisplayRole).toString();
  if (index.data(kCaptionRole).toBool()) {
    if (!folded) PaintCaption(*painter, option, text);
    painter->restore();
    return;
  }
  PaintGround(*painter, option);
  const bool selected = option.state.testFlag(QStyle::State_Selected);
  const int side = Px(16);
  const QRect icon_area(
      option.rect.left() + Px(16), option.rect.center().y() - side / 2, side, side);
  index.data(Qt::DecorationRole)
      .value<QIcon>()
      .paint(painter,
             icon_area,
             Qt::AlignCenter,
             selected ? QIcon::Selected : QIcon::Normal,
             selected ? QIcon::On : QIcon::Off);
  if (!folded) {
    painter->setFont(FontFor(selected ? TypeRole::kPanelTitle : TypeRole::kBody));
    painter->setPen(ToQColor(tokens.text));
    painter->drawText(
        option.rect.adjusted(Px(42), 0, -Px(8), 0), Qt::AlignVCenter | Qt::AlignLeft, text);
    painter->setFont(FontFor(TypeRole::kSecondary));
    painter->setPen(ToQColor(tokens.text2));
    painter->drawText(option.rect.adjusted(0, 0, -Px(12), 0),
                      Qt::AlignVCenter | Qt::AlignRight,
                      index.data(kBadgeRole).toString());
  }
  painter->restore();
}

QSize SidebarDelegate::sizeHint(const QStyleOptionViewItem& option,
                                const QModelIndex& index) const {
  if (!index.data(kCaptionRole).toBool()) return {Px(40), Px(32)};
  return {Px(40), IsFolded(option) ? Px(8) : Px(30)};
}

}  // namespace sentei::ui
