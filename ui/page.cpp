// SPDX-License-Identifier: Apache-2.0
#include "ui/page.h"

#include "ui/theme/theme.h"
#include "viz/elided_label.h"

#include <QFrame>

namespace sentei::ui {

Page::Page(PageId id, Workspace& workspace, QWidget* parent)
    : QWidget(parent), id_(id), workspace_(workspace) {
  auto* header = new QFrame;
  header_ = header;
  Mark(header, "area", "header");
  header->setFixedHeight(Px(48));
  auto* row = new QHBoxLayout(header);
  row->setContentsMargins(Px(16), 0, Px(16), 0);
  row->setSpacing(Px(8));
  title_ = MakeLabel(TypeRole::kPageTitle);
  title_->setObjectName(QStringLiteral("page-title"));
  state_ = new viz::ElidedLabel(Qt::ElideMiddle);
  state_->setObjectName(QStringLiteral("page-state"));
  SetTone(state_, Tone::kSecondary);
  row->addWidget(title_);
  row->addSpacing(Px(8));
  row->addWidget(state_, 1);
  actions_ = new QHBoxLayout;
  actions_->setSpacing(Px(8));
  row->addLayout(actions_);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(header);
  body_ = new QVBoxLayout;
  body_->setContentsMargins(0, 0, 0, 0);
  body_->setSpacing(0);
  column->addLayout(body_, 1);
}

void Page::SetTitle(const QString& title) {
  title_->setText(title);
  setAccessibleName(title);
}

void Page::SetState(const QString& state) { state_->setText(state); }

void Page::AddAction(QWidget* action) { actions_->addWidget(action); }

}  // namespace sentei::ui
