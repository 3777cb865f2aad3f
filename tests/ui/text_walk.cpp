// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/text_walk.h"

#include "viz/elided_label.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTabBar>

namespace sentei::ui {
namespace {

// Rounding of fractional scales.
constexpr int kSlack = 1;

QString Place(const QWidget& widget) {
  QString path = widget.objectName();
  for (const QWidget* up = widget.parentWidget(); up != nullptr && path.count(QLatin1Char('/')) < 3;
       up = up->parentWidget()) {
    if (!up->objectName().isEmpty()) path = up->objectName() + QLatin1Char('/') + path;
  }
  return QStringLiteral("%1 (%2)").arg(path, QLatin1String(widget.metaObject()->className()));
}

QString Clip(const QWidget& widget, const QString& text, int needs, int has) {
  return QStringLiteral("%1: “%2” needs %3 px, has %4 px")
      .arg(Place(widget), text)
      .arg(needs)
      .arg(has);
}

void CheckLabel(const QLabel& label, QStringList& found) {
  if (label.text().isEmpty()) return;
  if (const auto* elided = qobject_cast<const viz::ElidedLabel*>(&label)) {
    if (elided->IsElided() && elided->toolTip().isEmpty()) {
      found.append(Place(label) + QStringLiteral(": elided without a tool tip: ") + label.text());
    }
    return;
  }
  const QSize place = label.contentsRect().size();
  if (label.wordWrap()) {
    const int needs = label.heightForWidth(label.width());
    if (needs > label.height() + kSlack)
      found.append(Clip(label, label.text(), needs, label.height()));
    return;
  }
  int needs = 0;
  for (const QString& line : label.text().split(QLatin1Char('\n'))) {
    needs = std::max(needs, label.fontMetrics().horizontalAdvance(line));
  }
  if (needs > place.width() + kSlack) found.append(Clip(label, label.text(), needs, place.width()));
}

void CheckButton(const QAbstractButton& button, QStringList& found) {
  if (button.text().isEmpty() || button.sizeHint().width() <= button.width() + kSlack) return;
  found.append(Clip(button, button.text(), button.sizeHint().width(), button.width()));
}

void CheckCombo(const QComboBox& combo, QStringList& found) {
  const int text = combo.fontMetrics().horizontalAdvance(combo.currentText());
  const int arrow = combo.fontMetrics().height() + 8;
  if (text + arrow > combo.width() + kSlack && combo.toolTip().isEmpty()) {
    found.append(Clip(combo, combo.currentText(), text + arrow, combo.width()));
  }
}

void CheckTabs(const QTabBar& tabs, QStringList& found) {
  for (int i = 0; i < tabs.count(); ++i) {
    if (!tabs.isTabVisible(i)) continue;
    const int needs = tabs.fontMetrics().horizontalAdvance(tabs.tabText(i));
    if (needs > tabs.tabRect(i).width() + kSlack) {
      found.append(Clip(tabs, tabs.tabText(i), needs, tabs.tabRect(i).width()));
    }
  }
}

void CheckHeader(const QHeaderView& header, QStringList& found) {
  if (header.orientation() != Qt::Horizontal || header.model() == nullptr) return;
  for (int i = 0; i < header.count(); ++i) {
    if (header.isSectionHidden(i)) continue;
    const QString text = header.model()->headerData(i, Qt::Horizontal).toString();
    const QString tip = header.model()->headerData(i, Qt::Horizontal, Qt::ToolTipRole).toString();
    const int needs = header.fontMetrics().horizontalAdvance(text);
    if (needs > header.sectionSize(i) + kSlack && tip.isEmpty()) {
      found.append(Clip(header, text, needs, header.sectionSize(i)));
    }
  }
}

bool IsInside(const QWidget& widget) {
  // Inside the part of a scroll area that is not scrolled into view counts as visible, too.
  return widget.isVisible() && widget.width() > 0;
}

}  // namespace

QStringList ClippedTexts(const QWidget& root) {
  QStringList found;
  for (const QWidget* widget : root.findChildren<QWidget*>()) {
    if (!IsInside(*widget)) continue;
    if (const auto* label = qobject_cast<const QLabel*>(widget)) CheckLabel(*label, found);
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
      CheckButton(*button, found);
    if (const auto* combo = qobject_cast<const QComboBox*>(widget)) CheckCombo(*combo, found);
    if (const auto* tabs = qobject_cast<const QTabBar*>(widget)) CheckTabs(*tabs, found);
    if (const auto* header = qobject_cast<const QHeaderView*>(widget)) CheckHeader(*header, found);
  }
  return found;
}

QStringList NamelessControls(const QWidget& root) {
  QStringList found;
  for (const QWidget* widget : root.findChildren<QWidget*>()) {
    if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
    if (widget->focusProxy() != nullptr || !widget->accessibleName().isEmpty()) continue;
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    if (button != nullptr && !button->text().isEmpty()) continue;
    const bool part_of_another =
        qobject_cast<const QLineEdit*>(widget) != nullptr &&
        (qobject_cast<QAbstractSpinBox*>(widget->parentWidget()) != nullptr ||
         qobject_cast<QComboBox*>(widget->parentWidget()) != nullptr);
    const bool scrolls = widget->inherits("QScrollArea") || widget->inherits("QTabBar") ||
                         widget->inherits("QTabWidget");
    bool has_buddy = false;
    for (const QLabel* label : root.findChildren<QLabel*>()) has_buddy |= label->buddy() == widget;
    if (!part_of_another && !scrolls && !has_buddy) found.append(Place(*widget));
  }
  return found;
}

}  // namespace sentei::ui
