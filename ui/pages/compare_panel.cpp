// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_panel.h"

#include <QEvent>

namespace sentei::ui {

ComparePanel::ComparePanel(QWidget* parent) : QWidget(parent), column_(new QVBoxLayout(this)) {
  column_->setContentsMargins(0, 0, 0, 0);
  column_->setSpacing(0);
  comparison_.listed = std::make_shared<const std::vector<ListedRun>>();
  due_ = true;
}

void ComparePanel::SetComparison(const Comparison& comparison) {
  comparison_ = comparison;
  RequestRefresh();
}

void ComparePanel::RequestRefresh() {
  due_ = !isVisible();
  if (!due_) Refresh();
}

void ComparePanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (!due_) return;
  due_ = false;
  Refresh();
}

void ComparePanel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) RequestRefresh();
}

}  // namespace sentei::ui
