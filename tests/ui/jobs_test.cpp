// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/workspace_fixture.h"

#include <QSignalSpy>

namespace sentei::ui {
namespace {

using testing::FakeRunService;
using testing::PruneScript;
using testing::PruneSpecForScript;

class JobsTest : public WorkspaceTest {
 protected:
  JobsTest() {
    prepare_ = [this](FakeRunService& service) {
      service.SetScript(PruneScript(40, 2));
      service.SetEventInterval(interval_);
    };
  }

  Ticket Start() { return workspace().jobs().Start(PruneSpecForScript(40), QStringLiteral("one")); }
  [[nodiscard]] const Job& job(Ticket ticket) { return *workspace().jobs().FindTicket(ticket); }
  bool WaitForState(Ticket ticket, JobState state) {
    return WaitFor([&] { return job(ticket).state == state; });
  }

  std::chrono::milliseconds interval_{0};
};

TEST_F(JobsTest, ARunGoesFromQueuedToCompletedWithItsEventsInOrder) {
  std::vector<std::int64_t> steps;
  QObject::connect(&workspace().bridge(),
                   &RunBridge::EventArrived,
                   &workspace(),
                   [&](const QString&, const run::RunEvent& event) {
                     if (const auto* step = std::get_if<run::StepDone>(&event)) {
                       steps.push_back(step->step);
                     }
                   });
  const Ticket ticket = Start();
  EXPECT_EQ(job(ticket).state, JobState::kQueued);
  ASSERT_TRUE(WaitForState(ticket, JobState::kCompleted));
  ASSERT_EQ(steps.size(), 40U);
  for (std::size_t i = 0; i < steps.size(); ++i) EXPECT_EQ(steps[i], static_cast<int>(i) + 1);
  EXPECT_TRUE(job(ticket).started.has_value());
  EXPECT_EQ(job(ticket).last_step->step, 40);
}

TEST_F(JobsTest, ARefusedStartFailsWithTheReason) {
  prepare_ = [](FakeRunService& service) {
    service.FailStarts({ErrorCode::kInput, "There is no such text", "Choose another."});
  };
  const Ticket ticket = Start();
  ASSERT_TRUE(WaitForState(ticket, JobState::kFailed));
  EXPECT_EQ(job(ticket).failure->message, "There is no such text");
  EXPECT_EQ(workspace().jobs().current(), nullptr);
}

TEST_F(JobsTest, AnEngineThatCannotBeOpenedRefusesEveryStartAndIsTriedAgain) {
  engine_failure_ = Failure{ErrorCode::kInput, "LibTorch was not found", "Install it."};
  const Ticket first = Start();
  ASSERT_TRUE(WaitForState(first, JobState::kFailed));
  EXPECT_EQ(job(first).failure->hint, "Install it.");
  engine_failure_.reset();
  EXPECT_TRUE(WaitForState(Start(), JobState::kCompleted));
}

TEST_F(JobsTest, AStoppedRunEndsAsCancelled) {
  interval_ = std::chrono::milliseconds(5);
  const Ticket ticket = Start();
  ASSERT_TRUE(WaitForState(ticket, JobState::kRunning));
  workspace().jobs().Stop(job(ticket).run_id);
  EXPECT_EQ(job(ticket).state, JobState::kStopping);
  ASSERT_TRUE(WaitForState(ticket, JobState::kCancelled));
}

TEST_F(JobsTest, ASlowWindowMissesNoEventThatMustArrive) {
  int steps = 0;
  QObject::connect(&workspace().bridge(),
                   &RunBridge::EventArrived,
                   &workspace(),
                   [&](const QString&, const run::RunEvent& event) {
                     if (std::holds_alternative<run::StepDone>(event)) {
                       ++steps;
                       QThread::msleep(5);
                     }
                   });
  const Ticket ticket = Start();
  ASSERT_TRUE(WaitForState(ticket, JobState::kCompleted));
  EXPECT_EQ(steps, 40);
}

TEST_F(JobsTest, EveryEventIsInTheDatabaseWhenTheWindowKnowsTheEnd) {
  const Ticket ticket = Start();
  ASSERT_TRUE(WaitForState(ticket, JobState::kCompleted));
  std::optional<Result<run::RunRecord>> record;
  const std::string id = ToStd(job(ticket).run_id);
  workspace().library().Ask(
      &workspace(),
      [id](storage::RunStore& store) { return store.Show(id); },
      [&](Result<run::RunRecord> shown) { record = std::move(shown); });
  ASSERT_TRUE(WaitFor([&] { return record.has_value(); }));
  ASSERT_TRUE(record->has_value()) << record->error().message;
  EXPECT_EQ(record->value().steps.size(), 40U);
  EXPECT_EQ(record->value().summary.status, run::RunStatus::kCompleted);
}

TEST_F(JobsTest, TwoHundredSequencesOfStartPauseStopAndCloseLoseNothing) {
  interval_ = std::chrono::milliseconds(1);
  std::uint32_t seed = 12345;
  const auto next = [&seed](std::uint32_t limit) {
    seed = seed * 1664525U + 1013904223U;
    return (seed >> 8U) % limit;
  };
  std::vector<QString> ids;
  for (int sequence = 0; sequence < 200; ++sequence) {
    const Ticket ticket = Start();
    const std::uint32_t actions = next(4);
    for (std::uint32_t action = 0; action < actions; ++action) {
      WaitFor([] { return false; }, static_cast<int>(next(4)));
      const QString id = job(ticket).run_id;
      switch (next(3)) {
        case 0:
          workspace().jobs().Pause(id);
          break;
        case 1:
          workspace().jobs().Continue(id);
          break;
        default:
          workspace().jobs().Stop(id);
      }
    }
    if (next(20) == 0) {  // the window closes while something runs
      workspace_.reset();
      Open();
      continue;
    }
    ASSERT_TRUE(WaitFor([&] { return !job(ticket).run_id.isEmpty(); }));
    ids.push_back(job(ticket).run_id);
    workspace().jobs().Continue(ids.back());
    workspace().jobs().Stop(ids.back());
    ASSERT_TRUE(WaitFor([&] { return IsOver(job(ticket).state); })) << sequence;
  }
  for (const QString& id : ids) {
    std::optional<Result<run::RunRecord>> record;
    workspace().library().Ask(
        &workspace(),
        [run = ToStd(id)](storage::RunStore& store) { return store.Show(run); },
        [&](Result<run::RunRecord> shown) { record = std::move(shown); });
    ASSERT_TRUE(WaitFor([&] { return record.has_value(); }));
    ASSERT_TRUE(record->has_value()) << record->error().message;
    EXPECT_NE(record->value().summary.status, run::RunStatus::kRunning);
    for (std::size_t i = 0; i < record->value().steps.size(); ++i) {
      EXPECT_EQ(record->value().steps[i].step, static_cast<std::int64_t>(i) + 1);
    }
  }
}

}  // namespace
}  // namespace sentei::ui
