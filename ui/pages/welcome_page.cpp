// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/welcome_page.h"

#include "ui/language_binding.h"
#include "ui/pages/page_parts.h"
#include "ui/pages/welcome_recent.h"
#include "ui/pages/welcome_recovery.h"
#include "ui/pages/welcome_start.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace sentei::ui {
namespace {

constexpr int kOneColumn = 980;
constexpr int kWidest = 1280;

}  // namespace

WelcomePage::WelcomePage(Workspace& workspace, QWidget* parent)
    : Page(PageId::kWelcome, workspace, parent) {
  setObjectName(QStringLiteral("welcome-page"));
  HideHeader();
  recovery_ = new WelcomeRecovery(workspace);
  start_ = new WelcomeStart(workspace);
  recent_ = new WelcomeRecent(workspace);
  connect(recovery_, &WelcomeRecovery::NavigationRequested, this, &Page::NavigationRequested);

  columns_ = new QHBoxLayout;
  columns_->setSpacing(Px(32));
  columns_->addWidget(start_, 2);
  columns_->addWidget(recent_, 3);
  QLabel* network = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
  network->setWordWrap(true);
  auto* content = new QWidget;
  content->setMaximumWidth(Px(kWidest));
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(Px(32), Px(32), Px(32), Px(20));
  column->setSpacing(Px(20));
  column->addWidget(MakeTitle());
  column->addWidget(recovery_);
  column->addLayout(columns_, 1);
  column->addWidget(network);
  auto* left = new QWidget;
  auto* row = new QHBoxLayout(left);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(content, 1);
  row->addStretch(0);
  body()->addWidget(MakeScrollArea(left));
  OnLanguage(this, [this, network] {
    SetTitle(tr("Welcome"));
    network->setText(tr("Sentei uses no network: it opens what is on this computer."));
  });
}

QWidget* WelcomePage::MakeTitle() {
  auto* box = new QWidget;
  auto* picture = new QLabel;
  const int side = Px(64);
  picture->setPixmap(ApplicationIcon().pixmap(QSize(side, side), devicePixelRatioF()));
  QLabel* name = MakeLabel(TypeRole::kHero);
  QLabel* motto = MakeLabel(TypeRole::kBody, Tone::kSecondary);
  motto->setWordWrap(true);
  auto* texts = new QVBoxLayout;
  texts->setSpacing(0);
  texts->addStretch();
  texts->addWidget(name);
  texts->addWidget(motto);
  texts->addStretch();
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(Px(20));
  row->addWidget(picture);
  row->addLayout(texts, 1);
  OnLanguage(box, [name, motto] {
    name->setText(tr("Sentei"));
    motto->setText(tr("Make a language model smaller, and know what it cost."));
  });
  return box;
}

void WelcomePage::OnShown() {
  recovery_->Refresh();
  start_->Refresh();
  recent_->Refresh();
}

void WelcomePage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  columns_->setDirection(width() < Px(kOneColumn) ? QBoxLayout::TopToBottom
                                                  : QBoxLayout::LeftToRight);
}

}  // namespace sentei::ui
