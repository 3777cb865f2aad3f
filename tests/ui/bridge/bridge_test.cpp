// SPDX-License-Identifier: Apache-2.0
// Everything of the window that other threads touch, without widgets: made to run under
// ThreadSanitizer, which cannot look into Qt.
#include "storage/data_location.h"
#include "storage/run_recorder.h"
#include "tests/support/fake_run_service.h"
#include "tests/support/temporary_directory.h"
#include "ui/jobs.h"
#include "ui/run_bridge.h"
#include "ui/run_library.h"
#include "ui/text.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QThread>
#include <random>

namespace sentei::ui {
namespace {

using testing::FakeRunService;

constexpr std::int64_t kSteps = 40;

bool WaitFor(const std::function<bool()>& done, int milliseconds = 60'000) {
  QElapsedTimer clock;
  clock.start();
  while (!done() && clock.elapsed() < milliseconds) {
    QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
    QThread::msleep(1);
  }
  return done();
}

/// What a window has beside its widgets, over one data folder.
struct Desk {
  explicit Desk(const std::filesystem::path& folder)
      : recorder(storage::Connection::Open(storage::DatabaseFile(folder)),
                 [](const std::string&, const std::string&) {}),
        library(folder),
        bridge(
            []() -> Result<std::unique_ptr<run::RunService>> {
              auto service = std::make_unique<FakeRunService>(testing::PruneScript(kSteps, 4));
              service->SetEventInterval(std::chrono::milliseconds(1));
              return Result<std::unique_ptr<run::RunService>>(std::move(service));
            },
            {&recorder}),
        jobs(bridge) {}

  Ticket Start() { return jobs.Start(testing::PruneSpecForScript(kSteps), QStringLiteral("one")); }
  const Job& job(Ticket ticket) { return *jobs.FindTicket(ticket); }

  storage::RunRecorder recorder;
  RunLibrary library;
  RunBridge bridge;
  Jobs jobs;
};

class BridgeTest : public ::testing::Test {
 protected:
  testing::TemporaryDirectory folder_;
};

TEST_F(BridgeTest, EventsArriveInOrderWhileTheLibraryReadsTheSameRun) {
  Desk desk(folder_.path());
  std::vector<std::int64_t> steps;
  int answers = 0;
  QObject::connect(&desk.bridge,
                   &RunBridge::EventArrived,
                   &desk.jobs,
                   [&](const QString& id, const run::RunEvent& event) {
                     const auto* step = std::get_if<run::StepDone>(&event);
                     if (step == nullptr) return;
                     steps.push_back(step->step);
                     desk.library.Ask(
                         &desk.jobs,
                         [run = ToStd(id)](storage::RunStore& store) { return store.Show(run); },
                         [&answers](const Result<run::RunRecord>& shown) {
                           if (shown.has_value()) ++answers;
                         });
                   });
  const Ticket ticket = desk.Start();
  ASSERT_TRUE(WaitFor([&] { return IsOver(desk.job(ticket).state) && answers == kSteps; }));
  EXPECT_EQ(desk.job(ticket).state, JobState::kCompleted);
  ASSERT_EQ(steps.size(), static_cast<std::size_t>(kSteps));
  for (std::int64_t i = 0; i < kSteps; ++i) {
    EXPECT_EQ(steps[static_cast<std::size_t>(i)], i + 1);
  }
}

TEST_F(BridgeTest, ControlsAtRandomTimesAndClosingWhileRunsGoOn) {
  std::mt19937 random(7);
  const auto below = [&random](int limit) {
    return std::uniform_int_distribution<int>(0, limit - 1)(random);
  };
  for (int round = 0; round < 30; ++round) {
    Desk desk(folder_.path());
    std::vector<Ticket> tickets;
    for (int number = below(3); number >= 0; --number) tickets.push_back(desk.Start());
    for (int action = below(8); action > 0; --action) {
      WaitFor([] { return false; }, below(6));
      const QString id = desk.job(tickets.front()).run_id;
      switch (below(5)) {
        case 0:
          desk.jobs.Pause(id);
          break;
        case 1:
          desk.jobs.Continue(id);
          break;
        case 2:
          desk.bridge.CheckpointNow(id);
          break;
        case 3:
          desk.bridge.AddNote(id, QStringLiteral("note"));
          break;
        default:
          desk.jobs.Stop(id);
      }
    }
    if (below(2) == 0) continue;  // closed as it is
    for (const Ticket ticket : tickets) {
      ASSERT_TRUE(WaitFor([&] { return !desk.job(ticket).run_id.isEmpty(); }));
      desk.jobs.Continue(desk.job(ticket).run_id);
      ASSERT_TRUE(WaitFor([&] { return IsOver(desk.job(ticket).state); })) << round;
    }
  }
}

}  // namespace
}  // namespace sentei::ui

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const QCoreApplication application(argc, argv);
  return RUN_ALL_TESTS();
}
