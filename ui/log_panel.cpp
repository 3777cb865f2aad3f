// SPDX-License-Identifier: Apache-2.0
#include "ui/log_panel.h"

#include "ui/core_sentence.h"
#include "ui/job_words.h"
#include "ui/language_binding.h"
#include "ui/models/run_trace.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/workspace.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTime>
#include <QToolButton>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

constexpr int kMostLines = 5000;

/// The line of an event; empty for events that no log needs.
struct LineOf {
  QString operator()(const run::PhaseChanged& event) const {
    return event.detail.empty() ? PhaseWord(event.phase)
                                : PhaseWord(event.phase) + QStringLiteral(": ") +
                                      PhaseDetail(event.phase, event.detail);
  }
  QString operator()(const run::Warned& event) const {
    return LogPanel::tr("Warning: %1").arg(CoreSentence(event.message));
  }
  QString operator()(const run::Noted& event) const { return CoreSentence(event.message); }
  QString operator()(const run::EvalDone& event) const {
    return LogPanel::tr("Perplexity %1 (%2), %3 windows of %4 tokens, %5")
        .arg(Number(event.perplexity, 4),
             StageName(event.stage),
             Count(event.windows),
             Count(event.length),
             Shown(event.dtype));
  }
  QString operator()(const run::CheckpointSaved& event) const {
    return LogPanel::tr("Checkpoint of iteration %1, %2")
        .arg(Count(event.step), Bytes(static_cast<double>(event.bytes)));
  }
  QString operator()(const run::PruneEventDone& event) const {
    return LogPanel::tr("Iteration %1: %2 units pruned so far")
        .arg(Count(event.step), Count(event.removed_units));
  }
  QString operator()(const run::ExportDone& event) const {
    return LogPanel::tr("Exported to %1").arg(Shown(event.path));
  }
  QString operator()(const run::VerifyDone& event) const {
    return event.verified ? LogPanel::tr("Verified: largest logit difference %1")
                                .arg(QString::number(event.max_abs_diff, 'g', 3))
                          : LogPanel::tr("Not verified: %1").arg(CoreSentence(event.detail));
  }
  QString operator()(const run::RunFinished& event) const {
    return event.outcome == run::Outcome::kFailed
               ? LogPanel::tr("Failed: %1").arg(CoreSentence(event.message))
               : LogPanel::tr("Ended after %1").arg(Duration(event.seconds));
  }
  template <typename Other>
  QString operator()(const Other&) const {
    return {};
  }
};

}  // namespace

LogPanel::LogPanel(Workspace& workspace, QWidget* parent) : QFrame(parent), workspace_(workspace) {
  setObjectName(QStringLiteral("log-panel"));
  Mark(this, "area", "raised");
  title_ = MakeLabel(TypeRole::kPanelTitle);
  filter_ = new QLineEdit;
  filter_->setObjectName(QStringLiteral("log-filter"));
  filter_->setClearButtonEnabled(true);
  filter_->setMaximumWidth(Px(320));
  text_ = new QPlainTextEdit;
  text_->setObjectName(QStringLiteral("log-text"));
  text_->setReadOnly(true);
  text_->setMaximumBlockCount(kMostLines);
  text_->setFont(FontFor(TypeRole::kMono));
  copy_ = new QToolButton;
  copy_->setIcon(ThemedIcon(QStringLiteral("copy"), IconRole::kText));
  close_ = new QToolButton;
  close_->setIcon(ThemedIcon(QStringLiteral("close"), IconRole::kText));

  auto* header = new QHBoxLayout;
  header->addWidget(title_);
  header->addStretch(1);
  header->addWidget(filter_);
  header->addWidget(copy_);
  header->addWidget(close_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Px(12), Px(4), Px(8), Px(8));
  column->setSpacing(Px(4));
  column->addLayout(header);
  column->addWidget(text_);

  connect(filter_, &QLineEdit::textChanged, this, &LogPanel::Filter);
  connect(close_, &QToolButton::clicked, this, &QWidget::hide);
  connect(copy_, &QToolButton::clicked, this, [this] {
    QApplication::clipboard()->setText(text_->toPlainText());
  });
  connect(&workspace.bridge(), &RunBridge::EventArrived, this, &LogPanel::Take);
  OnLanguage(this, [this] {
    title_->setText(tr("Log"));
    filter_->setPlaceholderText(tr("Filter lines"));
    filter_->setAccessibleName(tr("Filter lines"));
    text_->setAccessibleName(tr("Log"));
    copy_->setToolTip(tr("Copy the lines shown"));
    copy_->setAccessibleName(tr("Copy the lines shown"));
    close_->setToolTip(tr("Close the log"));
    close_->setAccessibleName(tr("Close the log"));
  });
}

void LogPanel::Take(const QString& run_id, const run::RunEvent& event) {
  const QString line = std::visit(LineOf{}, event);
  if (line.isEmpty()) return;
  const Job* job = workspace_.jobs().Find(run_id);
  Append(QStringLiteral("%1  %2  %3")
             .arg(QTime::currentTime().toString(QStringLiteral("HH:mm:ss")),
                  job == nullptr ? run_id : job->name,
                  line));
}

void LogPanel::Append(const QString& line) {
  lines_.append(line);
  while (lines_.size() > kMostLines) lines_.removeFirst();
  if (line.contains(filter_->text(), Qt::CaseInsensitive)) text_->appendPlainText(line);
}

void LogPanel::Filter() {
  text_->setPlainText(lines_.filter(filter_->text(), Qt::CaseInsensitive).join(QLatin1Char('\n')));
}

}  // namespace sentei::ui
