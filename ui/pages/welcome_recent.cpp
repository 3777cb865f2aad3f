// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/welcome_recent.h"

#include "ui/language_binding.h"
#include "ui/models/recent_models.h"
#include "ui/pages/page_parts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/two_line_delegate.h"
#include "ui/workspace.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

constexpr int kNarrow = 520;

QTableView* MakeTable(RecentModels* model) {
  auto* table = new QTableView;
  table->setObjectName(QStringLiteral("welcome-recent"));
  table->setModel(model);
  table->setItemDelegateForColumn(RecentModels::kModel, new TwoLineDelegate(table));
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setSelectionMode(QAbstractItemView::SingleSelection);
  table->setShowGrid(false);
  table->setTabKeyNavigation(false);
  table->setFrameShape(QFrame::NoFrame);
  table->setWordWrap(false);
  table->setTextElideMode(Qt::ElideMiddle);
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(Px(44));
  table->horizontalHeader()->setHighlightSections(false);
  table->horizontalHeader()->setSectionResizeMode(RecentModels::kModel, QHeaderView::Stretch);
  for (int column = RecentModels::kFormat; column < RecentModels::kColumns; ++column) {
    table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
  }
  return table;
}

}  // namespace

WelcomeRecent::WelcomeRecent(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
  model_ = new RecentModels(workspace, this);
  table_ = MakeTable(model_);
  QLabel* title = MakeLabel(TypeRole::kPanelTitle);
  clear_ = MakePushButton(QStringLiteral("welcome-clear-recent"), "flat");
  QLabel* sentence = MakeLabel(TypeRole::kBody, Tone::kSecondary);
  sentence->setAlignment(Qt::AlignCenter);
  sentence->setWordWrap(true);
  sentence->setMinimumHeight(Px(120));
  empty_ = sentence;

  auto* head = new QHBoxLayout;
  head->addWidget(title, 1);
  head->addWidget(clear_);
  auto* frame = new QFrame;
  Mark(frame, "area", "panel");
  auto* inside = new QVBoxLayout(frame);
  inside->setContentsMargins(1, 1, 1, 1);
  inside->addWidget(table_);
  inside->addWidget(empty_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(Px(4));
  column->addLayout(head);
  column->addWidget(frame);
  column->addStretch(1);

  connect(
      clear_, &QPushButton::clicked, this, [this] { workspace_.settings().ClearRecentModels(); });
  connect(table_, &QTableView::activated, this, [this](const QModelIndex& index) {
    workspace_.session().Open(index.data(RecentModels::kArgumentRole).toString());
  });
  connect(model_, &QAbstractItemModel::modelReset, this, &WelcomeRecent::ShowState);
  OnLanguage(this, [this, title, sentence] {
    title->setText(tr("Recent models"));
    table_->setAccessibleName(tr("Recent models"));
    clear_->setText(tr("Clear list"));
    sentence->setText(tr("No models opened yet. Try the demo, or drop one into this window."));
    model_->Retranslate();
  });
  ShowState();
}

void WelcomeRecent::Refresh() { model_->Refresh(); }

void WelcomeRecent::ShowState() {
  const bool any = model_->rowCount() > 0;
  table_->setVisible(any);
  empty_->setVisible(!any);
  clear_->setVisible(any);
  table_->setFixedHeight(Px(30) + Px(44) * model_->rowCount());
}

void WelcomeRecent::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  table_->setColumnHidden(RecentModels::kRuns, width() < Px(kNarrow));
  table_->setColumnHidden(RecentModels::kOpened, width() < Px(kNarrow) * 4 / 5);
}

}  // namespace sentei::ui
