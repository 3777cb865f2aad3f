// SPDX-License-Identifier: Apache-2.0
// What a user may do to a pruning run while it works, and what the run shows meanwhile.
#include "tests/core/engine/train/event_barrier.h"
#include "tests/core/engine/train/service_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <tuple>
#include <vector>

namespace sentei::engine::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class LiveControlTest : public ServiceTest {
 protected:
  struct Act {
    std::int64_t step = 0;
    std::function<void(const std::string& run_id)> what;
  };

  /// Runs `spec` and acts while its thread stands at the steps given.
  std::string RunActing(const run::RunSpec& spec, const std::vector<Act>& acts) {
    std::vector<std::unique_ptr<EventBarrier>> barriers;
    for (const Act& act : acts) {
      barriers.push_back(std::make_unique<EventBarrier>(AtStep(act.step)));
      service_->AddObserver(barriers.back().get());
    }
    const std::string id = Start(spec);
    for (std::size_t i = 0; i < acts.size(); ++i) {
      EXPECT_TRUE(barriers[i]->WaitUntilReached());
      acts[i].what(id);
      barriers[i]->Release();
    }
    finished_ = Finish(id);
    for (const auto& barrier : barriers) service_->RemoveObserver(barrier.get());
    return id;
  }
  /// Waits until the run has noted that; false after a long time.
  [[nodiscard]] bool WaitForNote(const std::string& text) const {
    const auto limit = std::chrono::steady_clock::now() + 20s;
    while (std::chrono::steady_clock::now() < limit) {
      const std::vector<std::string> notes = Notes();
      if (std::find(notes.begin(), notes.end(), text) != notes.end()) return true;
      std::this_thread::sleep_for(5ms);
    }
    return false;
  }
  void Change(const std::string& id, const plan::BudgetSpec& budget) {
    const Result<void> changed = service_->ChangeBudget(id, budget);
    EXPECT_TRUE(changed.has_value()) << (changed.has_value() ? "" : changed.error().message);
  }
  [[nodiscard]] std::int64_t RemovedAtEnd(std::int64_t layer, plan::UnitKind kind) const {
    for (const run::FamilyState& family : events_.All<run::PruneEventDone>().back().families) {
      if (family.layer != layer || family.kind != kind) continue;
      return std::ssize(*family.keep) - family.kept;
    }
    return -1;
  }
  [[nodiscard]] std::vector<std::string> Notes() const {
    std::vector<std::string> notes;
    for (const run::Noted& note : events_.All<run::Noted>()) notes.push_back(note.message);
    return notes;
  }

  run::RunFinished finished_;
};

/// Layer 1 gives a fifth of its channels at most, and layer 0 is no longer locked.
plan::BudgetSpec OtherCaps(const run::RunSpec& spec) {
  plan::BudgetSpec budget = spec.budget;
  budget.layers = {{.layer = 0, .ffn = {.locked = false}}, {.layer = 1, .ffn = {.cap = 0.2}}};
  return budget;
}

TEST_F(LiveControlTest, ANoteBecomesAnEventOfTheRunAsItIs) {
  const std::string text = "<b>looks</b> good & cheap";
  RunActing(PruneSpec(), {{3, [&](const std::string& id) { service_->AddNote(id, text); }}});
  std::int64_t step = 0;
  for (const auto& call : events_.calls()) {
    if (const auto* done = std::get_if<run::StepDone>(&call.event)) step = done->step;
    const auto* note = std::get_if<run::Noted>(&call.event);
    if (note != nullptr && note->message == text) {
      EXPECT_EQ(step, 3);
      step = -1;
      break;
    }
  }
  EXPECT_EQ(step, -1) << "no note";
}

