// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/run_needs_box.h"

#include "core/run/memory_needs.h"
#include "ui/background.h"
#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/note.h"
#include "ui/widgets/share_bar.h"
#include "ui/workspace.h"
#include "viz/appearance.h"
#include "viz/elided_label.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

constexpr int kSettleMs = 120;
constexpr int kAgainMs = 5000;

double Real(std::int64_t value) { return static_cast<double>(value); }

QString PhaseOfPeak(plan::MemoryUse use) {
  switch (use) {
    case plan::MemoryUse::kTrain:
      return RunNeedsBox::tr("while pruning and tuning");
    case plan::MemoryUse::kEval:
      return RunNeedsBox::tr("while measuring perplexity");
    case plan::MemoryUse::kExport:
      return RunNeedsBox::tr("while exporting and verifying");
    case plan::MemoryUse::kGenerate:
      return RunNeedsBox::tr("while generating");
  }
  return {};
}

void Clear(QGridLayout* grid) {
  while (QLayoutItem* item = grid->takeAt(0)) {
    delete item->widget();
    delete item;
  }
}

}  // namespace

RunNeedsBox::RunNeedsBox(Workspace& workspace, QWidget* parent)
    : QFrame(parent), workspace_(workspace) {
  setObjectName(QStringLiteral("run-needs"));
  Mark(this, "area", "panel");
  title_ = MakeLabel(TypeRole::kPanelTitle);
  summary_ = MakeLabel();
  summary_->setObjectName(QStringLiteral("run-needs-summary"));
  summary_->setWordWrap(true);
  bar_ = new ShareBar;
  bar_->setObjectName(QStringLiteral("run-needs-bar"));
  legend_ = new QGridLayout;
  legend_->setHorizontalSpacing(Px(8));
  legend_->setVerticalSpacing(Px(2));
  legend_->setColumnStretch(1, 1);
  disk_ = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
  disk_->setObjectName(QStringLiteral("run-needs-disk"));
  disk_->setWordWrap(true);
  warning_ = new Note(NoteKind::kWarning);
  warning_->setObjectName(QStringLiteral("run-needs-warning"));
  warning_->hide();
  force_ = new QCheckBox;
  force_->setObjectName(QStringLiteral("run-anyway"));
  force_->hide();
  connect(force_, &QCheckBox::clicked, this, [this](bool on) {
    workspace_.draft().Edit([on](run::RunSpec& spec) { spec.force_memory = on; });
  });

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Px(12), Px(8), Px(12), Px(12));
  column->setSpacing(Px(8));
  for (QWidget* part : std::initializer_list<QWidget*>{title_, summary_, bar_}) {
    column->addWidget(part);
  }
  column->addLayout(legend_);
  for (QWidget* part : std::initializer_list<QWidget*>{disk_, warning_, force_}) {
    column->addWidget(part);
  }

  settle_.setSingleShot(true);
  settle_.setInterval(kSettleMs);
  again_.setInterval(kAgainMs);
  connect(&settle_, &QTimer::timeout, this, &RunNeedsBox::Ask);
  connect(&again_, &QTimer::timeout, this, &RunNeedsBox::Ask);
  connect(&workspace.draft(), &JobDraft::Changed, &settle_, qOverload<>(&QTimer::start));
  connect(&viz::Appearance::Instance(), &viz::Appearance::Changed, this, &RunNeedsBox::Show);
  OnLanguage(this, [this] { Retranslate(); });
}

void RunNeedsBox::showEvent(QShowEvent* event) {
  QFrame::showEvent(event);
  again_.start();
  Ask();
}

void RunNeedsBox::hideEvent(QHideEvent* event) {
  again_.stop();
  QFrame::hideEvent(event);
}

void RunNeedsBox::Ask() {
  if (!isVisible()) return;
  NeedsRequest request;
  request.model = workspace_.session().model();
  request.spec = workspace_.draft().spec();
  request.data_dir = workspace_.locations().data_dir.string();
  if (const plan::BudgetPlan* plan = workspace_.budget().plan()) request.keeps = plan->Keeps();
  const quint64 number = ++asked_;
  InBackground(
      this,
      [request = std::move(request)] { return EstimateNeeds(request); },
      [this, number](const Result<RunNeeds>& needs) {
        if (number != asked_ || !needs.has_value()) return;
        needs_ = needs.value();
        Show();
        emit NeedsChanged();
      });
}

