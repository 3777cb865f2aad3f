// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/start_dialog.h"

#include "ui/core_sentence.h"
#include "ui/language_binding.h"
#include "ui/models/run_settings.h"
#include "ui/pages/run_command_box.h"
#include "ui/pages/run_missing.h"
#include "ui/pages/run_needs_box.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/workspace.h"
#include "viz/tool_tip.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

QString ModelName(Workspace& workspace) {
  const OpenedModelPtr& model = workspace.session().model();
  return model == nullptr ? None() : model->name;
}

QString DeviceText(const run::RunSpec& spec) {
  return ChoiceWord("device", Shown(spec.device)) + QStringLiteral(" · ") +
         ChoiceWord("dtype", ToQString(Name(spec.dtype)));
}

QString OutputText(const run::RunSpec& spec) {
  if (spec.output.directory.empty()) return StartDialog::tr("none; export later");
  return StartDialog::tr("%1 (%2, %3)")
      .arg(Shown(spec.output.directory),
           ToQString(Name(spec.output.profile)),
           ToQString(Name(spec.output.dtype)));
}

QString BudgetText(const BudgetDocument& budget) {
  const plan::BudgetPlan* plan = budget.plan();
  return plan == nullptr ? None() : CoreSentence(plan->sentence);
}

}  // namespace

QString RunName(Workspace& workspace, const run::RunSpec& spec) {
  if (!spec.note.empty()) return Shown(spec.note);
  const plan::BudgetPlan* plan = workspace.budget().plan();
  if (plan == nullptr || plan->total <= 0) return ModelName(workspace);
  const double share = static_cast<double>(plan->reached) / static_cast<double>(plan->total);
  return StartDialog::tr("%1, %2 smaller").arg(ModelName(workspace), Percent(share));
}

StartDialog::StartDialog(Workspace& workspace, QWidget* parent)
    : QDialog(parent), workspace_(workspace) {
  setObjectName(QStringLiteral("start-dialog"));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowModality(Qt::WindowModal);
  title_ = MakeLabel(TypeRole::kPageTitle);
  subtitle_ = MakeLabel(TypeRole::kBody, Tone::kSecondary);
  missing_ = new RunMissing(workspace);
  needs_ = new RunNeedsBox(workspace);
  start_ = new QPushButton;
  start_->setObjectName(QStringLiteral("start-run"));
  Mark(start_, "kind", "primary");
  start_->setDefault(true);
  cancel_ = new QPushButton;
  cancel_->setObjectName(QStringLiteral("start-cancel"));

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Px(20), Px(16), Px(20), Px(16));
  column->setSpacing(Px(10));
  column->addWidget(title_);
  column->addWidget(subtitle_);
  column->addWidget(MakeFacts());
  auto* middle = new QVBoxLayout;
  middle->setSpacing(0);
  middle->addWidget(missing_);
  middle->addWidget(needs_);
  column->addLayout(middle);
  column->addWidget(new RunCommandBox(workspace));
  column->addStretch(1);
  auto* buttons = new QHBoxLayout;
  buttons->addStretch(1);
  buttons->addWidget(cancel_);
  buttons->addWidget(start_);
  column->addLayout(buttons);

  connect(start_, &QPushButton::clicked, this, &QDialog::accept);
  connect(cancel_, &QPushButton::clicked, this, &QDialog::reject);
  connect(missing_, &RunMissing::Changed, this, &StartDialog::RefreshStart);
  connect(needs_, &RunNeedsBox::NeedsChanged, this, [this] {
    RefreshStart();
    // Once the layouts have seen the new parts.
    QTimer::singleShot(0, this, [this] {
      layout()->activate();
      const int wanted = layout()->totalHeightForWidth(width());
      if (height() < wanted) resize(width(), wanted);
    });
  });
  connect(&workspace.draft(), &JobDraft::Changed, this, &StartDialog::RefreshStart);
  connect(missing_, &RunMissing::Asked, this, [this](Missing::Where where) {
    reject();
    emit MissingAsked(where);
  });
  OnLanguage(this, [this] { Retranslate(); });
  setMinimumWidth(Px(560));
  start_->setFocus();
}

QWidget* StartDialog::MakeFacts() {
  auto* panel = new QFrame;
  Mark(panel, "area", "panel");
  auto* column = new QVBoxLayout(panel);
  column->setContentsMargins(Px(12), Px(8), Px(12), Px(8));
  facts_ = MakeLabel();
  facts_->setObjectName(QStringLiteral("start-facts"));
  facts_->setWordWrap(true);
  column->addWidget(facts_);
  return panel;
}

void StartDialog::RefreshStart() {
  const run::RunSpec spec = workspace_.draft().spec();
  const auto& needs = needs_->needs();
  const bool refused = needs.has_value() && needs->ExceedsMemory() && !spec.force_memory;
  start_->setEnabled(missing_->IsEmpty() && !refused);
  start_->setToolTip(!missing_->IsEmpty() ? viz::ToolTipOf(tr("Something is missing; see above."))
                     : refused
                         ? viz::ToolTipOf(tr("Memory does not suffice; choose to run anyway."))
                         : QString());
  const plan::BudgetPlan* plan = workspace_.budget().plan();
  QStringList lines;
  lines << tr("Device: %1").arg(DeviceText(spec))
        << tr("Iterations: %1 of %2 × %3 tokens")
               .arg(Count(spec.train.steps), Count(spec.train.batch), Count(spec.train.length))
        << tr("Criterion: %1")
               .arg(ChoiceWord("prune.criterion", ToQString(Name(spec.prune.criterion))));
  if (plan != nullptr) lines << tr("Budget: %1").arg(BudgetText(workspace_.budget()));
  lines << tr("Result: %1").arg(OutputText(spec));
  facts_->setText(lines.join(QLatin1Char('\n')));
}

void StartDialog::Retranslate() {
  setWindowTitle(tr("Start run"));
  title_->setText(tr("Start this run?"));
  subtitle_->setText(RunName(workspace_, workspace_.draft().spec()));
  start_->setText(tr("Start"));
  cancel_->setText(tr("Cancel"));
  RefreshStart();
}

}  // namespace sentei::ui