TEST_F(LiveControlTest, APausedRunTakesANoteAndStaysPaused) {
  EventBarrier barrier(AtStep(3));
  service_->AddObserver(&barrier);
  const std::string id = Start(PruneSpec(100'000));
  ASSERT_TRUE(barrier.WaitUntilReached());
  service_->Pause(id);
  barrier.Release();
  EXPECT_TRUE(WaitForNote("paused"));
  service_->AddNote(id, "while paused");
  EXPECT_TRUE(WaitForNote("while paused"));
  EXPECT_THAT(Notes(), ::testing::Not(::testing::Contains("continued")));
  service_->RequestStop(id);
  EXPECT_EQ(Finish(id).outcome, run::Outcome::kCancelled);
  service_->RemoveObserver(&barrier);
}

TEST_F(LiveControlTest, ANoteForARunThatHasEndedIsIgnored) {
  const std::string id = Start(PruneSpec(4));
  Finish(id);
  const std::size_t events = events_.calls().size();
  service_->AddNote(id, "too late");
  service_->AddNote("no run", "lost");
  EXPECT_EQ(events_.calls().size(), events);
}

TEST_F(LiveControlTest, ScoresOfEveryScoredFamilyAreShownFromTheFirstScoredStepOn) {
  run::RunSpec spec = PruneSpec();
  spec.prune.score_every = 2;
  ASSERT_EQ(Run(spec).outcome, run::Outcome::kCompleted);
  const auto updates = events_.All<run::ScoresUpdated>();
  ASSERT_FALSE(updates.empty());
  EXPECT_EQ(updates[0].step, 1);
  EXPECT_EQ(updates[0].criterion, "gate");
  ASSERT_EQ(updates[0].families.size(), 2U) << "the FFN of the layers that are not locked";
  for (const run::FamilyState& family : updates[0].families) {
    EXPECT_EQ(family.kind, plan::UnitKind::kFfnChannel);
    EXPECT_EQ(family.kept, 128);
    EXPECT_EQ(family.keep->size(), 128U);
    ASSERT_EQ(family.scores->size(), 128U);
    EXPECT_GT(*std::max_element(family.scores->begin(), family.scores->end()), 0.0F);
  }
}

TEST_F(LiveControlTest, ScoresAreShownAtMostTwiceASecond) {
  run::RunSpec spec = PruneSpec(300);
  const run::RunFinished finished = Run(spec);
  ASSERT_EQ(finished.outcome, run::Outcome::kCompleted);
  const auto updates = events_.All<run::ScoresUpdated>();
  EXPECT_LE(static_cast<double>(updates.size()), 1.0 + 2.0 * finished.seconds);
}

TEST_F(LiveControlTest, NewCapsHoldFromTheNextStepOnAndTheTargetIsStillReached) {
  const run::RunSpec spec = PruneSpec();
  RunActing(spec, {{5, [&](const std::string& id) { Change(id, OtherCaps(spec)); }}});
  ASSERT_EQ(finished_.outcome, run::Outcome::kCompleted) << finished_.message;
  const auto changes = events_.All<run::BudgetChanged>();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].step, 5);
  EXPECT_EQ(nlohmann::json::parse(changes[0].budget_json).get<plan::BudgetSpec>(), OtherCaps(spec));
  EXPECT_LE(RemovedAtEnd(1, plan::UnitKind::kFfnChannel), 25);
  EXPECT_GT(RemovedAtEnd(0, plan::UnitKind::kFfnChannel), 0) << "unlocked";
  EXPECT_EQ(RemovedAtEnd(3, plan::UnitKind::kFfnChannel), 0) << "still locked";
  const auto compaction = events_.All<run::CompactionDone>().at(0);
  const auto before = static_cast<double>(compaction.parameters_before);
  const auto removed = before - static_cast<double>(compaction.parameters_after);
  EXPECT_GE(removed, 0.1 * before);
  EXPECT_LT(removed, 0.1 * before + 3 * 8 * 96);
  std::int64_t kept = 128;
  for (const run::PruneEventDone& event : events_.All<run::PruneEventDone>()) {
    EXPECT_LE(event.families[3].kept, kept) << "nothing returns";
    kept = event.families[3].kept;
  }
}

TEST_F(LiveControlTest, ABudgetThatCannotHoldIsRefusedAndTheRunGoesOnAsBefore) {
  const run::RunSpec spec = PruneSpec();
  ASSERT_EQ(Run(spec).outcome, run::Outcome::kCompleted);
  const std::string expected = LastStateHash();
  const auto refused = [&](const std::string& id, const plan::BudgetSpec& budget) {
    const Result<void> changed = service_->ChangeBudget(id, budget);
    if (changed.has_value()) return std::string("accepted");
    EXPECT_EQ(changed.error().code, ErrorCode::kUsage);
    return changed.error().message;
  };
  RunActing(spec, {{5, [&](const std::string& id) {
                      plan::BudgetSpec budget = spec.budget;
                      budget.target = 0.12;
                      EXPECT_THAT(refused(id, budget), HasSubstr("another target"));
                      budget = spec.budget;
                      budget.mode = plan::BudgetMode::kGlobal;
                      EXPECT_THAT(refused(id, budget), HasSubstr("another mode"));
                      budget = spec.budget;
                      budget.attention_kind = plan::UnitKind::kQueryStripe;
                      EXPECT_THAT(refused(id, budget), HasSubstr("attention unit"));
                      budget = spec.budget;
                      budget.layers = {{.layer = 2, .ffn = {.keep = 100}}};
                      EXPECT_THAT(refused(id, budget), HasSubstr("keep of layer 2"));
                      budget.layers = {{.layer = 1, .ffn = {.cap = 0.05}}};
                      EXPECT_THAT(refused(id, budget), HasSubstr("FFN of layer 1 has lost"));
                      budget.layers = {};
                      budget.default_cap = 0.2;
                      EXPECT_THAT(refused(id, budget), HasSubstr("may leave"));
                      budget.default_cap = -1.0;
                      EXPECT_THAT(refused(id, budget), HasSubstr("default_cap"));
                      EXPECT_THAT(refused("01ARZ3NDEKTSV4RRFFQ69G5FAV", spec.budget),
                                  HasSubstr("no run"));
                    }}});
  EXPECT_EQ(LastStateHash(), expected);
  EXPECT_TRUE(events_.All<run::BudgetChanged>().empty());
}

