// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/export_profiles.h"
#include "ui/dialogs/export_result.h"
#include "ui/dialogs/export_target.h"
#include "ui/models/run_trace.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/note.h"
#include "viz/elided_label.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

constexpr QSize kUsual(1000, 704);

QWidget* OnTop(QWidget* content) {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(content);
  column->addStretch(1);
  return page;
}

QPushButton* MakeButton(const QString& name) {
  auto* button = new QPushButton;
  button->setObjectName(name);
  button->setAutoDefault(false);
  return button;
}

}  // namespace

void ExportDialog::Build() {
  auto* header = new QFrame;
  Mark(header, "area", "header");
  header->setFixedHeight(Px(52));
  auto* row = new QHBoxLayout(header);
  row->setContentsMargins(Px(20), 0, Px(20), 0);
  row->setSpacing(Px(12));
  title_ = MakeLabel(TypeRole::kPageTitle);
  subtitle_ = new viz::ElidedLabel(Qt::ElideRight);
  subtitle_->setObjectName(QStringLiteral("export-subject"));
  SetTone(subtitle_, Tone::kSecondary);
  row->addWidget(title_);
  row->addWidget(subtitle_, 1);

  auto* middle = new QHBoxLayout;
  middle->setSpacing(0);
  middle->addWidget(BuildChoice(), 5);
  middle->addWidget(BuildSide(), 6);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(header);
  column->addLayout(middle, 1);
  column->addWidget(BuildFooter());
  QSize size(Px(kUsual.width()), Px(kUsual.height()));
  if (parentWidget() != nullptr) size = size.boundedTo(parentWidget()->size());
  resize(size);
}

QWidget* ExportDialog::BuildChoice() {
  question_ = MakeLabel(TypeRole::kPanelTitle);
  question_->setContentsMargins(Px(20), Px(10), Px(20), Px(10));
  profiles_ = new ExportProfiles;
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(profiles_);
  auto* frame = new QFrame;
  Mark(frame, "area", "sidebar");
  auto* column = new QVBoxLayout(frame);
  column->setContentsMargins(0, 0, 1, 0);
  column->setSpacing(0);
  column->addWidget(question_);
  column->addWidget(scroll, 1);
  return frame;
}

QWidget* ExportDialog::BuildSide() {
  // One page a stage, in the stages' order.
  problem_note_ = new Note(NoteKind::kDanger);
  problem_note_->setObjectName(QStringLiteral("export-problem"));
  problem_note_->SetText(tr("Reading the result…"), {});
  problem_note_->SetKind(NoteKind::kInfo);
  partial_ = new Note(NoteKind::kWarning);
  partial_->setObjectName(QStringLiteral("export-partial"));
  target_ = new ExportTarget;
  auto* choosing = new QWidget;
  auto* choice = new QVBoxLayout(choosing);
  choice->setContentsMargins(0, 0, 0, 0);
  choice->setSpacing(Px(12));
  choice->addWidget(partial_);
  choice->addWidget(target_);
  choice->addStretch(1);
  progress_text_ = MakeLabel();
  progress_text_->setObjectName(QStringLiteral("export-progress"));
  progress_text_->setWordWrap(true);
  progress_ = new QProgressBar;
  progress_->setTextVisible(false);
  auto* working = new QWidget;
  auto* work = new QVBoxLayout(working);
  work->setContentsMargins(0, 0, 0, 0);
  work->setSpacing(Px(8));
  work->addWidget(progress_text_);
  work->addWidget(progress_);
  work->addStretch(1);
  result_ = new ExportResult;
  side_ = new QStackedWidget;
  side_->setContentsMargins(Px(20), Px(12), Px(20), Px(12));
  for (QWidget* page : {OnTop(problem_note_), choosing, working, static_cast<QWidget*>(result_)}) {
    side_->addWidget(page);
  }
  return side_;
}

QWidget* ExportDialog::BuildFooter() {
  show_folder_ = MakeButton(QStringLiteral("export-show-folder"));
  show_folder_->setIcon(ThemedIcon(QStringLiteral("folder"), IconRole::kText));
  again_ = MakeButton(QStringLiteral("export-again"));
  cancel_ = MakeButton(QStringLiteral("export-cancel"));
  close_ = MakeButton(QStringLiteral("export-close"));
  export_ = MakeButton(QStringLiteral("export-begin"));
  export_->setDefault(true);
  Mark(export_, "kind", "primary");
  auto* footer = new QFrame;
  Mark(footer, "area", "raised");
  footer->setFixedHeight(Px(52));
  auto* row = new QHBoxLayout(footer);
  row->setContentsMargins(Px(20), 0, Px(20), 0);
  row->setSpacing(Px(8));
  row->addWidget(show_folder_);
  row->addStretch(1);
  for (QPushButton* button : {again_, cancel_, close_, export_}) row->addWidget(button);
  return footer;
}

void ExportDialog::Retranslate() {
  setWindowTitle(tr("Export"));
  title_->setText(tr("Export"));
  question_->setText(tr("Where will it be used?"));
  partial_->SetText(tr("This run did not reach its last iteration"),
                    tr("Exported is what its newest checkpoint holds."));
  show_folder_->setText(tr("Show folder"));
  again_->setText(tr("Export another"));
  cancel_->setText(tr("Cancel export"));
  close_->setText(tr("Close"));
  export_->setText(tr("Export"));
  if (!subject_.has_value()) return;
  QStringList parts{subject_->name,
                    tr("%1 parameters").arg(CountShort(static_cast<double>(subject_->parameters)))};
  if (subject_->removed > 0.0) parts << SignedPercent(-subject_->removed);
  if (subject_->quality.has_value()) {
    parts << tr("perplexity %1 (%2)")
                 .arg(Number(subject_->quality->perplexity, 2), ProtocolText(*subject_->quality));
  }
  subtitle_->setText(parts.join(QStringLiteral(" · ")));
}

}  // namespace sentei::ui
