// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/ui/workspace_fixture.h"
#include "ui/pages/run_page.h"

#include <QLabel>
#include <QPushButton>

namespace sentei::ui {

/// The Run page over a tiny model, a text and a scripted service.
class RunPageTest : public WorkspaceTest {
 protected:
  RunPageTest() {
    // As many units as the script tells of.
    testing::WriteTinyCheckpoint(folder_.path() / "tiny", {.heads = 8, .kv_heads = 4, .ffn = 32});
    testing::WriteTinyText(folder_.path() / "train.txt", 4000, 1);
    prepare_ = [this](testing::FakeRunService& service) {
      service.SetScript(script_);
      service.SetEventInterval(interval_);
      if (start_failure_.has_value()) service.FailStarts(*start_failure_);
    };
  }
  ~RunPageTest() override { page_.reset(); }

  /// Opens the model and shows the page; the draft can start.
  void OpenPage() {
    workspace().session().Open(PathText(folder_.path() / "tiny"));
    ASSERT_TRUE(WaitFor([this] { return workspace().session().model() != nullptr; }));
    workspace().draft().Edit([this](run::RunSpec& spec) {
      spec.train.text.path = (folder_.path() / "train.txt").string();
      spec.train.steps = 40;
    });
    BudgetState budget = workspace().budget().state();
    budget.spec.target = 0.05;
    budget.spec.attention_locked = false;
    workspace().budget().Reset(budget);
    for (const Missing& missing :
         MissingForRun(workspace().session(), workspace().budget(), workspace().draft().spec())) {
      ADD_FAILURE() << ToStd(missing.sentence);
    }
    page_ = std::make_unique<RunPage>(workspace());
    page_->resize(1000, 720);
    page_->show();
  }

  /// The script without anything leaving.
  void LeaveOutPruning() {
    std::erase_if(script_, [](const run::RunEvent& event) {
      return std::holds_alternative<run::PruneEventDone>(event);
    });
  }
  /// Starts the draft without the dialog; the page follows.
  void StartRun() {
    ticket_ = workspace().jobs().Start(workspace().draft().spec(), QStringLiteral("gentle"));
  }
  [[nodiscard]] const Job& job() { return *workspace().jobs().FindTicket(ticket_); }
  bool WaitForState(JobState state) {
    return WaitFor([&] { return job().state == state; });
  }
  /// Lets the page draw what it has.
  void Settle() {
    WaitFor([] { return false; }, 350);
  }

  template <typename T>
  T* Child(const char* name) {
    auto* child = page_->findChild<T*>(QString::fromLatin1(name));
    EXPECT_NE(child, nullptr) << name;
    return child;
  }
  QString Text(const char* name) { return Child<QLabel>(name)->text(); }
  void Click(const char* name) {
    auto* button = Child<QPushButton>(name);
    ASSERT_TRUE(button->isEnabled()) << name;
    button->click();
  }
  bool IsShown(const char* name) { return Child<QWidget>(name)->isVisible(); }

  testing::FakeRunService::Script script_ = testing::PruneScript(40, 4);
  std::chrono::milliseconds interval_{0};
  std::optional<Failure> start_failure_;
  std::unique_ptr<RunPage> page_;
  Ticket ticket_ = 0;
};

}  // namespace sentei::ui
