// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/run_setup.h"

#include "ui/language_binding.h"
#include "ui/pages/run_command_box.h"
#include "ui/pages/run_form.h"
#include "ui/pages/run_missing.h"
#include "ui/pages/run_needs_box.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panel_row.h"
#include "ui/workspace.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

constexpr int kNarrow = 720;

}  // namespace

RunSetup::RunSetup(Workspace& workspace, QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("run-setup"));
  form_ = new RunForm(workspace);
  auto* side = new QWidget;
  auto* column = new QVBoxLayout(side);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* missing = new RunMissing(workspace);
  column->addWidget(missing);
  column->addWidget(new RunNeedsBox(workspace));
  column->addSpacing(Px(8));
  column->addWidget(new RunCommandBox(workspace));
  column->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(side);
  scroll->viewport()->setAutoFillBackground(false);
  side->setAutoFillBackground(false);

  row_ = new PanelRow(QStringLiteral("run-setup-row"));
  row_->AddPanel(form_, 1);
  row_->AddPanel(scroll, 1);
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(Px(8), Px(8), Px(8), Px(8));
  whole->addWidget(row_);
  connect(missing, &RunMissing::Asked, this, &RunSetup::MissingAsked);
  OnLanguage(this, [this] {
    row_->SetName(0, tr("Settings"));
    row_->SetName(1, tr("Estimate and command"));
  });
}

void RunSetup::FocusSetting(std::string_view key) {
  row_->Show(0);
  form_->Focus(key);
}

void RunSetup::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  row_->SetForm(width() < Px(kNarrow) ? PanelRow::Form::kTabs : PanelRow::Form::kSideBySide);
}

}  // namespace sentei::ui
