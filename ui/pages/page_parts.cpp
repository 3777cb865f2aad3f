// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/page_parts.h"

#include "ui/language_binding.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <utility>

namespace sentei::ui {

QScrollArea* MakeScrollArea(QWidget* content) {
  auto* area = new QScrollArea;
  area->setFrameShape(QFrame::NoFrame);
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setWidget(content);
  content->setAutoFillBackground(false);  // the ground of whatever it lies in
  area->viewport()->setAutoFillBackground(false);
  return area;
}

QPushButton* MakePushButton(const QString& object_name, const char* kind) {
  auto* button = new QPushButton;
  button->setObjectName(object_name);
  if (*kind != '\0') Mark(button, "kind", kind);
  return button;
}

void TriggerWindowAction(QWidget* widget, const QString& action) {
  if (auto* found = widget->window()->findChild<QAction*>(action)) found->trigger();
}

QWidget* Captioned(QWidget* field, std::function<QString()> text) {
  auto* box = new QWidget;
  QLabel* caption = MakeLabel(TypeRole::kCaption, Tone::kSecondary);
  caption->setBuddy(field);
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(Px(2));
  column->addWidget(caption);
  column->addWidget(field);
  OnLanguage(box, [caption, field, text = std::move(text)] {
    caption->setText(text());
    field->setAccessibleName(text());
  });
  return box;
}

}  // namespace sentei::ui
