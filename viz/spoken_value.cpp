// SPDX-License-Identifier: Apache-2.0
#include "viz/spoken_value.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QFocusEvent>
#include <QVariant>
#include <QWidget>

namespace sentei::viz {
namespace {

constexpr const char* kValue = "spoken-value";

class SpokenWidget final : public QAccessibleWidget {
 public:
  explicit SpokenWidget(QWidget* widget) : QAccessibleWidget(widget, QAccessible::Graphic) {}

  QString text(QAccessible::Text kind) const override {
    const QString value = widget()->property(kValue).toString();
    if (kind == QAccessible::Value) return value;
    const QString text = QAccessibleWidget::text(kind);
    // Screen readers speak a changed name at once, a changed value of an image not always.
    if (kind != QAccessible::Name || value.isEmpty()) return text;
    return text.isEmpty() ? value : text + QStringLiteral(": ") + value;
  }
};

QAccessibleInterface* MakeInterface(const QString& /*class_name*/, QObject* object) {
  auto* widget = qobject_cast<QWidget*>(object);
  if (widget == nullptr || !widget->property(kValue).isValid()) return nullptr;
  return new SpokenWidget(widget);  // owned by Qt's cache of interfaces
}

}  // namespace

void MakeSpoken(QWidget& widget) {
  static const bool installed = [] {
    QAccessible::installFactory(MakeInterface);
    return true;
  }();
  Q_UNUSED(installed);
  widget.setProperty(kValue, QString());
}

void Speak(QWidget& widget, const QString& value) {
  if (widget.property(kValue).toString() == value) return;
  widget.setProperty(kValue, value);
  QAccessibleEvent event(&widget, QAccessible::NameChanged);
  if (!value.isEmpty()) QAccessible::updateAccessibility(&event);
}

bool IsKeyboardFocus(const QFocusEvent& event) {
  const Qt::FocusReason reason = event.reason();
  return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
         reason == Qt::ShortcutFocusReason;
}

}  // namespace sentei::viz
