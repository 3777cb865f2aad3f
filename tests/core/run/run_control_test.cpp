// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/run/observer_list.h"
#include "core/run/pause_gate.h"
#include "core/run/progress_eta.h"
#include "core/run/stop_rule.h"
#include "core/run/ulid.h"
#include "tests/support/recording_observer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <limits>
#include <set>
#include <thread>

namespace sentei::run {
namespace {

using Clock = std::chrono::steady_clock;

TEST(PauseGate, LetsAnUnpausedRunPass) {
  PauseGate gate;
  EXPECT_EQ(gate.Wait({}), PauseGate::Answer::kGoOn);
}

TEST(PauseGate, HoldsAPausedRunUntilItIsContinued) {
  PauseGate gate;
  gate.Pause();
  std::latch waiting(1);
  std::atomic<bool> passed = false;
  std::jthread run([&](const std::stop_token& stop) {
    waiting.count_down();
    EXPECT_EQ(gate.Wait(stop), PauseGate::Answer::kGoOn);
    passed = true;
  });
  waiting.wait();
  EXPECT_TRUE(gate.paused());
  EXPECT_FALSE(passed);
  gate.Continue();
  run.join();
  EXPECT_TRUE(passed);
}

TEST(PauseGate, AStopRequestWakesAPausedRunAtOnce) {
  for (int round = 0; round < 100; ++round) {
    PauseGate gate;
    gate.Pause();
    PauseGate::Answer answer = PauseGate::Answer::kGoOn;
    std::jthread run([&](const std::stop_token& stop) { answer = gate.Wait(stop); });
    const auto before = Clock::now();
    run.request_stop();
    run.join();
    EXPECT_EQ(answer, PauseGate::Answer::kStop);
    EXPECT_LT(Clock::now() - before, std::chrono::seconds(5));
  }
}

TEST(PauseGate, ANudgeWakesAPausedRunThatStaysPaused) {
  PauseGate gate;
  gate.Nudge();
  EXPECT_EQ(gate.Wait({}), PauseGate::Answer::kGoOn) << "nothing to wake";
  gate.Pause();
  std::atomic<int> nudges = 0;
  std::jthread run([&](const std::stop_token& stop) {
    while (gate.Wait(stop) == PauseGate::Answer::kNudged) ++nudges;
  });
  gate.Nudge();
  while (nudges == 0) std::this_thread::yield();
  EXPECT_TRUE(gate.paused());
  gate.Continue();
  run.join();
  EXPECT_EQ(nudges, 1);
}

TEST(StopRules, NameTheRuleThatFires) {
  TrainSpec train;
  train.steps = 10;
  train.stop_seconds = 60.0;
  train.stop_perplexity = 40.0;
  std::stop_source user;
  const StopRules rules = MakeStopRules(train, user.get_token());
  EXPECT_EQ(rules.Check({9, 59.0, 40.0}), std::nullopt);
  EXPECT_EQ(rules.Check({10, 0.0, {}}), "steps");
  EXPECT_EQ(rules.Check({1, 60.0, {}}), "time");
  EXPECT_EQ(rules.Check({1, 0.0, 40.5}), "perplexity");
  EXPECT_EQ(rules.Check({1, 0.0, std::numeric_limits<double>::quiet_NaN()}), "perplexity");
  user.request_stop();
  EXPECT_EQ(rules.Check({1, 0.0, {}}), "user");
  EXPECT_EQ(rules.Check({10, 0.0, {}}), "steps");  // a finished run is not a stopped one
}

TEST(StopRules, LimitsOfZeroAreOff) {
  TrainSpec train;
  train.steps = 10;
  const StopRules rules = MakeStopRules(train, {});
  EXPECT_EQ(rules.Check({1, 1e9, 1e9}), std::nullopt);
}

TEST(ObserverList, DeliversToEveryObserverOnceAndInOrder) {
  ObserverList list;
  testing::RecordingObserver first;
  testing::RecordingObserver second;
  list.Add(&first);
  list.Add(&second);
  list.Add(&first);
  for (int i = 0; i < 3; ++i) list.Notify("run", Noted{std::to_string(i)});
  list.Remove(&second);
  list.Notify("run", Noted{"3"});
  ASSERT_EQ(first.calls().size(), 4U);
  EXPECT_EQ(first.All<Noted>()[3].message, "3");
  EXPECT_EQ(second.calls().size(), 3U);
}

class SlowObserver final : public RunObserver {
 public:
  void OnEvent(const std::string&, const RunEvent&) noexcept override {
    inside_ = true;
    entered_.count_down();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    inside_ = false;
  }
  std::latch entered_{1};
  std::atomic<bool> inside_ = false;
};

TEST(ObserverList, RemoveWaitsForACallInProgress) {
  ObserverList list;
  SlowObserver observer;
  list.Add(&observer);
  std::jthread run([&] { list.Notify("run", Noted{}); });
  observer.entered_.wait();
  list.Remove(&observer);
  EXPECT_FALSE(observer.inside_);
}

class SelfRemovingObserver final : public RunObserver {
 public:
  explicit SelfRemovingObserver(ObserverList& list) : list_(list) {}
  void OnEvent(const std::string&, const RunEvent&) noexcept override {
    ++calls_;
    list_.Remove(this);
  }
  ObserverList& list_;
  int calls_ = 0;
};

TEST(ObserverList, AnObserverMayRemoveItselfWhileItIsCalled) {
  ObserverList list;
  SelfRemovingObserver once(list);
  testing::RecordingObserver other;
  list.Add(&once);
  list.Add(&other);
  list.Notify("run", Noted{});
  list.Notify("run", Noted{});
  EXPECT_EQ(once.calls_, 1);
  EXPECT_EQ(other.calls().size(), 2U);
}

TEST(ObserverList, ObserversMayComeAndGoWhileEventsFlow) {
  ObserverList list;
  std::atomic<bool> done = false;
  std::jthread run([&] {
    while (!done) list.Notify("run", Noted{"x"});
  });
  for (int i = 0; i < 200; ++i) {
    testing::RecordingObserver observer;
    list.Add(&observer);
    list.Remove(&observer);
  }
  done = true;
}

TEST(ProgressEta, SaysNothingBeforeThreeUnits) {
  ProgressEta eta;
  EXPECT_LT(eta.Update(0, 100, 0.0), 0.0);
  EXPECT_LT(eta.Update(1, 100, 1.0), 0.0);
  EXPECT_LT(eta.Update(2, 100, 2.0), 0.0);
  EXPECT_DOUBLE_EQ(eta.Update(3, 100, 3.0), 97.0);
}

TEST(ProgressEta, FollowsAChangeOfSpeed) {
  ProgressEta eta;
  eta.Update(0, 1000, 0.0);
  double now = 0.0;
  for (int unit = 1; unit <= 10; ++unit) eta.Update(unit, 1000, now += 1.0);
  double left = 0.0;
  for (int unit = 11; unit <= 60; ++unit) left = eta.Update(unit, 1000, now += 2.0);
  EXPECT_NEAR(left, 2.0 * 940.0, 10.0);
}

TEST(ProgressEta, APauseDoesNotCount) {
  ProgressEta eta;
  eta.Update(0, 10, 0.0);
  for (int unit = 1; unit <= 4; ++unit) eta.Update(unit, 10, unit);
  eta.SkipUntil(1000.0);
  EXPECT_DOUBLE_EQ(eta.Update(5, 10, 1001.0), 5.0);
}

TEST(ProgressEta, ResumingInTheMiddleCountsOnlyWhatWasMeasured) {
  ProgressEta eta;
  eta.Update(500, 1000, 0.0);
  EXPECT_DOUBLE_EQ(eta.Update(504, 1000, 8.0), 2.0 * 496.0);
}

TEST(Ulid, EncodesTimeAndEntropyAsCrockfordSays) {
  // The example of the ULID specification: this time is 01ARYZ6S41.
  UlidGenerator generator([] { return 1469918176385ULL; }, [] { return 0ULL; });
  EXPECT_EQ(generator.Next(), "01ARYZ6S410000000000000000");
  EXPECT_EQ(generator.Next(), "01ARYZ6S410000000000000001");
  EXPECT_EQ(UlidTime("01ARYZ6S41TSV4RRFFQ69G5FAV"), 1469918176385ULL);
}

TEST(Ulid, StaysInOrderWhenTheClockStandsOrStepsBack) {
  std::uint64_t now = 5000;
  UlidGenerator generator([&] { return now; }, [] { return ~0ULL; });
  std::string last;
  for (int i = 0; i < 1000; ++i) {
    if (i % 3 == 0) now -= 1;
    const std::string id = generator.Next();
    EXPECT_TRUE(IsUlid(id));
    EXPECT_GT(id, last);
    last = id;
  }
}

TEST(Ulid, IdsOfSeveralThreadsAreDistinct) {
  std::vector<std::vector<std::string>> made(4);
  {
    std::vector<std::jthread> threads;
    for (auto& ids : made) {
      threads.emplace_back([&ids] {
        for (int i = 0; i < 1000; ++i) ids.push_back(NewUlid());
      });
    }
  }
  std::set<std::string> all;
  for (const auto& ids : made) all.insert(ids.begin(), ids.end());
  EXPECT_EQ(all.size(), 4000U);
}

TEST(Ulid, RefusesWhatIsNone) {
  for (const char* text : {"",
                           "01ARYZ6S41",
                           "01ARYZ6S41TSV4RRFFQ69G5FAI",
                           "81ARYZ6S41TSV4RRFFQ69G5FAV",
                           "01aryz6s41tsv4rrffq69g5fav"}) {
    EXPECT_FALSE(IsUlid(text)) << text;
    EXPECT_THROW((void)UlidTime(text), Error) << text;
  }
}

}  // namespace
}  // namespace sentei::run
