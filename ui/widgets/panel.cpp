// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/panel.h"

#include "ui/theme/theme.h"
#include "viz/elided_label.h"

namespace sentei::ui {

Panel::Panel(QWidget* parent) : QFrame(parent) {
  Mark(this, "area", "panel");
  title_ = new viz::ElidedLabel;
  title_->setFont(FontFor(TypeRole::kPanelTitle));
  title_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
  caption_ = new viz::ElidedLabel;
  caption_->setFont(FontFor(TypeRole::kCaption));
  SetTone(caption_, Tone::kSecondary);
  auto* bar = new QWidget;
  bar->setFixedHeight(Px(32));
  header_ = new QHBoxLayout(bar);
  header_->setContentsMargins(Px(12), 0, Px(6), 0);
  header_->setSpacing(Px(8));
  header_->addWidget(title_);
  header_->addWidget(caption_, 1);
  auto* line = new QFrame;
  Mark(line, "line", "horizontal");
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  column->addWidget(bar);
  column->addWidget(line);
  body_ = new QVBoxLayout;
  body_->setContentsMargins(Px(12), Px(12), Px(12), Px(12));
  body_->setSpacing(Px(8));
  column->addLayout(body_, 1);
}

void Panel::SetTitle(const QString& title) {
  title_->setText(title);
  setAccessibleName(title);
}

void Panel::SetCaption(const QString& caption) { caption_->setText(caption); }

void Panel::AddHeaderWidget(QWidget* widget) { header_->addWidget(widget); }

}  // namespace sentei::ui
