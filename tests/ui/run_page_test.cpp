// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/run_page_fixture.h"
#include "ui/dialogs/start_dialog.h"
#include "viz/heat_map.h"

#include <QAbstractItemModel>
#include <QCheckBox>
#include <QInputDialog>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTableView>
#include <random>

namespace sentei::ui {
namespace {

using namespace std::chrono_literals;

QString TableText(const QTableView& table) {
  QString text;
  for (int row = 0; row < table.model()->rowCount(); ++row) {
    text += table.model()->index(row, 1).data().toString() + QLatin1Char('\n');
  }
  return text;
}

TEST_F(RunPageTest, AFinishedRunFillsNumbersMapsAndEvents) {
  OpenPage();
  StartRun();
  ASSERT_TRUE(WaitForState(JobState::kCompleted));
  Settle();
  EXPECT_EQ(Text("run-kpi-iteration"), QStringLiteral("40"));
  EXPECT_TRUE(Text("run-kpi-pruned").startsWith(QStringLiteral("20")));
  EXPECT_EQ(Text("run-kpi-perplexity"), Number(std::exp(3.52), 2));
  EXPECT_EQ(Text("run-kpi-speed"), QStringLiteral("500"));
  auto* heads = Child<viz::HeatMap>("run-heads-map");
  auto* ffn = Child<viz::HeatMap>("run-ffn-map");
  EXPECT_EQ(heads->Table().rows, 4U * 4U * 2U) << "layers, KV groups, query heads of the model";
  EXPECT_GT(ffn->painted_frames(), 0U);
  const QString protocol = ffn->Protocol().join(QLatin1Char('\n'));
  EXPECT_TRUE(protocol.contains(QStringLiteral("40"))) << ToStd(protocol);
  const QString events = TableText(*Child<QTableView>("run-events"));
  EXPECT_TRUE(events.contains(QStringLiteral("channel"))) << ToStd(events);
  EXPECT_TRUE(events.contains(QStringLiteral("Checkpoint"))) << ToStd(events);
  EXPECT_TRUE(events.contains(QStringLiteral("Tuned perplexity"))) << ToStd(events);
}

TEST_F(RunPageTest, TheEndCardShowsBeforeAfterAndTheNextStep) {
  OpenPage();
  StartRun();
  ASSERT_TRUE(WaitForState(JobState::kCompleted));
  Settle();
  EXPECT_TRUE(IsShown("run-end"));
  EXPECT_EQ(Text("run-end-1-1"), Number(std::exp(3.35), 2));
  EXPECT_EQ(Text("run-end-1-3"), Number(std::exp(3.52), 2));
  EXPECT_EQ(Text("run-end-2-4"), SignedPercent(-0.2));
  EXPECT_TRUE(IsShown("run-end-export"));
  EXPECT_FALSE(IsShown("run-end-resume"));
}

TEST_F(RunPageTest, MemoryIsWhatTheRunSaysOfItsProcess) {
  for (run::RunEvent& event : script_) {
    if (auto* step = std::get_if<run::StepDone>(&event)) step->resident_memory = 3'000'000'000'000;
  }
  interval_ = 10ms;
  OpenPage();
  StartRun();
  EXPECT_TRUE(WaitFor([this] { return Text("run-kpi-memory") == Bytes(3e12); }));
  ASSERT_TRUE(WaitForState(JobState::kCompleted));
  Settle();
  EXPECT_EQ(Text("run-kpi-memory"), Bytes(1 << 20)) << "the peak";
}

TEST_F(RunPageTest, MemoryIsNotGuessedWhereTheRunDoesNotSayIt) {
  interval_ = 60ms;
  OpenPage();
  StartRun();
  ASSERT_TRUE(WaitFor([this] { return Text("run-kpi-speed") == QStringLiteral("500"); }));
  EXPECT_EQ(Text("run-kpi-memory"), None());
}

TEST_F(RunPageTest, PauseContinueAndStopFollowTheRun) {
  interval_ = 60ms;
  OpenPage();
  StartRun();
  ASSERT_TRUE(WaitForState(JobState::kRunning));
  ASSERT_TRUE(WaitFor([this] { return IsShown("run-pause"); }));
  EXPECT_FALSE(IsShown("run-start"));
  Click("run-pause");
  EXPECT_EQ(job().state, JobState::kPausing);
  EXPECT_EQ(Child<QPushButton>("run-pause")->text(), QStringLiteral("Continue"));
  Click("run-pause");
  EXPECT_EQ(job().state, JobState::kRunning);
  Click("run-stop");
  EXPECT_EQ(job().state, JobState::kStopping);
  EXPECT_EQ(Child<QPushButton>("run-stop")->text(), QStringLiteral("Stop now"));
  ASSERT_TRUE(WaitForState(JobState::kCancelled));
  Settle();
  EXPECT_TRUE(IsShown("run-end-resume"));
  EXPECT_FALSE(IsShown("run-end-export"));
  Click("run-end-resume");
  EXPECT_TRUE(WaitFor([this] { return workspace().jobs().all().size() == 2; }));
}

TEST_F(RunPageTest, ACheckpointAndANoteReachTheRun) {
  interval_ = 60ms;
  OpenPage();
  StartRun();
  ASSERT_TRUE(WaitForState(JobState::kRunning));
  ASSERT_TRUE(WaitFor([this] { return IsShown("run-checkpoint"); }));
  Click("run-checkpoint");
  EXPECT_TRUE(WaitFor([this] { return service_->checkpoint_requests(ToStd(job().run_id)) == 1; }));
  Click("run-note");
  auto* dialog = page_->findChild<QInputDialog*>(QStringLiteral("note-dialog"));
  ASSERT_NE(dialog, nullptr);
  dialog->setTextValue(QStringLiteral("<b>halved</b> the rate"));
  dialog->accept();
  auto* events = Child<QTableView>("run-events");
  EXPECT_TRUE(WaitFor([&] { return TableText(*events).contains(QStringLiteral("<b>halved</b>")); }))
      << "a note stands in the list as it was typed";
  EXPECT_EQ(service_->notes(), std::vector<std::string>{"<b>halved</b> the rate"});
}

TEST_F(RunPageTest, ARefusedStartSaysWhy) {
  start_failure_ = Failure{ErrorCode::kInput, "The text is empty", "Choose another."};
  OpenPage();
  StartRun();
  ASSERT_TRUE(WaitForState(JobState::kFailed));
  EXPECT_TRUE(IsShown("run-refused"));
  Click("run-refused-close");
  EXPECT_FALSE(IsShown("run-refused"));
}

TEST_F(RunPageTest, AFailedRunShowsItsReasonAndResume) {
  run::RunFinished failed;
  failed.outcome = run::Outcome::kFailed;
  failed.code = ErrorCode::kOutOfMemory;
  failed.message = "Memory is exhausted";
  failed.hint = "Make the micro-batch smaller.";
  script_.insert(script_.begin() + 20, failed);
  OpenPage();
  StartRun();
  ASSERT_TRUE(WaitForState(JobState::kFailed));
  Settle();
  EXPECT_TRUE(IsShown("run-end-resume"));
  EXPECT_TRUE(IsShown("run-end-details"));
  EXPECT_EQ(Child<QWidget>("run-end-note")->accessibleName(),
            QStringLiteral("Memory is exhausted"));
}

TEST_F(RunPageTest, EditingTheBudgetNeverChangesTheRunUntilItIsApplied) {
  interval_ = 60ms;
  LeaveOutPruning();
  OpenPage();
  StartRun();
  ASSERT_TRUE(WaitForState(JobState::kRunning));
  ASSERT_TRUE(WaitFor([this] { return page_->run_id() == job().run_id; }));
  BudgetState next = workspace().budget().state();
  plan::FamilyLimit limit;
  limit.cap = 0.9;
  SetLimit(next.spec, 2, plan::FamilyGroup::kAttention, limit);
  workspace().budget().Edit(QStringLiteral("cap"), next);
  EXPECT_TRUE(IsShown("run-drift"));
  EXPECT_TRUE(IsShown("run-apply"));
  EXPECT_TRUE(service_->budgets().empty());
  Click("run-apply");
  ASSERT_TRUE(WaitFor([this] { return service_->budgets().size() == 1; }));
  EXPECT_TRUE(service_->budgets().front() == next.spec);
  EXPECT_TRUE(WaitFor([this] { return !IsShown("run-drift"); }));
}

TEST_F(RunPageTest, AnotherTargetIsForTheNextRun) {
  interval_ = 60ms;
  LeaveOutPruning();
  OpenPage();
  StartRun();
  ASSERT_TRUE(WaitForState(JobState::kRunning));
  ASSERT_TRUE(WaitFor([this] { return page_->run_id() == job().run_id; }));
  BudgetState next = workspace().budget().state();
  next.spec.target = 0.08;
  workspace().budget().Edit(QStringLiteral("target"), next);
  EXPECT_TRUE(IsShown("run-drift"));
  EXPECT_FALSE(IsShown("run-apply"));
}

TEST_F(RunPageTest, AStoredRunIsShownFromItsRecord) {
  OpenPage();
  StartRun();
  ASSERT_TRUE(WaitForState(JobState::kCompleted));
  const QString id = job().run_id;
  page_ = std::make_unique<RunPage>(workspace());  // knows nothing of the session's events
  page_->show();
  page_->ShowRun(id);
  ASSERT_TRUE(WaitFor([this] { return IsShown("run-live"); }));
  Settle();
  EXPECT_EQ(Text("run-kpi-iteration"), QStringLiteral("40"));
  EXPECT_EQ(Child<viz::HeatMap>("run-ffn-map")->Table().rows, 4U * 32U);
  EXPECT_EQ(Text("run-end-1-1"), Number(std::exp(3.35), 2));
}

TEST_F(RunPageTest, TheSheetBeforeARunNamesWhatIsMissing) {
  OpenPage();
  workspace().draft().Edit([](run::RunSpec& spec) { spec.train.text.path.clear(); });
  page_->AskToStart();
  auto* sheet = page_->findChild<StartDialog*>(QStringLiteral("start-dialog"));
  ASSERT_NE(sheet, nullptr);
  auto* start = sheet->findChild<QPushButton*>(QStringLiteral("start-run"));
  EXPECT_FALSE(start->isEnabled());
  std::optional<PageId> asked;
  QObject::connect(
      page_.get(), &Page::NavigationRequested, page_.get(), [&](PageId id) { asked = id; });
  sheet->findChild<QPushButton*>(QStringLiteral("run-missing-1"))->click();
  EXPECT_EQ(asked, PageId::kData);
}

TEST_F(RunPageTest, TheSheetStartsTheDraft) {
  OpenPage();
  page_->AskToStart();
  auto* sheet = page_->findChild<StartDialog*>(QStringLiteral("start-dialog"));
  ASSERT_NE(sheet, nullptr);
  auto* start = sheet->findChild<QPushButton*>(QStringLiteral("start-run"));
  ASSERT_TRUE(start->isEnabled()) << ToStd(start->toolTip());
  start->click();
  ASSERT_TRUE(WaitFor([this] { return service_ != nullptr && service_->started().size() == 1; }));
  EXPECT_EQ(run::SpecHash(service_->started().front()), run::SpecHash(workspace().draft().spec()));
}

TEST_F(RunPageTest, TheCommandOfASimpleDraftIsFlagsAndElseAJobFile) {
  OpenPage();
  auto* text = Child<QPlainTextEdit>("run-command-text");
  EXPECT_TRUE(text->toPlainText().startsWith(QStringLiteral("sentei prune ")));
  workspace().draft().Edit([](run::RunSpec& spec) { spec.train.adam_beta1 = 0.8; });
  EXPECT_FALSE(Child<QPushButton>("run-command-copy")->isEnabled());
  EXPECT_TRUE(Text("run-command-remark").contains(QStringLiteral("train.adam_beta1")));
}

TEST_F(RunPageTest, AValueOutOfRangeIsMarkedAndNotTaken) {
  OpenPage();
  auto* steps = Child<QLineEdit>("run-setting-train-steps");
  steps->setText(QStringLiteral("-3"));
  emit steps->editingFinished();
  EXPECT_EQ(workspace().draft().spec().train.steps, 40);
  EXPECT_EQ(steps->property("invalid").toString(), QStringLiteral("true"));
  steps->setText(QStringLiteral("80"));
  emit steps->editingFinished();
  EXPECT_EQ(workspace().draft().spec().train.steps, 80);
  EXPECT_EQ(steps->property("invalid").toString(), QStringLiteral("false"));
}

TEST_F(RunPageTest, RandomStartsPausesStopsAndCloses) {
  interval_ = 1ms;
  script_ = testing::PruneScript(20, 2);
  OpenPage();
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const Job* job = workspace().jobs().current();
    switch (random() % 6) {
      case 0:
        if (job == nullptr) StartRun();
        break;
      case 1:
        if (job != nullptr) workspace().jobs().Pause(job->run_id);
        break;
      case 2:
        if (job != nullptr) workspace().jobs().Continue(job->run_id);
        break;
      case 3:
        if (job != nullptr) workspace().jobs().Stop(job->run_id);
        break;
      case 4:
        page_ = std::make_unique<RunPage>(workspace());
        page_->resize(1000, 720);
        page_->show();
        if (job != nullptr) page_->ShowRun(job->run_id);
        break;
      default:
        WaitFor([] { return false; }, static_cast<int>(random() % 15));
    }
  }
  while (const Job* job = workspace().jobs().current()) {
    workspace().jobs().Stop(job->run_id);
    WaitFor([] { return false; }, 5);
  }
  page_.reset();
  SUCCEED();
}

}  // namespace
}  // namespace sentei::ui
