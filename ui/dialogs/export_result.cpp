// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/export_result.h"

#include "ui/core_sentence.h"
#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/note.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

QString Difference(double value) { return QString::number(value, 'g', 2); }

}  // namespace

ExportResult::ExportResult(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("export-result"));
  note_ = new Note(NoteKind::kSuccess);
  note_->setObjectName(QStringLiteral("export-verdict"));
  facts_ = MakeLabel();
  facts_->setObjectName(QStringLiteral("export-proof"));
  facts_->setWordWrap(true);
  snippets_panel_ = new QWidget;
  tabs_ = new QTabBar;
  tabs_->setObjectName(QStringLiteral("export-snippets"));
  tabs_->setDrawBase(false);
  copy_ = new QPushButton;
  copy_->setObjectName(QStringLiteral("export-copy"));
  copy_->setIcon(ThemedIcon(QStringLiteral("copy"), IconRole::kText));
  Mark(copy_, "kind", "small");
  text_ = new QPlainTextEdit;
  text_->setObjectName(QStringLiteral("export-snippet"));
  text_->setReadOnly(true);
  text_->setTabChangesFocus(true);
  text_->setFont(FontFor(TypeRole::kMono));
  remark_ = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
  remark_->setWordWrap(true);

  auto* header = new QHBoxLayout;
  header->addWidget(tabs_, 1);
  header->addWidget(copy_);
  auto* inner = new QVBoxLayout(snippets_panel_);
  inner->setContentsMargins(0, 0, 0, 0);
  inner->setSpacing(Px(6));
  inner->addLayout(header);
  inner->addWidget(text_, 1);
  inner->addWidget(remark_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(Px(12));
  column->addWidget(note_);
  column->addWidget(facts_);
  column->addWidget(snippets_panel_, 1);
  column->addStretch();
  connect(tabs_, &QTabBar::currentChanged, this, &ExportResult::ShowSnippet);
  connect(copy_, &QPushButton::clicked, this, [this] {
    QApplication::clipboard()->setText(text_->toPlainText());
  });
  OnLanguage(this, [this] { Retranslate(); });
}

void ExportResult::ShowFailure(const QString& headline, const QString& explanation) {
  note_->SetKind(NoteKind::kDanger);
  note_->SetText(headline, explanation);
  facts_->hide();
  snippets_panel_->hide();
}

void ExportResult::ShowCancelled() {
  note_->SetKind(NoteKind::kInfo);
  note_->SetText(tr("Cancelled"), tr("Nothing was written; the unfinished folder is gone."));
  facts_->hide();
  snippets_panel_->hide();
}

void ExportResult::ShowProof(const std::optional<run::VerifyDone>& proof) {
  const bool verified = proof.has_value() && proof->verified;
  note_->SetKind(verified ? NoteKind::kSuccess : NoteKind::kDanger);
  if (!proof.has_value()) {
    return note_->SetText(tr("Written, but not verified"),
                          tr("Verify it before use: the commands are below."));
  }
  note_->SetText(verified ? tr("Exported and verified") : tr("Exported, but the numbers differ"),
                 tr("Re-opened from disk by fresh code: max |Δ| of logits %1, allowed %2. %3")
                     .arg(Difference(proof->max_abs_diff),
                          Difference(proof->tolerance),
                          CoreSentence(proof->detail)));
}

void ExportResult::Show(const ExportSubject& subject,
                        plan::ExportProfile profile,
                        plan::ExportDType dtype,
                        const run::ExportDone& done,
                        const std::optional<run::VerifyDone>& proof) {
  ShowProof(proof);
  facts_->show();
  facts_->setText(tr("%1\n%2, %3 parameters, %4. Rounding to this format moves logits by at most "
                     "%5.")
                      .arg(Shown(done.path),
                           Bytes(static_cast<double>(done.bytes)),
                           Count(done.parameters),
                           Shown(done.dtype).toUpper(),
                           Difference(done.rounding_cost)));
  snippets_ = SnippetsOf(subject, profile, dtype, done.path);
  while (tabs_->count() > 0) tabs_->removeTab(0);
  for (const ExportSnippet& snippet : snippets_) tabs_->addTab(snippet.title);
  tabs_->updateGeometry();  // a hidden tab bar keeps the size it had without tabs
  remark_->setText(RunsBundledCode(subject, profile)
                       ? tr("trust_remote_code runs the modelling file beside the weights.")
                       : QString());
  remark_->setVisible(!remark_->text().isEmpty());
  snippets_panel_->show();
  ShowSnippet(0);
}

void ExportResult::ShowSnippet(int index) {
  if (index < 0 || static_cast<std::size_t>(index) >= snippets_.size()) return;
  text_->setPlainText(snippets_[static_cast<std::size_t>(index)].text);
}

void ExportResult::Retranslate() {
  copy_->setText(tr("Copy"));
  tabs_->setAccessibleName(tr("How to open the export"));
  text_->setAccessibleName(tr("Text to copy"));
}

}  // namespace sentei::ui
