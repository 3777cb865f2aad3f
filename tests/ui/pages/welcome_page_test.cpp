// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/welcome_page.h"

#include "tests/ui/workspace_fixture.h"
#include "ui/job_file.h"
#include "ui/models/recent_models.h"
#include "ui/widgets/note.h"
#include "ui/widgets/two_line_delegate.h"

#include <sys/wait.h>
#include <unistd.h>

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTableView>

namespace sentei::ui {
namespace {

class WelcomePageTest : public WorkspaceTest {
 protected:
  // What a process leaves behind that was killed in the middle of a run.
  void LeaveInterruptedRun() {
    workspace_.reset();
    recorder_.reset();
    const pid_t child = fork();
    if (child == 0) {
      storage::RunRecorder recorder(
          storage::Connection::Open(storage::DatabaseFile(folder_.path() / "data")),
          [](const std::string&, const std::string&) {});
      run::RunSpec spec = testing::PruneSpecForScript(40);
      spec.model = (folder_.path() / "model").string();
      const std::string id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
      const std::filesystem::path checkpoint = folder_.path() / "checkpoint";
      std::filesystem::create_directories(checkpoint);
      recorder.OnEvent(id, testing::StartedFor(id, spec));
      recorder.OnEvent(id, run::StepDone{.step = 20, .steps = 40});
      recorder.OnEvent(id, run::CheckpointSaved{20, checkpoint.string(), 5, "h"});
      recorder.OnEvent(id, run::StepDone{.step = 25, .steps = 40});
      (void)recorder.Flush();
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    Open();
  }

  template <typename Widget>
  Widget* Child(const char* name) {
    return page_->findChild<Widget*>(QLatin1String(name));
  }
  void MakePage() {
    page_ = std::make_unique<WelcomePage>(workspace());
    page_->resize(1200, 800);
    page_->show();
    page_->OnShown();
  }

  std::unique_ptr<WelcomePage> page_;
};

TEST_F(WelcomePageTest, TheDemoIsOneClick) {
  MakePage();
  QSignalSpy opening(&workspace().session(), &ModelSession::OpeningStarted);
  Child<QAbstractButton>("welcome-demo")->click();
  ASSERT_EQ(opening.size(), 1);
  EXPECT_EQ(opening.front().front().toString(), QStringLiteral("demo"));
  ASSERT_TRUE(WaitFor([this] { return workspace().session().opening().isEmpty(); }));
  page_.reset();
}

class LeftDraftTest : public WelcomePageTest {
 protected:
  /// A budget that a process edited which is no more.
  void LeaveDraft() {
    testing::WriteTinyCheckpoint(folder_ / "model");
    run::RunSpec spec;
    spec.model = (folder_ / "model").string();
    spec.budget.target = 0.125;
    std::filesystem::create_directories(file_.parent_path());
    ASSERT_TRUE(WriteJobFile(PathText(file_), spec).has_value());
    MakePage();
    ASSERT_TRUE(WaitFor([this] { return Child<Note>("recovery-draft") != nullptr; }));
  }

