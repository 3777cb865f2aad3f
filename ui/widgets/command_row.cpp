// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/command_row.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "viz/appearance.h"

#include <QPainter>

namespace sentei::ui {

using viz::ToQColor;

CommandRow::CommandRow(const QString& icon, QWidget* parent)
    : QAbstractButton(parent), icon_(icon) {
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_Hover);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(
      &viz::Appearance::Instance(), &viz::Appearance::Changed, this, qOverload<>(&QWidget::update));
}

void CommandRow::SetTexts(const QString& title, const QString& explanation, const QString& keys) {
  setText(QString(title).replace(QLatin1Char('&'), QStringLiteral("&&")));
  explanation_ = explanation;
  keys_ = keys;
  setAccessibleName(title);
  setAccessibleDescription(explanation);
  update();
}

QSize CommandRow::sizeHint() const { return {Px(360), Px(56)}; }

QSize CommandRow::minimumSizeHint() const { return {Px(200), Px(56)}; }

void CommandRow::paintEvent(QPaintEvent* /*event*/) {
  const ThemeTokens& tokens = viz::Appearance::Instance().tokens();
  QPainter painter(this);
  if (isEnabled() && (underMouse() || isDown())) {
    painter.fillRect(rect(), ToQColor(isDown() ? tokens.selection : tokens.selection_weak));
  }
  const int side = Px(20);
  ThemedIcon(icon_, icon_ == QLatin1String("leaf") ? IconRole::kAccent : IconRole::kRest)
      .paint(&painter, QRect(Px(16), (height() - side) / 2, side, side));
  QRect area = rect().adjusted(Px(48), 0, -Px(16), 0);
  const QColor quiet = ToQColor(isEnabled() ? tokens.text2 : tokens.disabled);
  painter.setFont(FontFor(TypeRole::kSecondary));
  if (!keys_.isEmpty()) {
    painter.setPen(quiet);
    painter.drawText(area, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, keys_);
    area.setRight(area.right() - painter.fontMetrics().horizontalAdvance(keys_) - Px(12));
  }
  const QRect upper(area.left(), 0, area.width(), height() / 2);
  const QRect lower(area.left(), height() / 2, area.width(), height() / 2);
  painter.setPen(quiet);
  painter.drawText(lower,
                   Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine,
                   painter.fontMetrics().elidedText(explanation_, Qt::ElideRight, area.width()));
  painter.setFont(FontFor(TypeRole::kPanelTitle));
  painter.setPen(ToQColor(isEnabled() ? tokens.text : tokens.disabled));
  painter.drawText(
      upper,
      Qt::AlignLeft | Qt::AlignBottom | Qt::TextSingleLine,
      painter.fontMetrics().elidedText(accessibleName(), Qt::ElideRight, area.width()));
  if (hasFocus()) {
    painter.setPen(QPen(ToQColor(tokens.accent_line), 2));
    painter.drawRect(rect().adjusted(2, 2, -2, -2));
  }
}

}  // namespace sentei::ui