TEST_F(LiveControlTest, ARunThatPrunesNoMoreRefusesABudget) {
  const run::RunSpec spec = PruneSpec();
  const std::string id = RunActing(
      spec, {{19, [&](const std::string& running) {
                const Result<void> changed = service_->ChangeBudget(running, spec.budget);
                ASSERT_FALSE(changed.has_value());
                EXPECT_THAT(changed.error().message, HasSubstr("last pruning event is over"));
              }}});
  EXPECT_THAT(service_->ChangeBudget(id, spec.budget).error().message, HasSubstr("is finished"));
  run::RunSpec tune = PruneSpec();
  tune.kind = run::RunKind::kTune;
  RunActing(tune, {{2, [&](const std::string& running) {
                      EXPECT_THAT(service_->ChangeBudget(running, spec.budget).error().message,
                                  HasSubstr("has no budget"));
                    }}});
}

/// The niceness of the thread that tells of a run.
class NicenessObserver final : public run::RunObserver {
 public:
  void OnEvent(const std::string&, const run::RunEvent&) noexcept override {
    niceness = ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
  }
  std::atomic<int> niceness = -100;
};

TEST_F(LiveControlTest, ARunInTheBackgroundIsNicerThanTheRestOfTheProcess) {
  const int own = ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
  for (const bool background : {false, true}) {
    Open(background);
    NicenessObserver observer;
    service_->AddObserver(&observer);
    Finish(Start(PruneSpec(2)));
    EXPECT_EQ(observer.niceness, background ? std::max(own, 5) : own);
    service_->RemoveObserver(&observer);
  }
  EXPECT_EQ(::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid())), own);
}

class ChangedBudgetTest
    : public LiveControlTest,
      public ::testing::WithParamInterface<std::tuple<run::Criterion, plan::BudgetMode>> {};

TEST_P(ChangedBudgetTest, AResumedRunThatHadChangedItsBudgetEqualsAnUninterruptedOne) {
  run::RunSpec spec = PruneSpec();
  spec.prune.criterion = std::get<0>(GetParam());
  spec.budget.mode = std::get<1>(GetParam());
  plan::BudgetSpec second = spec.budget;
  second.layers = {{.layer = 0, .ffn = {.cap = 0.5}}, {.layer = 1, .ffn = {.cap = 0.5}}};
  const Act first_change{5, [&](const std::string& id) { Change(id, OtherCaps(spec)); }};
  const Act second_change{9, [&](const std::string& id) { Change(id, second); }};
  RunActing(spec, {first_change, second_change});
  ASSERT_EQ(finished_.outcome, run::Outcome::kCompleted) << finished_.message;
  EXPECT_EQ(events_.All<run::BudgetChanged>().size(), 2U);
  const std::string expected = LastStateHash();
  for (const std::int64_t step : {9, 10, 14, 19}) {
    const std::string id =
        RunActing(spec, {first_change, second_change, {step, [&](const std::string& run_id) {
                                                         service_->RequestStop(run_id);
                                                       }}});
    EXPECT_EQ(finished_.outcome, run::Outcome::kCancelled);
    Open();
    ASSERT_TRUE(service_->Resume(id).has_value());
    EXPECT_EQ(Finish(id).outcome, run::Outcome::kCompleted);
    EXPECT_EQ(LastStateHash(), expected) << "stopped after step " << step;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Runs,
    ChangedBudgetTest,
    ::testing::Values(std::tuple{run::Criterion::kGate, plan::BudgetMode::kUniform},
                      std::tuple{run::Criterion::kGate, plan::BudgetMode::kGlobal},
                      std::tuple{run::Criterion::kLora, plan::BudgetMode::kGlobal},
                      std::tuple{run::Criterion::kGrad, plan::BudgetMode::kUniform},
                      std::tuple{run::Criterion::kMagnitude, plan::BudgetMode::kGlobal}));

}  // namespace
}  // namespace sentei::engine::testing