  const std::filesystem::path file_ = folder_ / "data" / "unsaved-999999999.json";
};

TEST_F(LeftDraftTest, RestoringOpensItsModelAndTakesItsBudget) {
  LeaveDraft();
  Child<QAbstractButton>("recovery-draft-restore")->click();
  ASSERT_TRUE(WaitFor([this] { return !std::filesystem::exists(file_); }));
  EXPECT_EQ(workspace().budget().state().spec.target, 0.125);
  EXPECT_EQ(workspace().session().model()->name, QStringLiteral("model"));
}

TEST_F(LeftDraftTest, OneWhoseModelIsGoneStays) {
  LeaveDraft();
  std::filesystem::remove_all(folder_ / "model");
  QSignalSpy failed(&workspace().session(), &ModelSession::OpenFailed);
  Child<QAbstractButton>("recovery-draft-restore")->click();
  ASSERT_TRUE(WaitFor([&failed] { return failed.size() == 1; }));
  EXPECT_TRUE(std::filesystem::exists(file_));
}

TEST_F(LeftDraftTest, DiscardingRemovesIt) {
  LeaveDraft();
  Child<QAbstractButton>("recovery-draft-discard")->click();
  EXPECT_FALSE(std::filesystem::exists(file_));
  EXPECT_TRUE(WaitFor([this] { return Child<Note>("recovery-draft") == nullptr; }));
}

TEST_F(WelcomePageTest, AnEditedBudgetIsKeptUntilTheWindowCloses) {
  testing::WriteTinyCheckpoint(folder_ / "model");
  workspace().session().Open(PathText(folder_ / "model"));
  ASSERT_TRUE(WaitFor([this] { return workspace().session().model() != nullptr; }));
  const std::filesystem::path file =
      folder_ / "data" / ("unsaved-" + std::to_string(getpid()) + ".json");
  workspace().keeper().Flush();
  EXPECT_FALSE(std::filesystem::exists(file));  // nothing was edited
  BudgetState next = workspace().budget().state();
  next.spec.target = 0.0625;
  workspace().budget().Edit(QStringLiteral("edit"), next);
  workspace().keeper().Flush();
  ASSERT_TRUE(std::filesystem::exists(file));
  EXPECT_EQ(ReadJobFile(PathText(file)).value().budget.target, 0.0625);
  EXPECT_FALSE(DraftKeeper::FindLeft(folder_ / "data").has_value());  // its process is there
  workspace_.reset();
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(WelcomePageTest, RecentModelsShowFactsAndMissingOnesStayDisabled) {
  testing::WriteTinyCheckpoint(folder_ / "models" / "tiny");
  workspace().settings().AddRecentModel(PathText(folder_ / "missing-model"));
  workspace().settings().AddRecentModel(PathText(folder_ / "models" / "tiny"));
  RecentModels model(workspace());
  const QAbstractItemModelTester tester(&model);
  model.Refresh();
  ASSERT_EQ(model.rowCount(), 2);
  const auto text = [&](int row, int column, int role = Qt::DisplayRole) {
    return model.index(row, column).data(role).toString();
  };
  ASSERT_TRUE(WaitFor([&] {
    return text(0, RecentModels::kRuns) == QLatin1String("0") &&
           !(model.flags(model.index(1, 0)) & Qt::ItemIsEnabled);
  }));
  EXPECT_EQ(text(0, RecentModels::kModel), QStringLiteral("tiny"));
  EXPECT_TRUE(text(0, RecentModels::kModel, kSecondLineRole).contains(QStringLiteral("llama")));
  EXPECT_EQ(text(0, RecentModels::kFormat), QStringLiteral("safetensors F32"));
  EXPECT_TRUE(text(0, RecentModels::kOpened).startsWith(QStringLiteral("today")));
  EXPECT_EQ(text(1, RecentModels::kModel), QStringLiteral("missing-model"));
}

TEST_F(WelcomePageTest, NamesOfModelsAreNeverMarkup) {
  const std::string odd = "<img src=x onerror=y>";
  testing::WriteTinyCheckpoint(folder_ / odd);
  workspace().settings().AddRecentModel(PathText(folder_ / odd));
  RecentModels model(workspace());
  model.Refresh();
  const QModelIndex cell = model.index(0, RecentModels::kModel);
  ASSERT_TRUE(WaitFor(
      [&] { return cell.data(kSecondLineRole).toString().contains(QLatin1String("llama")); }));
  EXPECT_EQ(cell.data().toString(), ToQString(odd));
  EXPECT_FALSE(cell.data(Qt::ToolTipRole).toString().contains(QLatin1String("<img")));
}

TEST_F(WelcomePageTest, ARunThatDiedCanBeDiscarded) {
  LeaveInterruptedRun();
  MakePage();
  ASSERT_TRUE(WaitFor([this] { return Child<Note>("recovery-note") != nullptr; }));
  EXPECT_TRUE(Child<Note>("recovery-note")->accessibleDescription().contains(QLatin1String("25")));
  EXPECT_EQ(Child<QAbstractButton>("recovery-resume")->text(), QStringLiteral("Resume from 20"));
  Child<QAbstractButton>("recovery-discard")->click();
  auto* box = page_->findChild<QMessageBox*>(QStringLiteral("discard-dialog"));
  ASSERT_NE(box, nullptr);
  box->findChild<QAbstractButton*>(QStringLiteral("discard-confirm"))->click();
  ASSERT_TRUE(WaitFor([this] { return Child<Note>("recovery-note") == nullptr; }));
}

TEST_F(WelcomePageTest, ARunThatDiedIsResumedAndTheRunPageShown) {
  LeaveInterruptedRun();
  MakePage();
  ASSERT_TRUE(WaitFor([this] { return Child<Note>("recovery-note") != nullptr; }));
  QSignalSpy shown(page_.get(), &Page::NavigationRequested);
  Child<QAbstractButton>("recovery-resume")->click();
  ASSERT_TRUE(WaitFor([&] { return !shown.empty(); }));
  EXPECT_EQ(shown.front().front().value<PageId>(), PageId::kRun);
  ASSERT_EQ(workspace().jobs().all().size(), 1U);
  EXPECT_EQ(workspace().jobs().all().front().spec.train.steps, 40);
  ASSERT_TRUE(WaitFor([this] { return workspace().session().opening().isEmpty(); }));
}

}  // namespace
}  // namespace sentei::ui
