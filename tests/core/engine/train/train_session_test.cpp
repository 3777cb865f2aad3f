// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/plan/schedule.h"
#include "tests/core/engine/train/session_fixture.h"
#include "tests/support/test_environment.h"
#include "tests/support/tiny_checkpoint.h"

#include <ATen/ATen.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <new>
#include <stdexcept>

namespace sentei::engine::testing {
namespace {

TEST(TrainSession, TwoRunsOfOneSpecEndInTheSameState) {
  Session first = MakeSession({});
  Session second = MakeSession({});
  RunTo(*first.session, 20);
  RunTo(*second.session, 20);
  EXPECT_EQ(StateHash(first.session->Snapshot()), StateHash(second.session->Snapshot()));
}

class ResumeTest : public ::testing::TestWithParam<SessionCase> {};

TEST_P(ResumeTest, AnInterruptedRunEqualsAnUninterruptedOneBitForBit) {
  Session whole = MakeSession(GetParam());
  const std::int64_t steps = whole.session->steps();
  RunTo(*whole.session, steps);
  const std::string expected = StateHash(whole.session->Snapshot());
  for (const std::int64_t interruption : {0, 1, 4, 7, 8, 17, 19, 20}) {
    if (interruption > steps) continue;
    Session before = MakeSession(GetParam());
    RunTo(*before.session, interruption);
    Session after = MakeSession(GetParam());
    after.session->Restore(before.session->Snapshot());
    RunTo(*after.session, steps);
    EXPECT_EQ(StateHash(after.session->Snapshot()), expected) << "after step " << interruption;
    EXPECT_EQ(after.session->metrics_hash(), whole.session->metrics_hash());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Runs,
    ResumeTest,
    ::testing::Values(SessionCase{},
                      SessionCase{.criterion = run::Criterion::kLora},
                      SessionCase{.criterion = run::Criterion::kGrad, .micro_batch = 4},
                      SessionCase{.criterion = run::Criterion::kMagnitude},
                      SessionCase{.criterion = run::Criterion::kRandom},
                      SessionCase{.mode = plan::BudgetMode::kGlobal},
                      SessionCase{.criterion = run::Criterion::kGrad,
                                  .schedule = run::PruneSchedule::kOneShotThenTune},
                      SessionCase{.schedule = run::PruneSchedule::kOneShot},
                      SessionCase{.dtype = at::kBFloat16}));

TEST(TrainSession, ARunThatRemovesNothingIsAPlainLoraRunBitForBit) {
  const SessionCase zero{.target = 0.0};
  Session pruned = MakeSession(zero);
  Session plain = MakeTuning(zero);
  RunTo(*pruned.session, 20);
  RunTo(*plain.session, 20);
  EXPECT_EQ(pruned.session->pruning()->masks().removed_units(), 0);
  EXPECT_TRUE(
      at::equal(pruned.session->parameters().values(), plain.session->parameters().values()));
  EXPECT_EQ(pruned.session->metrics_hash(), plain.session->metrics_hash());
}

TEST(TrainSession, AStepOnWeightsThatShrankIsRefusedAndChangesNothing) {
  const test::TemporaryDirectory folder;
  sentei::testing::WriteTinyCheckpoint(folder.path());
  Session tuning = MakeTuning({});
  tuning.model->source = formats::OpenModel(folder.path());
  RunTo(*tuning.session, 1);
  const std::string before = StateHash(tuning.session->Snapshot());
  std::filesystem::resize_file(folder / "model.safetensors", 64);
  EXPECT_THROW(RunTo(*tuning.session, 2), Error);
  EXPECT_EQ(StateHash(tuning.session->Snapshot()), before);
}

TEST(TrainSession, TheLossFallsOnTextWithStructure) {
  const SessionCase c{.target = 0.0, .steps = 40, .dropout = 0.0};
  Session tuning = MakeTuning(c);
  const double first = RunTo(*tuning.session, 1).done.loss;
  const double last = RunTo(*tuning.session, 40).done.loss;
  EXPECT_LT(last, 0.8 * first);
}

class EventsTest : public ::testing::TestWithParam<SessionCase> {};

TEST_P(EventsTest, MasksOnlyGrowNeverPassACapAndReachThePlan) {
  Session made = MakeSession(GetParam());
  TrainSession& session = *made.session;
  const TrainSetup setup = SetupOf(GetParam(), made.model->description);
  const plan::BudgetPlan& budget = setup.prune->budget;
  plan::KeepMask before = session.pruning()->masks().keep();
  while (session.step() < session.steps()) {
    RunTo(session, session.step() + 1);
    const plan::KeepMask& now = session.pruning()->masks().keep();
    for (std::size_t f = 0; f < now.size(); ++f) {
      for (std::size_t u = 0; u < now[f].size(); ++u) EXPECT_LE(now[f][u], before[f][u]);
      const std::int64_t gone = budget.families[f].num_units - session.pruning()->masks().kept(f);
      EXPECT_LE(gone, budget.families[f].cap_units());
    }
    before = now;
  }
  const std::int64_t removed = session.pruning()->masks().removed_parameters();
  EXPECT_GE(removed, budget.asked);
  EXPECT_LT(removed, budget.asked + budget.step);
  if (!budget.DecidedByScores()) {
    EXPECT_EQ(plan::KeptCounts(before), budget.Keeps());
  }
  EXPECT_TRUE(session.pruning()->finished());
}

INSTANTIATE_TEST_SUITE_P(Schedules,
                         EventsTest,
                         ::testing::Values(SessionCase{},
                                           SessionCase{.criterion = run::Criterion::kLora},
                                           SessionCase{.mode = plan::BudgetMode::kGlobal},
                                           SessionCase{.criterion = run::Criterion::kLora,
                                                       .mode = plan::BudgetMode::kGlobal},
                                           SessionCase{
                                               .criterion = run::Criterion::kGrad,
                                               .schedule = run::PruneSchedule::kOneShotThenTune}));

TEST(TrainSession, EventsHappenAtTheStepsOfTheSchedule) {
  const SessionCase c;
  Session made = MakeSession(c);
  std::vector<std::int64_t> steps;
  for (std::int64_t step = 1; step <= c.steps; ++step) {
    const StepReport report = RunTo(*made.session, step);
    if (report.event.has_value()) steps.push_back(report.event->step);
  }
  std::vector<std::int64_t> expected;
  for (const plan::PruneMoment& moment : EventsOf({.every = 4}, c.steps)) {
    expected.push_back(moment.step);
  }
  EXPECT_EQ(steps, expected);
  EXPECT_GE(expected.size(), 2U);
}

TEST(TrainSession, NothingOfADeadUnitMovesAfterItDied) {
  Session made = MakeSession({.criterion = run::Criterion::kLora});
  TrainSession& session = *made.session;
  const Checkpoint end = (RunTo(session, 20), session.Snapshot());
  const UnitMasks& masks = session.pruning()->masks();
  ASSERT_GT(masks.removed_units(), 0);
  for (const char* suffix : {"", ".exp_avg", ".exp_avg_sq"}) {
    for (std::size_t f = 0; f < masks.families().size(); ++f) {
      std::vector<bool> dead = masks.keep()[f];
      dead.flip();
      for (const plan::FamilyMember& member : masks.families()[f].members) {
        const bool rows = member.axis == plan::Axis::kRow;
        const std::string name = plan::ModuleName(masks.families()[f].layer, member.projection) +
                                 (rows ? ".lora_B.weight" : ".lora_A.weight") + suffix;
        const at::Tensor ids = KeptIndices(dead, member.unit_size);
        if (ids.numel() == 0) continue;
        const at::Tensor of_dead = end.tensors.at(name).index_select(rows ? 0 : 1, ids);
        EXPECT_EQ(of_dead.abs().max().item<float>(), 0.0F) << name;
      }
    }
  }
}

TEST(TrainSession, MicroBatchesGiveTheGradientOfTheWholeBatch) {
  const SessionCase whole{.target = 0.0, .dropout = 0.0, .micro_batch = 4, .dtype = at::kDouble};
  SessionCase parts = whole;
  parts.micro_batch = 3;  // 3 + 1
  Session one = MakeTuning(whole);
  Session two = MakeTuning(parts);
  const StepReport a = RunTo(*one.session, 1);
  const StepReport b = RunTo(*two.session, 1);
  EXPECT_NEAR(a.done.loss, b.done.loss, 1e-10);
  EXPECT_NEAR(a.done.gradient_norm, b.done.gradient_norm, 1e-5 * a.done.gradient_norm);
}

TEST(TrainSession, AStepThatIsNotFiniteMovesNothingAndTheThirdInARowNamesTheLayer) {
  Session made = MakeTuning({});
  TrainSession& session = *made.session;
  RunTo(session, 2);
  const at::Tensor before = session.parameters().values().clone();
  made.model->layers[2].up.weight[5][3] = std::numeric_limits<float>::quiet_NaN();
  for (int skipped = 0; skipped < 2; ++skipped) {
    const StepReport report = session.Step({}).value();
    ASSERT_EQ(report.warnings.size(), 1U);
    EXPECT_NE(report.warnings[0].find("layer 2"), std::string::npos) << report.warnings[0];
    EXPECT_TRUE(std::isnan(report.done.loss));
  }
  EXPECT_TRUE(at::equal(session.parameters().values(), before));
  try {
    static_cast<void>(session.Step({}));
    FAIL() << "the third step must end the run";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInput);
    EXPECT_NE(std::string(error.what()).find("layer 2"), std::string::npos) << error.what();
    EXPECT_FALSE(error.hint().empty());
  }
}

TEST(TrainSession, AFiniteStepForgivesTheOnesBeforeIt) {
  Session made = MakeTuning({});
  const at::Tensor weight = made.model->layers[1].down.weight;
  const at::Tensor sound = weight.clone();
  for (int round = 0; round < 3; ++round) {
    weight.fill_(std::numeric_limits<float>::infinity());
    for (int i = 0; i < 2; ++i) EXPECT_FALSE(made.session->Step({}).value().warnings.empty());
    weight.copy_(sound);
    EXPECT_TRUE(made.session->Step({}).value().warnings.empty());
  }
}

TEST(TrainSession, AnEventMissedByASkippedStepIsMadeUpFor) {
  const SessionCase c;
  Session made = MakeSession(c);
  const std::int64_t last = made.session->pruning()->last_event_step();
  RunTo(*made.session, last - 1);
  const at::Tensor weight = made.model->layers[0].up.weight;
  const at::Tensor sound = weight.clone();
  weight.fill_(std::numeric_limits<float>::quiet_NaN());
  EXPECT_FALSE(made.session->Step({}).value().event.has_value());
  weight.copy_(sound);
  EXPECT_TRUE(made.session->Step({}).value().event.has_value());
  EXPECT_TRUE(made.session->pruning()->finished());
}

TEST(TrainSession, AnInterruptionBetweenMicroBatchesGivesNoStep) {
  Session made = MakeSession({});
  int asked = 0;
  const auto stop_at_second = [&] {
    return ++asked == 2 ? Interruption::kStop : Interruption::kGoOn;
  };
  EXPECT_FALSE(made.session->Step(stop_at_second).has_value());
  EXPECT_EQ(asked, 2);
}

class MemoryTest : public ::testing::TestWithParam<run::Criterion> {
 protected:
  [[nodiscard]] static SessionCase Case(std::int64_t micro_batch) {
    return {.criterion = GetParam(), .micro_batch = micro_batch};
  }
  /// Lets memory run out at the `at`-th question between micro-batches, then `more` times again.
  static BetweenMicroBatches RunsOut(int at, int more = 0) {
    return [asked = 0, at, more]() mutable {
      ++asked;
      if (asked >= at && asked <= at + more) throw std::bad_alloc();
      return Interruption::kGoOn;
    };
  }
};

TEST_P(MemoryTest, TheStepIsDoneAgainWithHalfTheMicroBatch) {
  constexpr std::int64_t kBefore = 5;
  Session tried = MakeSession(Case(2));
  RunTo(*tried.session, kBefore);
  Session oracle = MakeSession(Case(1));
  oracle.session->Restore(tried.session->Snapshot());
  const StepReport report = tried.session->Step(RunsOut(2)).value();
  ASSERT_EQ(report.warnings.size(), 1U);
  EXPECT_NE(report.warnings[0].find("1 instead of 2"), std::string::npos) << report.warnings[0];
  for (std::int64_t step = kBefore + 1; step <= 20; ++step) {
    const StepReport expected = oracle.session->Step({}).value();
    const StepReport actual = step == kBefore + 1 ? report : tried.session->Step({}).value();
    ASSERT_EQ(actual.done.loss, expected.done.loss) << step;
    ASSERT_EQ(actual.event.has_value(), expected.event.has_value()) << step;
  }
  EXPECT_TRUE(
      at::equal(tried.session->parameters().values(), oracle.session->parameters().values()));
  EXPECT_EQ(tried.session->metrics_hash(), oracle.session->metrics_hash());
}

TEST_P(MemoryTest, AResumedRunKeepsTheHalvedMicroBatch) {
  Session whole = MakeSession(Case(2));
  RunTo(*whole.session, 5);
  static_cast<void>(whole.session->Step(RunsOut(1)).value());
  Session resumed = MakeSession(Case(2));
  resumed.session->Restore(whole.session->Snapshot());
  RunTo(*whole.session, 20);
  RunTo(*resumed.session, 20);
  EXPECT_EQ(StateHash(resumed.session->Snapshot()), StateHash(whole.session->Snapshot()));
}

TEST_P(MemoryTest, TheSecondTimeIsAnErrorWithRemedies) {
  for (const std::int64_t micro_batch : {1, 2}) {
    Session made = MakeSession(Case(micro_batch));
    try {
      static_cast<void>(made.session->Step(RunsOut(1, 10)));
      FAIL() << "memory stays out";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kOutOfMemory);
      EXPECT_NE(std::string(error.what()).find("1 x 12 tokens"), std::string::npos) << error.what();
      EXPECT_NE(error.hint().find("--micro-batch"), std::string::npos);
      EXPECT_NE(error.hint().find("--length"), std::string::npos);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Criteria,
                         MemoryTest,
                         ::testing::Values(run::Criterion::kLora,
                                           run::Criterion::kGate,
                                           run::Criterion::kGrad));

TEST(TrainSession, CalibrationIsDoneAgainWithHalfTheMicroBatch) {
  const SessionCase c{.criterion = run::Criterion::kGrad,
                      .schedule = run::PruneSchedule::kOneShotThenTune};
  SessionCase half = c;
  half.micro_batch = 1;
  Session tried = MakeSession(c);
  while (!tried.session->CalibrationDue()) static_cast<void>(tried.session->Step({}));
  Session oracle = MakeSession(half);
  oracle.session->Restore(tried.session->Snapshot());
  int asked = 0;
  const CalibrationReport report = tried.session
                                       ->Calibrate([&] {
                                         if (++asked == 3) throw std::bad_alloc();
                                         return Interruption::kGoOn;
                                       })
                                       .value();
  EXPECT_EQ(report.warnings.size(), 1U);
  EXPECT_EQ(report.event.removed_units, oracle.session->Calibrate({}).value().event.removed_units);
  EXPECT_EQ(tried.session->pruning()->masks().keep(), oracle.session->pruning()->masks().keep());
}

TEST(MicroBatch, KnowsHowMemoryRunsOutAndLeavesOtherExceptionsAlone) {
  std::vector<std::string> warnings;
  const auto fails_once = [&](auto throws) {
    MicroBatch micro_batch(8, 16);
    return micro_batch.Run(
        [&](std::int64_t size) {
          if (size == 8) throws();
          return size;
        },
        warnings);
  };
  EXPECT_EQ(fails_once([] { throw std::bad_alloc(); }), 4);
  EXPECT_EQ(fails_once([] { TORCH_CHECK_WITH(OutOfMemoryError, false, "out of memory"); }), 4);
  EXPECT_EQ(fails_once([] {
              TORCH_CHECK(false, "DefaultCPUAllocator: can't allocate memory: you tried ...");
            }),
            4);
  EXPECT_EQ(warnings.size(), 3U);
  EXPECT_THROW(fails_once([] { throw std::runtime_error("another"); }), std::runtime_error);
  EXPECT_THROW(fails_once([] { TORCH_CHECK(false, "sizes differ"); }), c10::Error);
  EXPECT_EQ(warnings.size(), 3U);
}

TEST(TrainSession, RefusesAMicroBatchThatNoRunHas) {
  Session made = MakeSession({});
  Checkpoint checkpoint = made.session->Snapshot();
  checkpoint.state["micro_batch"] = 0;
  EXPECT_THROW(made.session->Restore(checkpoint), Error);
}

TEST(TrainSession, RefusesACheckpointOfAnotherModel) {
  Session made = MakeSession({});
  Checkpoint checkpoint = made.session->Snapshot();
  checkpoint.tensors.begin()->second = at::zeros({2, 2});
  EXPECT_THROW(made.session->Restore(checkpoint), Error);
}

}  // namespace
}  // namespace sentei::engine::testing