void RunNeedsBox::Show() {
  const bool known = needs_.has_value() && needs_->memory.has_value();
  bar_->setVisible(known);
  if (!needs_.has_value()) return summary_->setText(tr("Estimating…"));
  Clear(legend_);
  if (known) {
    ShowMemory(*needs_->memory);
  } else {
    summary_->setText(tr("%1 of memory are free. An estimate needs a model that can be pruned.")
                          .arg(Bytes(static_cast<double>(needs_->free_memory))));
  }
  const QString free = Bytes(static_cast<double>(needs_->free_disk));
  const QString checkpoints = Bytes(Real(needs_->checkpoint_bytes));
  disk_->setText(needs_->export_bytes > 0
                     ? tr("Disk: about %1 for the export and %2 for checkpoints; %3 are free.")
                           .arg(Bytes(Real(needs_->export_bytes)), checkpoints, free)
                     : tr("Disk: about %1 for checkpoints; %2 are free.").arg(checkpoints, free));
  SetTone(disk_, needs_->ExceedsDisk() ? Tone::kDanger : Tone::kSecondary);
  ShowWarning();
}

void RunNeedsBox::ShowMemory(const plan::MemoryEstimate& estimate) {
  const plan::MemoryPhase& peak = estimate.Peak();
  summary_->setText(tr("About %1 %2; %3 are free.")
                        .arg(Bytes(Real(peak.Required())),
                             PhaseOfPeak(peak.use),
                             Bytes(static_cast<double>(needs_->free_memory))));
  std::vector<ShareBar::Part> parts;
  for (const plan::MemoryPart& part : peak.parts) {
    parts.push_back({MemoryPartWord(part.name), Real(part.bytes), part.reclaimable});
  }
  bar_->SetParts(std::move(parts), static_cast<double>(needs_->free_memory));
  bar_->setAccessibleName(summary_->text());
  ShowLegend(peak);
}

void RunNeedsBox::ShowLegend(const plan::MemoryPhase& peak) {
  const int side = Px(10);
  int row = 0;
  for (std::size_t i = 0; i < peak.parts.size(); ++i) {
    const plan::MemoryPart& part = peak.parts[i];
    if (part.bytes <= 0) continue;
    auto* swatch = new QLabel;
    QPixmap pixmap(side, side);
    pixmap.fill(ShareBar::ColorOf(i));
    swatch->setPixmap(pixmap);
    auto* name = new viz::ElidedLabel;
    name->setFont(FontFor(TypeRole::kSecondary));
    name->setText(part.reclaimable ? tr("%1, given back when needed").arg(MemoryPartWord(part.name))
                                   : MemoryPartWord(part.name));
    auto* amount = MakeLabel(TypeRole::kSecondary);
    amount->setText(Bytes(Real(part.bytes)));
    amount->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    legend_->addWidget(swatch, row, 0);
    legend_->addWidget(name, row, 1);
    legend_->addWidget(amount, row, 2);
    ++row;
  }
}

void RunNeedsBox::ShowWarning() {
  const bool exceeds = needs_->ExceedsMemory();
  const bool forced = workspace_.draft().spec().force_memory;
  warning_->setVisible(exceeds);
  force_->setVisible(exceeds || forced);
  force_->setChecked(forced);
  if (!exceeds) return;
  warning_->SetText(
      tr("This run needs more than %1 of the free memory").arg(Percent(run::kMemoryRefusalShare)),
      forced ? tr("It will start anyway. The system may end the program; checkpoints stay.")
             : tr("It will be refused. Make the micro-batch or the sequences smaller, close other "
                  "programs, or choose to run anyway."));
}

void RunNeedsBox::Retranslate() {
  title_->setText(tr("Estimate"));
  force_->setText(tr("Run anyway"));
  Show();
}

}  // namespace sentei::ui
