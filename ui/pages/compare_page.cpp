// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_page.h"

#include "ui/dialogs/export_dialog.h"
#include "ui/language_binding.h"
#include "ui/pages/compare_export.h"
#include "ui/pages/compare_filter_row.h"
#include "ui/pages/compare_run_verbs.h"
#include "ui/pages/compare_run_view.h"
#include "ui/pages/compare_tabs.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/note.h"
#include "ui/workspace.h"
#include "viz/tool_tip.h"

#include <QMenu>
#include <algorithm>

namespace sentei::ui {
namespace {

constexpr int kSideBySide = 1800;
constexpr int kOverview = 1040;
constexpr int kRunningMs = 2000;

QString SplitterKey(const QSplitter& splitter) {
  return splitter.orientation() == Qt::Horizontal ? QStringLiteral("compare-splitter-wide")
                                                  : QStringLiteral("compare-splitter");
}

QPushButton* MakeButton(const QString& name, const char* kind, const QString& icon) {
  auto* button = new QPushButton;
  button->setObjectName(name);
  Mark(button, "kind", kind);
  const bool primary = std::string_view(kind) == "primary";
  if (!icon.isEmpty()) {
    button->setIcon(ThemedIcon(icon, primary ? IconRole::kOnAccent : IconRole::kText));
  }
  return button;
}

}  // namespace

ComparePage::ComparePage(Workspace& workspace, QWidget* parent)
    : Page(PageId::kCompare, workspace, parent),
      list_(workspace.library()),
      model_(selection_),
      compared_(workspace.library(), selection_),
      clones_(workspace) {
  setObjectName(QStringLiteral("compare-page"));
  verbs_ = new RunVerbs(workspace, list_, selection_, this);
  export_ = new RunExport(workspace, this);
  BuildHeader();
  BuildBody();
  BuildNotes();
  Connect();
  ConnectTable();
  OnLanguage(this, [this] { Retranslate(); });
}

void ComparePage::BuildHeader() {
  resume_ = MakeButton(QStringLiteral("compare-resume"), "flat", QStringLiteral("resume"));
  clone_ = MakeButton(QStringLiteral("compare-clone"), "flat", QStringLiteral("copy"));
  data_ = MakeButton(QStringLiteral("compare-export-data"), "", {});
  model_export_ =
      MakeButton(QStringLiteral("compare-export-model"), "primary", QStringLiteral("export"));
  auto* menu = new QMenu(data_);
  const auto add = [&](const char* name, RunFile kind) {
    QAction* action =
        menu->addAction(QString(), this, [this, kind] { export_->Ask(Concerned(), kind); });
    action->setObjectName(QLatin1String(name));
    return action;
  };
  html_ = add("compare-export-html", RunFile::kHtml);
  csv_ = add("compare-export-csv", RunFile::kCsv);
  json_ = add("compare-export-json", RunFile::kJson);
  data_->setMenu(menu);
  for (QPushButton* button : {resume_, clone_, data_, model_export_}) AddAction(button);
}

void ComparePage::BuildBody() {
  table_ = new RunTableView(model_, selection_);
  filter_ = new CompareFilterRow(list_, model_, *table_, workspace().settings());
  tabs_ = new CompareTabs(workspace(), compared_);
  splitter_ = new QSplitter(Qt::Vertical);
  splitter_->setObjectName(QStringLiteral("compare-splitter"));
  splitter_->setHandleWidth(Px(6));
  splitter_->setChildrenCollapsible(false);
  splitter_->addWidget(table_);
  splitter_->addWidget(tabs_);
  connect(splitter_, &QSplitter::splitterMoved, this, [this] {
    workspace().settings().SetState(SplitterKey(*splitter_), splitter_->saveState());
  });
  DivideRoom();
  table_->setMinimumHeight(Px(110));
  tabs_->setMinimumHeight(Px(180));

  empty_ = new QWidget;
  empty_text_ = MakeLabel(TypeRole::kBody, Tone::kSecondary);
  empty_text_->setObjectName(QStringLiteral("compare-empty"));
  empty_text_->setWordWrap(true);
  empty_text_->setAlignment(Qt::AlignCenter);
  empty_button_ = MakeButton(QStringLiteral("compare-empty-button"), "", {});
  auto* middle = new QVBoxLayout(empty_);
  middle->addStretch(1);
  middle->addWidget(empty_text_);
  middle->addWidget(empty_button_, 0, Qt::AlignHCenter);
  middle->addStretch(1);
  places_ = new QStackedWidget;
  places_->addWidget(splitter_);
  places_->addWidget(empty_);
}

void ComparePage::BuildNotes() {
  undo_note_ = new Note(NoteKind::kInfo);
  undo_note_->setObjectName(QStringLiteral("compare-undo-note"));
  undo_ = undo_note_->AddButton(QStringLiteral("compare-undo"));
  undo_note_->hide();
  protocol_note_ = new Note(NoteKind::kWarning);
  protocol_note_->setObjectName(QStringLiteral("compare-protocol-note"));
  protocol_note_->hide();
  auto* notes = new QVBoxLayout;
  notes->setContentsMargins(Px(8), 0, Px(8), 0);
  notes->setSpacing(Px(8));
  notes->addWidget(undo_note_);
  notes->addWidget(protocol_note_);
  body()->addWidget(filter_);
  body()->addLayout(notes);
  body()->addWidget(places_, 1);
}

void ComparePage::Connect() {
  connect(&list_, &RunList::Changed, this, &ComparePage::OnListed);
  connect(&list_, &RunList::Failed, &workspace(), &Workspace::ShowFailure);
  connect(&compared_, &ComparedRuns::Changed, this, &ComparePage::Update);
  connect(&compared_, &ComparedRuns::Failed, &workspace(), &Workspace::ShowFailure);
  connect(&selection_, &RunSelection::Changed, this, &ComparePage::Update);
  connect(verbs_, &RunVerbs::Undoable, this, &ComparePage::ShowUndo);
  connect(undo_, &QPushButton::clicked, verbs_, &RunVerbs::UndoTrash);
  connect(tabs_, &CompareTabs::RunActivated, this, &ComparePage::ActivateRun);
  connect(&clones_, &CloneWatch::Cloned, this, [this] { emit NavigationRequested(PageId::kRun); });
  connect(clone_, &QPushButton::clicked, this, [this] {
    if (const ListedRun* run = Current()) clones_.Clone(run->summary.id);
  });
  connect(resume_, &QPushButton::clicked, this, &ComparePage::ResumeCurrent);
  connect(model_export_, &QPushButton::clicked, this, [this] {
    if (const ListedRun* run = Current()) {
      ShowExportDialog(this, workspace(), ToQString(run->summary.id));
    }
  });
  connect(empty_button_, &QPushButton::clicked, this, [this] {
    if (!list_.filter().empty()) return filter_->field()->clear();
    emit NavigationRequested(PageId::kBudget);
  });
  // A run that has just begun is in the database before the window hears of it.
  connect(&workspace().bridge(),
          &RunBridge::EventArrived,
          this,
          [this](const QString&, const run::RunEvent& event) {
            if (std::holds_alternative<run::RunStarted>(event)) list_.Refresh();
          });
  running_.setInterval(kRunningMs);
  connect(&running_, &QTimer::timeout, this, [this] {
    if (isVisible() && workspace().jobs().current() != nullptr) list_.Refresh();
  });
  running_.start();
}

void ComparePage::ConnectTable() {
  connect(&model_,
          &RunTableModel::EditRequested,
          this,
          [this](const QString& id, RunColumn column, const QString& text) {
            verbs_->Edit(ToStd(id), column, text);
          });
  connect(table_, &RunTableView::CurrentChanged, this, &ComparePage::UpdateActions);
  connect(table_, &RunTableView::StarToggled, this, [this](const QString& id) {
    const ListedRun* run = list_.Find(ToStd(id));
    if (run == nullptr) return;
    verbs_->SetStar({run->summary.id},
                    run->summary.starred ? storage::Star::kOff : storage::Star::kOn);
  });
  connect(table_, &RunTableView::TrashRequested, this, [this] {
    if (filter_->IsTrash()) return verbs_->AskToDelete(table_->Concerned());
    verbs_->Trash(table_->Concerned());
  });
  connect(table_, &RunTableView::UndoRequested, verbs_, &RunVerbs::UndoTrash);
  connect(table_, &RunTableView::MenuRequested, this, &ComparePage::ShowMenu);
}

void ComparePage::Retranslate() {
  SetTitle(tr("Compare"));
  table_->setAccessibleName(tr("Runs"));
  resume_->setText(tr("Resume"));
  clone_->setText(tr("Clone as new run"));
  data_->setText(tr("Export data"));
  html_->setText(tr("Report (HTML)…"));
  csv_->setText(tr("Table (CSV)…"));
  json_->setText(tr("Everything (JSON)…"));
  model_export_->setText(tr("Export model…"));
  undo_->setText(tr("Undo"));
  model_.Retranslate();
  Update();
}

QWidget* ComparePage::filter() { return filter_->field(); }

void ComparePage::OnShown() { list_.Refresh(); }

void ComparePage::OnListed() {
  const std::string current = table_->current();
  model_.SetRuns(list_.runs());
  if (!current.empty()) table_->SetCurrent(current);
  compared_.SetListed(list_.runs());
  ChooseFirst();
  Update();
}

/// What most will want to see first: the newest result beside the dense model.
void ComparePage::ChooseFirst() {
  if (chosen_first_ || list_.runs()->empty()) return;
  chosen_first_ = true;
  if (!selection_.ids().empty()) return;
  std::vector<RunSelection::Choice> choices;
  const auto add = [&](bool (*fits)(const run::RunSummary&), RunSelection::Role role) {
    const auto found = std::find_if(list_.runs()->begin(),
                                    list_.runs()->end(),
                                    [&](const ListedRun& run) { return fits(run.summary); });
    if (found != list_.runs()->end()) choices.push_back({found->summary.id, role});
  };
  add(&HasResult, RunSelection::Role::kRun);
  add(&IsBaseline, RunSelection::Role::kBaseline);
  if (choices.empty()) return;
  selection_.Set(choices);
  table_->SetCurrent(choices.front().id);
}

const ListedRun* ComparePage::Current() const {
  std::string id = table_->current();
  if (id.empty() && selection_.ids().size() == 1) id = selection_.ids().front();
  return id.empty() ? nullptr : list_.Find(id);
}

std::vector<std::string> ComparePage::Concerned() const {
  return selection_.ids().empty() ? model_.Order() : selection_.ids();
}

void ComparePage::Update() {
  const auto runs = static_cast<int>(list_.runs()->size());
  const auto chosen = static_cast<int>(selection_.ids().size());
  QString state = tr("%n run(s)", nullptr, runs);
  if (chosen > 0) state += QStringLiteral(" · ") + tr("%n selected", nullptr, chosen);
  if (compared_.IsLoading()) state += QStringLiteral(" · ") + tr("reading…");
  SetState(list_.IsLoaded() ? state : QString());
  const bool nothing = list_.IsLoaded() && runs == 0;
  places_->setCurrentWidget(nothing ? empty_ : static_cast<QWidget*>(splitter_));
  if (nothing) {
    const bool filtered = !list_.filter().empty();
    empty_text_->setText(filtered             ? tr("No run passes the filter.")
                         : filter_->IsTrash() ? tr("The trash is empty.")
                                              : tr("No runs yet."));
    empty_button_->setText(filtered ? tr("Clear the filter") : tr("Set a budget"));
    empty_button_->setVisible(filtered || !filter_->IsTrash());
  }
  UpdateActions();
  UpdateProtocolNote();
}

void ComparePage::UpdateActions() {
  const ListedRun* run = Current();
  const auto set = [](QPushButton* button, bool enabled, const QString& missing) {
    button->setEnabled(enabled);
    button->setToolTip(enabled ? QString() : viz::ToolTipOf(missing));
  };
  set(clone_,
      run != nullptr && run->summary.kind == "prune",
      tr("Stand on a pruning run in the table."));
  set(resume_,
      run != nullptr && MayResume(run->summary),
      tr("Stand on a run that was stopped or interrupted."));
  set(model_export_,
      run != nullptr && HasResult(run->summary),
      tr("Stand on a pruning run that is done."));
  set(data_, !list_.runs()->empty(), tr("There are no runs to export."));
}

void ComparePage::UpdateProtocolNote() {
  const ProtocolGroups protocols = GroupByProtocol(compared_.comparison());
  protocol_note_->setVisible(protocols.AreMixed());
  if (!protocols.AreMixed()) return;
  QStringList lines;
  for (const ProtocolGroups::Group& group : protocols.groups) {
    QStringList numbers;
    for (const std::string& id : group.ids) {
      for (const Comparison::Entry& entry : compared_.comparison().entries) {
        if (entry.summary().id == id) numbers.append(NumberOf(entry.summary()));
      }
    }
    if (numbers.size() > 4) numbers = numbers.mid(0, 4) << QStringLiteral("…");
    lines.append(tr("%1: %2").arg(numbers.join(QStringLiteral(", ")), group.words));
    if (lines.size() == 3) break;
  }
  protocol_note_->SetText(tr("These perplexities were measured differently and are not ranked"),
                          lines.join(QStringLiteral(" · ")));
}

void ComparePage::ShowUndo(int runs) {
  undo_note_->setVisible(runs > 0);
  table_->SetUndo(runs > 0 ? RunTableView::Undo::kOffered : RunTableView::Undo::kNothing);
  if (runs == 0) return;
  undo_note_->SetText(tr("Moved %n run(s) to the trash", nullptr, runs),
                      tr("They keep all they have and can be restored there."));
}

void ComparePage::ShowMenu(const QPoint& at) {
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("compare-run-menu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const bool trash = filter_->IsTrash();
  if (!trash) {
    const auto add = [&](QPushButton* button) {
      QAction* action =
          menu->addAction(button->icon(), button->text(), button, &QPushButton::click);
      action->setEnabled(button->isEnabled());
    };
    add(clone_);
    add(resume_);
    add(model_export_);
    menu->addSeparator();
    QAction* rename = menu->addAction(tr("Rename"), this, [this] {
      table_->edit(model_.index(table_->currentIndex().row(), static_cast<int>(RunColumn::kName)));
    });
    rename->setShortcut(Qt::Key_F2);
    rename->setObjectName(QStringLiteral("run-rename"));
  }
  verbs_->Fill(*menu, table_->Concerned());
  menu->popup(at);
}

void ComparePage::ActivateRun(const QString& run_id, Qt::KeyboardModifiers modifiers) {
  const std::string id = ToStd(run_id);
  table_->SetCurrent(id);
  const ListedRun* run = list_.Find(id);
  const bool baseline = run != nullptr && IsBaseline(run->summary);
  const RunSelection::Choice choice{
      id, baseline ? RunSelection::Role::kBaseline : RunSelection::Role::kRun};
  if (modifiers.testFlag(Qt::ControlModifier)) return selection_.Toggle(choice);
  if (!selection_.Contains(id)) selection_.Add({choice});
}

void ComparePage::ResumeCurrent() {
  const ListedRun* run = Current();
  if (run == nullptr) return;
  const QString name = NameOf(run->summary);
  const std::string id = run->summary.id;
  workspace().library().Ask(
      this,
      [id](storage::RunStore& store) -> Result<run::RunSpec> {
        auto record = store.Show(id, storage::Detail::kHead);
        if (!record.has_value()) return record.error();
        return Caught([&record] { return run::RunSpecFromJson(record.value().spec); });
      },
      [this, id, name](const Result<run::RunSpec>& spec) {
        if (!spec.has_value()) return workspace().ShowFailure(spec.error());
        workspace().jobs().Resume(ToQString(id), spec.value(), name);
        emit NavigationRequested(PageId::kRun);
      });
}

void ComparePage::DivideRoom() {
  const QByteArray kept = workspace().settings().State(SplitterKey(*splitter_)).toByteArray();
  if (!kept.isEmpty() && splitter_->restoreState(kept)) return;
  splitter_->setSizes(splitter_->orientation() == Qt::Horizontal ? QList<int>{450, 550}
                                                                 : QList<int>{360, 640});
}

void ComparePage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  const Qt::Orientation wanted = width() >= Px(kSideBySide) ? Qt::Horizontal : Qt::Vertical;
  if (splitter_->orientation() != wanted) {
    splitter_->setOrientation(wanted);
    DivideRoom();
  }
  tabs_->SetRoom(width() >= Px(kOverview) ? CompareTabs::Room::kWide : CompareTabs::Room::kNarrow);
}

}  // namespace sentei::ui
