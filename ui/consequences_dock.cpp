// SPDX-License-Identifier: Apache-2.0
#include "ui/consequences_dock.h"

#include "core/base/host.h"
#include "core/run/memory_needs.h"
#include "ui/core_sentence.h"
#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/consequences_view.h"
#include "ui/workspace.h"
#include "viz/appearance.h"
#include "viz/tool_tip.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

namespace sentei::ui {

/// The strip that stands for the folded dock: what the budget takes, upright.
class FoldedDock final : public QAbstractButton {
 public:
  explicit FoldedDock(QWidget* parent = nullptr) : QAbstractButton(parent) {
    setObjectName(QStringLiteral("consequences-strip"));
    setFixedWidth(Px(28));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setCheckable(true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
  }
  [[nodiscard]] QSize sizeHint() const override { return {Px(28), Px(160)}; }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    const ThemeTokens& tokens = viz::Appearance::Instance().tokens();
    QPainter painter(this);
    if (isChecked() || underMouse()) painter.fillRect(rect(), viz::ToQColor(tokens.selection_weak));
    painter.setPen(viz::ToQColor(tokens.text));
    painter.save();
    painter.translate(width(), 0);
    painter.rotate(90);
    painter.drawText(
        QRect(Px(12), 0, height() - Px(24), width()), Qt::AlignLeft | Qt::AlignVCenter, text());
    painter.restore();
    if (!hasFocus()) return;
    painter.setPen(QPen(viz::ToQColor(tokens.accent_line), 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
  }
};

namespace {

constexpr int kWidth = 272;
constexpr std::int64_t kContext = 2048;

}  // namespace

ConsequencesDock::ConsequencesDock(Workspace& workspace, QWidget* parent)
    : QFrame(parent),
      workspace_(workspace),
      commands_(workspace.session(), workspace.budget()),
      view_(new ConsequencesView),
      strip_(new FoldedDock) {
  setObjectName(QStringLiteral("consequences-dock"));
  Mark(this, "area", "dock");
  setFixedWidth(Px(kWidth));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(1, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(view_);
  row->addWidget(strip_);
  strip_->hide();
  view_->installEventFilter(this);
  refresh_.setSingleShot(true);
  refresh_.setInterval(0);
  Connect();
  OnLanguage(this, [this] {
    setAccessibleName(tr("Consequences"));
    strip_->setAccessibleName(tr("Consequences"));
    refresh_.start();
  });
}

void ConsequencesDock::Connect() {
  connect(&refresh_, &QTimer::timeout, this, &ConsequencesDock::RefreshNow);
  const auto soon = qOverload<>(&QTimer::start);
  connect(&workspace_.budget(), &BudgetDocument::Changed, &refresh_, soon);
  connect(&workspace_.draft(), &JobDraft::Changed, &refresh_, soon);
  connect(&workspace_.session(), &ModelSession::BaselineChanged, &refresh_, soon);
  connect(&workspace_.session(), &ModelSession::Opened, this, [this] {
    progress_.reset();
    view_->SetLastAction({});
    refresh_.start();
  });
  connect(&workspace_.session(), &ModelSession::Closed, &refresh_, soon);
  connect(&workspace_.bridge(), &RunBridge::EventArrived, this, &ConsequencesDock::OnEvent);
  connect(&workspace_.budget().undo(), &QUndoStack::indexChanged, this, [this] {
    const QUndoStack& stack = workspace_.budget().undo();
    view_->SetLastAction(stack.canUndo() ? stack.undoText() : QString());
  });
  connect(&workspace_.budget(), &BudgetDocument::Said, this, [this](const QString& reason) {
    if (!reason.isEmpty()) view_->SetLastAction(reason);
  });
  connect(view_, &ConsequencesView::RemedyRequested, this, &ConsequencesDock::Apply);
  connect(strip_, &QAbstractButton::clicked, this, &ConsequencesDock::ToggleOverlay);
}

void ConsequencesDock::SetPage(PageId page) {
  page_ = page;
  if (fold_ == Fold::kStrip) view_->hide();
  strip_->setChecked(false);
  refresh_.start();
}

void ConsequencesDock::Begin(const QString& run_id, const run::RunSpec& spec) {
  const OpenedModelPtr& model = workspace_.session().model();
  if (model == nullptr || !model->IsPrunable() || spec.model != model->source->path().string()) {
    return;
  }
  Progress progress;
  progress.run_id = run_id;
  progress.dtype = spec.output.dtype;
  try {
    progress.families = plan::BuildUnitFamilies(*model->description, spec.budget.attention_kind);
    progress.plan = plan::ResolveBudget(*model->description,
                                        progress.families,
                                        spec.budget,
                                        spec.output.profile,
                                        spec.output.dtype);
  } catch (const Error&) {
    return;  // the run will tell why itself
  }
  for (plan::FamilyPlan& family : progress.plan.families) family.keep = family.num_units;
  progress_ = std::move(progress);
}

void ConsequencesDock::TakeCounts(const run::PruneEventDone& event) {
  for (const run::FamilyState& state : event.families) {
    for (plan::FamilyPlan& family : progress_->plan.families) {
      if (family.layer == state.layer && family.kind == state.kind) family.keep = state.kept;
    }
  }
}

void ConsequencesDock::OnEvent(const QString& run_id, const run::RunEvent& event) {
  if (std::holds_alternative<run::RunStarted>(event)) {
    const Job* job = workspace_.jobs().Find(run_id);
    if (job != nullptr && job->spec.kind == run::RunKind::kPrune) Begin(run_id, job->spec);
    refresh_.start();
    return;
  }
  if (!progress_.has_value() || progress_->run_id != run_id) return;
  if (const auto* pruned = std::get_if<run::PruneEventDone>(&event)) {
    TakeCounts(*pruned);
  } else if (const auto* eval = std::get_if<run::EvalDone>(&event)) {
    (eval->stage == "dense" ? progress_->quality.dense : progress_->quality.now) = *eval;
  } else {
    return;
  }
  refresh_.start();
}

plan::ConsequenceRequest ConsequencesDock::Request() const {
  const OpenedModel& model = *workspace_.session().model();
  const BudgetState& state = workspace_.budget().state();
  plan::ConsequenceRequest request;
  request.profile = state.profile;
  request.dtype = state.dtype;
  const std::int64_t longest = model.description->max_positions;
  request.context = longest > 0 ? std::min(kContext, longest) : kContext;
  const run::RunSpec spec = workspace_.draft().spec();
  request.memory = run::MemoryNeeds(
      spec, plan::StoredWeightsOf(*model.source), run::ExpectedComputeBytes(spec.dtype));
  return request;
}

void ConsequencesDock::RefreshNow() {
  refresh_.stop();
  const OpenedModelPtr& model = workspace_.session().model();
  if (model == nullptr) return view_->ShowEmpty(tr("No model is open."));
  if (!model->IsPrunable()) {
    return view_->ShowEmpty(tr("This model opens for reading only: it cannot be pruned."));
  }
  if (page_ == PageId::kRun && progress_.has_value()) return ShowProgress();
  ShowBudget();
}

void ConsequencesDock::ShowBudget() {
  const BudgetDocument& budget = workspace_.budget();
  if (budget.plan() == nullptr) {
    return view_->ShowEmpty(budget.problem().has_value() ? CoreSentence(budget.problem()->message)
                                                         : tr("The budget has no solution yet."));
  }
  const plan::ConsequenceRequest request = Request();
  const plan::Consequences consequences = plan::ConsequencesOf(
      *workspace_.session().model()->description, budget.families(), *budget.plan(), request);
  MeasuredQuality quality;
  quality.dense = workspace_.session().baseline();
  const QString columns =
      budget.plan()->DecidedByScores() ? tr("dense → budget, est.") : tr("dense → budget");
  Show(consequences, request, quality, budget.state().spec.attention_kind, columns);
}

void ConsequencesDock::ShowProgress() {
  plan::ConsequenceRequest request = Request();
  request.dtype = progress_->dtype;
  request.profile = progress_->plan.profile;
  const plan::Consequences consequences = plan::ConsequencesOf(
      *workspace_.session().model()->description, progress_->families, progress_->plan, request);
  const plan::UnitKind kind =
      progress_->families.empty() ? plan::UnitKind::kKvGroup : progress_->families.front().kind;
  Show(consequences, request, progress_->quality, kind, tr("dense → now"));
}

void ConsequencesDock::Show(const plan::Consequences& consequences,
                            const plan::ConsequenceRequest& request,
                            const MeasuredQuality& quality,
                            plan::UnitKind attention_kind,
                            const QString& columns) {
  ConsequencesContent content;
  content.lines = LinesOf(consequences, request, quality, attention_kind);
  content.columns = columns;
  const bool budget = page_ != PageId::kRun || !progress_.has_value();
  if (budget && workspace_.budget().problem().has_value()) {
    content.stale = tr("from the previous budget");
  }
  const auto& measured = quality.now.has_value() ? quality.now : quality.dense;
  if (measured.has_value()) content.protocol = ProtocolOf(*measured);
  const auto total = static_cast<double>(std::max<std::int64_t>(1, consequences.parameters.dense));
  content.kept = static_cast<double>(consequences.parameters.now) / total;
  content.kept_text = tr("kept %1").arg(Percent(content.kept));
  content.largest_text = tr("largest feasible %1")
                             .arg(Percent(-static_cast<double>(consequences.plan.largest) / total));
  content.opens_in = consequences.opens_in;
  if (budget) content.remedies = consequences.remedies;
  view_->Show(content);
  const QString change = content.lines.front().difference;
  strip_->setText(tr("Δ parameters %1").arg(change));
  strip_->setToolTip(viz::ToolTipOf(tr("Show all consequences")));
}

void ConsequencesDock::Apply(plan::Remedy remedy) {
  if (remedy == plan::Remedy::kMakeUniform) return commands_.MakeUniform();
  commands_.RoundTo256();
}

void ConsequencesDock::SetFold(Fold fold) {
  if (fold == fold_) return;
  fold_ = fold;
  const bool strip = fold == Fold::kStrip;
  strip_->setVisible(strip);
  strip_->setChecked(false);
  setFixedWidth(strip ? strip_->width() + 1 : Px(kWidth));
  if (strip) {
    layout()->removeWidget(view_);
    view_->setParent(parentWidget());
    view_->hide();
  } else {
    static_cast<QHBoxLayout*>(layout())->insertWidget(0, view_);
    view_->show();
  }
}

void ConsequencesDock::PlaceOverlay() {
  if (fold_ != Fold::kStrip) return;
  view_->setGeometry(x() - Px(kWidth), y(), Px(kWidth), height());
}

void ConsequencesDock::ToggleOverlay() {
  view_->setVisible(strip_->isChecked());
  if (!strip_->isChecked()) return;
  PlaceOverlay();
  view_->raise();
}

void ConsequencesDock::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  PlaceOverlay();
}

void ConsequencesDock::hideEvent(QHideEvent* event) {
  QFrame::hideEvent(event);
  if (fold_ != Fold::kStrip) return;
  view_->hide();
  strip_->setChecked(false);
}

// Escape closes the overlay from anything in it.
bool ConsequencesDock::eventFilter(QObject* watched, QEvent* event) {
  const bool escape =
      event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
  if (!escape || fold_ != Fold::kStrip) return QFrame::eventFilter(watched, event);
  strip_->setChecked(false);
  view_->hide();
  strip_->setFocus();
  return true;
}

}  // namespace sentei::ui
