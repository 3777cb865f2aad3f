// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/panel_row.h"

#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QTabBar>
#include <QVBoxLayout>
#include <algorithm>

namespace sentei::ui {

PanelRow::PanelRow(const QString& object_name, QWidget* parent) : QWidget(parent) {
  setObjectName(object_name);
  tabs_ = new QTabBar;
  tabs_->setObjectName(object_name + QStringLiteral("-tabs"));
  tabs_->setDrawBase(false);
  tabs_->hide();
  connect(tabs_, &QTabBar::currentChanged, this, &PanelRow::Arrange);
  row_ = new QHBoxLayout;
  row_->setSpacing(Px(8));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(tabs_);
  column->addLayout(row_, 1);
}

void PanelRow::AddPanel(QWidget* panel, int stretch) {
  panels_.push_back(panel);
  row_->addWidget(panel, stretch);
  tabs_->addTab(QString());
  Arrange();
}

void PanelRow::SetName(int panel, const QString& name) { tabs_->setTabText(panel, name); }

void PanelRow::SetForm(Form form) {
  if (form == form_) return;
  form_ = form;
  Arrange();
}

int PanelRow::SideBySideWidth() const {
  int width = row_->spacing() * std::max(0, static_cast<int>(panels_.size()) - 1);
  for (const QWidget* panel : panels_) width += panel->minimumSizeHint().width();
  return width;
}

void PanelRow::Show(int panel) { tabs_->setCurrentIndex(panel); }

void PanelRow::Arrange() {
  const bool tabbed = form_ == Form::kTabs;
  tabs_->setVisible(tabbed);
  tabs_->updateGeometry();  // a hidden tab bar keeps the size it had without tabs
  for (std::size_t i = 0; i < panels_.size(); ++i) {
    panels_[i]->setVisible(!tabbed || static_cast<int>(i) == tabs_->currentIndex());
  }
}

}  // namespace sentei::ui
