// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/run_missing.h"

#include "ui/language_binding.h"
#include "ui/theme/theme.h"
#include "ui/widgets/lazy_refresh.h"
#include "ui/widgets/note.h"
#include "ui/workspace.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

QString ButtonText(Missing::Where where) {
  switch (where) {
    case Missing::Where::kModel:
      return RunMissing::tr("Go to Model");
    case Missing::Where::kData:
      return RunMissing::tr("Choose text…");
    case Missing::Where::kBudget:
      return RunMissing::tr("Go to Budget");
    case Missing::Where::kSettings:
      return RunMissing::tr("Show setting");
  }
  return {};
}

}  // namespace

RunMissing::RunMissing(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
  setObjectName(QStringLiteral("run-missing"));
  column_ = new QVBoxLayout(this);
  column_->setContentsMargins(0, 0, 0, 0);
  column_->setSpacing(Px(8));
  auto* lazy = new LazyRefresh(this, [this] { Refresh(); });
  connect(&workspace.draft(), &JobDraft::Changed, lazy, &LazyRefresh::Request);
  connect(&workspace.session(), &ModelSession::Closed, lazy, &LazyRefresh::Request);
  OnLanguage(this, [this] { Refresh(); });
}

void RunMissing::Refresh() {
  auto found = MissingForRun(workspace_.session(), workspace_.budget(), workspace_.draft().spec());
  if (found == missing_) return;
  missing_ = std::move(found);
  while (QLayoutItem* item = column_->takeAt(0)) {
    if (item->widget() != nullptr) {
      item->widget()->hide();
      item->widget()->deleteLater();
    }
    delete item;
  }
  for (const Missing& one : missing_) {
    auto* note = new Note(NoteKind::kWarning);
    note->SetText(one.sentence, {});
    const auto number = static_cast<int>(one.where);
    QPushButton* button = note->AddButton(QStringLiteral("run-missing-%1").arg(number));
    button->setText(ButtonText(one.where));
    connect(button, &QPushButton::clicked, this, [this, where = one.where] { emit Asked(where); });
    column_->addWidget(note);
  }
  column_->setContentsMargins(0, 0, 0, missing_.empty() ? 0 : Px(8));
  emit Changed();
}

}  // namespace sentei::ui
