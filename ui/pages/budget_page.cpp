// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/budget_page.h"

#include "ui/core_sentence.h"
#include "ui/language_binding.h"
#include "ui/pages/budget_layer_table.h"
#include "ui/pages/budget_maps.h"
#include "ui/pages/budget_sensitivity.h"
#include "ui/pages/budget_tool_row.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/note.h"
#include "ui/workspace.h"
#include "viz/segmented_switch.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

namespace sentei::ui {

using plan::FamilyGroup;

namespace {

constexpr int kNarrow = 960;
constexpr int kLow = 640;
const QString kFolderKey = QStringLiteral("last-folder");

QSplitter* MakeSplitter(Qt::Orientation orientation, const QString& name) {
  auto* splitter = new QSplitter(orientation);
  splitter->setObjectName(name);
  splitter->setHandleWidth(Px(8));
  splitter->setChildrenCollapsible(false);
  return splitter;
}

// Messages of the core begin small, to stand after a colon.
QString Sentence(QString text) {
  if (!text.isEmpty()) text[0] = text[0].toUpper();
  return text;
}

}  // namespace

BudgetPage::BudgetPage(Workspace& workspace, QWidget* parent)
    : Page(PageId::kBudget, workspace, parent),
      commands_(workspace.session(), workspace.budget()),
      model_(new LayerTableModel(workspace, commands_, this)) {
  setObjectName(QStringLiteral("budget-page"));
  BuildHeader();
  BuildBody();
  Connect();
  OnLanguage(this, [this] { Retranslate(); });
  FoldToSize();
}

void BudgetPage::BuildHeader() {
  const auto make = [this](const QString& name, const char* kind) {
    auto* button = new QPushButton;
    button->setObjectName(name);
    Mark(button, "kind", kind);
    AddAction(button);
    return button;
  };
  import_ = make(QStringLiteral("budget-import"), "flat");
  export_ = make(QStringLiteral("budget-export"), "flat");
  run_ = make(QStringLiteral("budget-run"), "primary");
  run_->setIcon(ThemedIcon(QStringLiteral("run"), IconRole::kOnAccent));
}

void BudgetPage::BuildBody() {
  stack_ = new QStackedWidget;
  auto* nothing = new QWidget;
  empty_ = MakeLabel(TypeRole::kBody, Tone::kSecondary);
  empty_->setObjectName(QStringLiteral("budget-empty"));
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setWordWrap(true);
  open_ = new QPushButton;
  open_->setObjectName(QStringLiteral("budget-open"));
  auto* middle = new QVBoxLayout(nothing);
  middle->addStretch(1);
  middle->addWidget(empty_);
  middle->addWidget(open_, 0, Qt::AlignHCenter);
  middle->addStretch(1);

  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  tools_ = new BudgetToolRow(workspace(), commands_);
  problem_ = new Note(NoteKind::kWarning);
  problem_->setObjectName(QStringLiteral("budget-problem"));
  lower_ = problem_->AddButton(QStringLiteral("budget-lower-target"));
  problem_->hide();
  auto* line = new QFrame;
  Mark(line, "line", "horizontal");
  column->addWidget(tools_);
  column->addWidget(line);
  column->addWidget(problem_);
  BuildFoldRow(*column);

  table_ = new BudgetLayerTable(workspace(), *model_, commands_, selection_);
  maps_ = new BudgetMaps(workspace(), *model_, commands_, selection_);
  sensitivity_ = new BudgetSensitivity(workspace(), *model_, commands_, selection_);
  columns_ = MakeSplitter(Qt::Horizontal, QStringLiteral("budget-columns"));
  columns_->addWidget(table_);
  columns_->addWidget(maps_);
  columns_->setStretchFactor(0, 5);
  columns_->setStretchFactor(1, 4);
  rows_ = MakeSplitter(Qt::Vertical, QStringLiteral("budget-rows"));
  rows_->addWidget(columns_);
  rows_->addWidget(sensitivity_);
  rows_->setStretchFactor(0, 3);
  rows_->setStretchFactor(1, 1);
  rows_->setSizes({Px(480), Px(180)});
  columns_->setSizes({Px(530), Px(430)});
  auto* panels = new QVBoxLayout;
  panels->setContentsMargins(Px(8), Px(8), Px(8), Px(8));
  panels->addWidget(rows_);
  column->addLayout(panels, 1);
  stack_->addWidget(nothing);
  stack_->addWidget(content);
  body()->addWidget(stack_, 1);
}

void BudgetPage::BuildFoldRow(QVBoxLayout& column) {
  fold_row_ = new QWidget;
  part_ = new viz::SegmentedSwitch({QString(), QString()});
  part_->SetObjectName(QStringLiteral("budget-part"));
  part_->SetCurrent(0);
  show_sensitivity_ = new QPushButton;
  show_sensitivity_->setObjectName(QStringLiteral("budget-show-sensitivity"));
  show_sensitivity_->setCheckable(true);
  Mark(show_sensitivity_, "kind", "small");
  auto* row = new QHBoxLayout(fold_row_);
  row->setContentsMargins(Px(8), Px(8), Px(8), 0);
  row->addWidget(part_);
  row->addStretch(1);
  row->addWidget(show_sensitivity_);
  column.addWidget(fold_row_);
}

void BudgetPage::Connect() {
  connect(import_, &QPushButton::clicked, this, &BudgetPage::ImportBudget);
  connect(export_, &QPushButton::clicked, this, &BudgetPage::ExportBudget);
  connect(run_, &QPushButton::clicked, this, &BudgetPage::GoToRun);
  connect(maps_, &BudgetMaps::RunRequested, this, &BudgetPage::GoToRun);
  connect(
      open_, &QPushButton::clicked, this, [this] { emit NavigationRequested(PageId::kWelcome); });
  connect(lower_, &QPushButton::clicked, this, [this] { commands_.LowerTargetToLargest(); });
  connect(part_, &viz::SegmentedSwitch::Chosen, this, &BudgetPage::FoldToSize);
  connect(show_sensitivity_, &QPushButton::toggled, this, &BudgetPage::FoldToSize);
  connect(model_, &LayerTableModel::Refreshed, this, &BudgetPage::RefreshState);
  connect(&selection_, &LayerSelection::Changed, this, &BudgetPage::DescribeCurrent);
  connect(&workspace().session(), &ModelSession::Opened, this, &BudgetPage::RefreshState);
  connect(&workspace().session(), &ModelSession::Closed, this, &BudgetPage::RefreshState);
  connect(&workspace().budget(), &BudgetDocument::Said, this, [this](const QString& reason) {
    if (!reason.isEmpty()) workspace().ShowStatus(reason);
  });
}

void BudgetPage::Retranslate() {
  SetTitle(tr("Budget"));
  import_->setText(tr("Import…"));
  export_->setText(tr("Export…"));
  run_->setText(tr("Run…"));
  open_->setText(tr("Open a model"));
  lower_->setText(tr("Lower the target"));
  part_->SetOptions({tr("Layers"), tr("Maps")});
  part_->setAccessibleName(tr("Table or maps"));
  show_sensitivity_->setText(tr("Sensitivity"));
  RefreshState();
}

void BudgetPage::RefreshState() {
  const OpenedModelPtr& model = workspace().session().model();
  const bool ready = model != nullptr && model->IsPrunable();
  for (QPushButton* button : {import_, export_, run_}) button->setEnabled(ready);
  stack_->setCurrentIndex(ready ? 1 : 0);
  open_->setVisible(model == nullptr);
  if (!ready) {
    empty_->setText(model == nullptr
                        ? tr("No model is open yet.")
                        : tr("%1 opens for reading only: it cannot be pruned.").arg(model->name));
    return SetState({});
  }
  const int manual = model_->ManualRows();
  const bool edited = !workspace().budget().state().spec.layers.empty();
  QString state = tools_->PresetName();
  if (manual > 0) {
    state += QStringLiteral(" · ") + tr("edited, %n manual rows", nullptr, manual);
  } else if (edited) {
    state += QStringLiteral(" · ") + tr("edited");
  }
  SetState(state);
  RefreshProblem();
}

void BudgetPage::RefreshProblem() {
  const auto& problem = workspace().budget().problem();
  problem_->setVisible(problem.has_value());
  if (!problem.has_value()) return;
  const QString hint = CoreSentence(problem->hint);
  const QString message = Sentence(CoreSentence(problem->message));
  problem_->SetText(tr("The budget cannot be met; the numbers are those of the previous one"),
                    hint.isEmpty() ? message : tr("%1. %2").arg(message, hint));
}

void BudgetPage::DescribeCurrent() {
  const auto current = selection_.current();
  if (!current.has_value() || *current >= model_->rowCount() || !isVisible()) return;
  const LayerRow& row = model_->row(static_cast<int>(*current));
  const plan::UnitKind kind = workspace().budget().state().spec.attention_kind;
  QString text = tr("Layer %1 · %2 of %3 %4 kept")
                     .arg(row.layer)
                     .arg(Count(row.attention.kept),
                          Count(row.attention.units),
                          UnitsName(FamilyGroup::kAttention, kind));
  text += QStringLiteral(" · ") +
          tr("FFN %1 of %2 kept").arg(Count(row.ffn.kept), Count(row.ffn.units));
  const int selected = static_cast<int>(selection_.layers().size());
  if (selected > 1) text += QStringLiteral(" · ") + tr("%n rows selected", nullptr, selected);
  workspace().ShowStatus(text);
}

void BudgetPage::OnShown() {
  maps_->Activate();
  model_->RefreshNow();
}

void BudgetPage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  FoldToSize();
}

void BudgetPage::FoldToSize() {
  const bool narrow = width() < Px(kNarrow);
  const bool low = height() < Px(kLow);
  fold_row_->setVisible(narrow || low);
  part_->setVisible(narrow);
  show_sensitivity_->setVisible(low);
  const bool sensitivity = !low || show_sensitivity_->isChecked();
  const bool maps = !narrow || part_->Current() == 1;
  table_->setVisible(!narrow || !maps);
  maps_->setVisible(maps);
  sensitivity_->setVisible(sensitivity);
  columns_->setVisible(!(low && sensitivity));
}

void BudgetPage::ImportBudget() {
  const QString folder = workspace().settings().State(kFolderKey, QDir::homePath()).toString();
  const QString path =
      QFileDialog::getOpenFileName(this, tr("Import budget"), folder, tr("Budget files (*.json)"));
  if (path.isEmpty()) return;
  workspace().settings().SetState(kFolderKey, QFileInfo(path).absolutePath());
  const Result<void> read = commands_.Import(path);
  if (!read.has_value()) workspace().ShowFailure(read.error());
}

void BudgetPage::ExportBudget() {
  const QString folder = workspace().settings().State(kFolderKey, QDir::homePath()).toString();
  QString path = QFileDialog::getSaveFileName(this,
                                              tr("Export budget"),
                                              folder + QStringLiteral("/budget.json"),
                                              tr("Budget files (*.json)"));
  if (path.isEmpty()) return;
  if (QFileInfo(path).suffix().isEmpty()) path += QStringLiteral(".json");
  workspace().settings().SetState(kFolderKey, QFileInfo(path).absolutePath());
  const Result<void> written = commands_.Export(path);
  if (!written.has_value()) return workspace().ShowFailure(written.error());
  workspace().ShowStatus(tr("Saved %1").arg(path));
}

// The shell's own action shows the page Run and its sheet before the start.
void BudgetPage::GoToRun() {
  if (auto* action = window()->findChild<QAction*>(QStringLiteral("action-run"))) {
    return action->trigger();
  }
  emit NavigationRequested(PageId::kRun);
}

}  // namespace sentei::ui
