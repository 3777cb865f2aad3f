// SPDX-License-Identifier: Apache-2.0
// Whole runs through the service: what they report, how they stop, and that nothing is lost.
#include "tests/core/engine/train/event_barrier.h"
#include "tests/core/engine/train/service_fixture.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <future>
#include <utility>

namespace sentei::engine::testing {
namespace {

using namespace std::chrono_literals;
using sentei::testing::RecordingObserver;

TEST_F(ServiceTest, APruneRunTellsEverythingFromTheDenseBaselineToTheVerifiedExport) {
  run::RunSpec spec = PruneSpec();
  spec.output.directory = (folder_ / "out").string();
  const run::RunFinished finished = Run(spec);
  ASSERT_EQ(finished.outcome, run::Outcome::kCompleted) << finished.message;
  EXPECT_EQ(finished.rule, "steps");
  EXPECT_GT(finished.peak_memory, 0U);

  const auto started = events_.All<run::RunStarted>();
  ASSERT_EQ(started.size(), 1U);
  EXPECT_EQ(started[0].dtype, "f32");
  EXPECT_EQ(started[0].threads, 1);
  EXPECT_EQ(started[0].resumed_from_step, -1);
  EXPECT_GT(started[0].model_parameters, 0);

  std::vector<std::string> stages;
  for (const run::EvalDone& eval : events_.All<run::EvalDone>()) {
    stages.push_back(eval.stage);
    EXPECT_GT(eval.perplexity, 1.0);
    EXPECT_EQ(eval.windows, 3);
    EXPECT_EQ(eval.tokens, 3 * 63);
    EXPECT_EQ(eval.text_hash.size(), 64U);
  }
  EXPECT_EQ(stages, (std::vector<std::string>{"dense", "pruned", "tuned"}));

  EXPECT_EQ(events_.All<run::StepDone>().size(), 20U);
  const auto prune_events = events_.All<run::PruneEventDone>();
  ASSERT_FALSE(prune_events.empty());
  EXPECT_EQ(prune_events.back().sigma, 1.0);
  const auto compaction = events_.All<run::CompactionDone>();
  ASSERT_EQ(compaction.size(), 1U);
  EXPECT_LE(static_cast<double>(compaction[0].parameters_after),
            0.9 * static_cast<double>(compaction[0].parameters_before));
  EXPECT_EQ(compaction[0].parameters_before - compaction[0].parameters_after,
            prune_events.back().removed_parameters);
  const auto exported = events_.All<run::ExportDone>();
  ASSERT_EQ(exported.size(), 1U);
  EXPECT_EQ(exported[0].parameters, compaction[0].parameters_after);
  const auto verified = events_.All<run::VerifyDone>();
  ASSERT_EQ(verified.size(), 1U);
  EXPECT_TRUE(verified[0].verified);
  EXPECT_TRUE(std::holds_alternative<run::RunFinished>(events_.calls().back().event));
}

TEST_F(ServiceTest, TheResultOfARunCanBeExportedLater) {
  const std::string run_id = Start(PruneSpec());
  ASSERT_EQ(Finish(run_id).outcome, run::Outcome::kCompleted);
  Open();  // a new process would know nothing but the data folder
  run::RunSpec spec;
  spec.kind = run::RunKind::kExport;
  spec.output.source_run = run_id;
  spec.output.directory = (folder_ / "later").string();
  const run::RunFinished finished = Run(spec);
  EXPECT_EQ(finished.outcome, run::Outcome::kCompleted) << finished.message;
  EXPECT_EQ(events_.All<run::ExportDone>().back().parameters,
            events_.All<run::CompactionDone>().back().parameters_after);
  EXPECT_TRUE(events_.All<run::VerifyDone>().back().verified);
}

TEST_F(ServiceTest, AResumedRunOnlyVerifiesTheExportThatItHadFinished) {
  run::RunSpec spec = PruneSpec(6);
  spec.output.directory = (folder_ / "out").string();
  const std::string id = Start(spec);
  ASSERT_EQ(Finish(id).outcome, run::Outcome::kCompleted);
  const run::ExportDone written = events_.All<run::ExportDone>().back();
  std::ofstream(folder_ / "out/notes.txt") << "mine";
  Open();  // as after a kill between the export and the end of the run
  ASSERT_TRUE(service_->Resume(id).has_value());
  EXPECT_EQ(Finish(id).outcome, run::Outcome::kCompleted);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "out/notes.txt"));
  EXPECT_EQ(events_.All<run::VerifyDone>().size(), 2U);
  const run::ExportDone found = events_.All<run::ExportDone>().back();
  EXPECT_EQ(found.path, written.path);
  EXPECT_EQ(found.profile, written.profile);
  EXPECT_EQ(found.dtype, written.dtype);
  EXPECT_EQ(found.parameters, written.parameters);
  EXPECT_EQ(found.rounding_cost, written.rounding_cost);
  EXPECT_EQ(service_->Start(spec).error().code, ErrorCode::kInput) << "another run's folder";
}

TEST_F(ServiceTest, AStoppedRunResumesToTheStateOfAnUninterruptedOne) {
  ASSERT_EQ(Run(PruneSpec()).outcome, run::Outcome::kCompleted);
  const std::string expected = LastStateHash();
  for (const std::int64_t step : {1, 9, 17}) {
    EventBarrier barrier(AtStep(step));
    service_->AddObserver(&barrier);
    const std::string id = Start(PruneSpec());
    ASSERT_TRUE(barrier.WaitUntilReached());
    service_->RequestStop(id);
    barrier.Release();
    const run::RunFinished stopped = Finish(id);
    service_->RemoveObserver(&barrier);
    EXPECT_EQ(stopped.outcome, run::Outcome::kCancelled);
    EXPECT_EQ(stopped.rule, "user");
    EXPECT_EQ(events_.All<run::CheckpointSaved>().back().step, step);
    Open();
    ASSERT_EQ(service_->Resume(id).value(), id);
    EXPECT_EQ(Finish(id).outcome, run::Outcome::kCompleted);
    EXPECT_EQ(events_.All<run::RunStarted>().back().resumed_from_step, step);
    EXPECT_EQ(LastStateHash(), expected) << "stopped after step " << step;
  }
}

TEST_F(ServiceTest, ARunStoppedWhileItMeasuresResumesToTheSameEndAndMeasuresOnce) {
  ASSERT_EQ(Run(PruneSpec()).outcome, run::Outcome::kCompleted);
  const std::string expected = LastStateHash();
  EventBarrier barrier(AtPhase(run::Phase::kEval));
  service_->AddObserver(&barrier);
  const std::string id = Start(PruneSpec());
  ASSERT_TRUE(barrier.WaitUntilReached());
  service_->RequestStop(id);
  barrier.Release();
  EXPECT_EQ(Finish(id).outcome, run::Outcome::kCancelled);
  service_->RemoveObserver(&barrier);
  EXPECT_EQ(events_.All<run::CheckpointSaved>().back().step, 18) << "the last event's step";
  EXPECT_EQ(service_->Resume(id).value(), id);
  EXPECT_EQ(Finish(id).outcome, run::Outcome::kCompleted);
  EXPECT_EQ(LastStateHash(), expected);
  std::vector<std::string> stages;
  for (const RecordingObserver::Call& call : events_.calls()) {
    const auto* eval = std::get_if<run::EvalDone>(&call.event);
    if (eval != nullptr && call.run_id == id) stages.push_back(eval->stage);
  }
  EXPECT_EQ(stages, (std::vector<std::string>{"dense", "pruned", "tuned"}));
}

TEST_F(ServiceTest, AStopDuringAQuickPerplexityLosesNoStep) {
  run::RunSpec spec = PruneSpec();
  spec.train.eval_every = 5;
  std::int64_t seen = 0;
  EventBarrier barrier([&seen](const run::RunEvent& event) {
    const auto* done = std::get_if<run::StepDone>(&event);
    if (done != nullptr) seen = done->step;
    return seen == 5 && std::holds_alternative<run::Progress>(event) &&
           std::get<run::Progress>(event).unit == "window";
  });
  service_->AddObserver(&barrier);
  const std::string id = Start(spec);
  ASSERT_TRUE(barrier.WaitUntilReached());
  service_->RequestStop(id);
  barrier.Release();
  EXPECT_EQ(Finish(id).outcome, run::Outcome::kCancelled);
  service_->RemoveObserver(&barrier);
  EXPECT_EQ(events_.All<run::CheckpointSaved>().back().step, 5);
}

TEST_F(ServiceTest, ASecondStopEndsWithTheLastCheckpoint) {
  EventBarrier barrier(AtStep(10));
  service_->AddObserver(&barrier);
  const std::string id = Start(PruneSpec());
  ASSERT_TRUE(barrier.WaitUntilReached());
  service_->RequestStop(id);
  service_->RequestStop(id);
  barrier.Release();
  EXPECT_EQ(Finish(id).outcome, run::Outcome::kCancelled);
  service_->RemoveObserver(&barrier);
  EXPECT_LE(events_.All<run::StepDone>().back().step, 10);
}

TEST_F(ServiceTest, StopWakesAPausedRunAtOnce) {
  EventBarrier barrier(AtStep(3));
  service_->AddObserver(&barrier);
  const std::string id = Start(PruneSpec(100'000));
  ASSERT_TRUE(barrier.WaitUntilReached());
  service_->Pause(id);
  barrier.Release();
  std::this_thread::sleep_for(100ms);  // time to arrive at the gate; the test holds without it
  const std::size_t steps = events_.All<run::StepDone>().size();
  std::this_thread::sleep_for(100ms);
  EXPECT_LE(events_.All<run::StepDone>().size(), steps + 1) << "a paused run goes on";
  service_->RequestStop(id);
  auto finished = std::async(std::launch::async, [&] { return Finish(id); });
  ASSERT_EQ(finished.wait_for(20s), std::future_status::ready);
  EXPECT_EQ(finished.get().outcome, run::Outcome::kCancelled);
  service_->RemoveObserver(&barrier);
  EXPECT_EQ(events_.All<run::CheckpointSaved>().back().step,
            events_.All<run::StepDone>().back().step);
}

TEST_F(ServiceTest, APausedRunContinuesToTheSameEnd) {
  ASSERT_EQ(Run(PruneSpec()).outcome, run::Outcome::kCompleted);
  const std::string expected = LastStateHash();
  const std::string id = Start(PruneSpec());
  service_->Pause(id);
  std::this_thread::sleep_for(50ms);
  service_->Continue(id);
  EXPECT_EQ(Finish(id).outcome, run::Outcome::kCompleted);
  EXPECT_EQ(LastStateHash(), expected);
}

TEST_F(ServiceTest, ARunStoppedWhileQueuedNeverStarts) {
  EventBarrier barrier(AtStep(2));
  service_->AddObserver(&barrier);
  const std::string first = Start(PruneSpec());
  const std::string second = Start(PruneSpec());
  ASSERT_TRUE(barrier.WaitUntilReached());
  service_->RequestStop(second);
  barrier.Release();
  EXPECT_EQ(Finish(first).outcome, run::Outcome::kCompleted);
  EXPECT_EQ(Finish(second).outcome, run::Outcome::kCancelled);
  service_->RemoveObserver(&barrier);
  EXPECT_EQ(events_.All<run::RunStarted>().size(), 1U);
}

TEST_F(ServiceTest, RunsGoOneAfterTheOtherInTheOrderTheyCame) {
  const std::string first = Start(PruneSpec(4));
  const std::string second = Start(PruneSpec(4));
  Finish(second);
  std::vector<std::string> order;
  for (const RecordingObserver::Call& call : events_.calls()) {
    if (order.empty() || order.back() != call.run_id) order.push_back(call.run_id);
  }
  EXPECT_EQ(order, (std::vector<std::string>{first, second}));
}

TEST_F(ServiceTest, ACheckpointIsWrittenWhenAskedFor) {
  EventBarrier barrier(AtStep(3));
  service_->AddObserver(&barrier);
  const std::string id = Start(PruneSpec());
  ASSERT_TRUE(barrier.WaitUntilReached());
  service_->CheckpointNow(id);
  barrier.Release();
  Finish(id);
  service_->RemoveObserver(&barrier);
  bool found = false;
  for (const run::CheckpointSaved& saved : events_.All<run::CheckpointSaved>()) {
    found = found || saved.step == 3;
  }
  EXPECT_TRUE(found);
}

TEST_F(ServiceTest, DestructionEndsARunningRun) {
  EventBarrier barrier(AtStep(2));
  service_->AddObserver(&barrier);
  const std::string id = Start(PruneSpec(100'000));
  ASSERT_TRUE(barrier.WaitUntilReached());
  barrier.Release();
  service_->RemoveObserver(&barrier);
  service_.reset();
  const auto finished = events_.All<run::RunFinished>();
  ASSERT_EQ(finished.size(), 1U);
  EXPECT_EQ(finished[0].outcome, run::Outcome::kCancelled);
}

TEST_F(ServiceTest, ThreeStepsThatAreNotFiniteEndTheRunAsFailedAndKeepTheCheckpoint) {
  PoisonTensor(folder_ / "model/model.safetensors", "model.layers.2.mlp.up_proj.weight");
  const run::RunFinished finished = Run(PruneSpec());
  EXPECT_EQ(finished.outcome, run::Outcome::kFailed);
  EXPECT_NE(finished.message.find("layer 2"), std::string::npos) << finished.message;
  EXPECT_FALSE(finished.hint.empty());
  EXPECT_EQ(events_.All<run::CheckpointSaved>().size(), 1U);
  EXPECT_TRUE(std::filesystem::exists(events_.All<run::CheckpointSaved>()[0].path));
}

TEST_F(ServiceTest, ABudgetThatCannotBeMetIsRefusedBeforeTheRun) {
  run::RunSpec spec = PruneSpec();
  spec.budget.target = 0.95;
  const Result<std::string> id = service_->Start(spec);
  ASSERT_FALSE(id.has_value());
  EXPECT_EQ(id.error().code, ErrorCode::kUsage);
  EXPECT_TRUE(events_.calls().empty());
}

TEST_F(ServiceTest, MissingFilesAndUnknownRunsAreRefused) {
  run::RunSpec no_text = PruneSpec();
  no_text.train.text.path = (folder_ / "absent.txt").string();
  EXPECT_FALSE(service_->Start(no_text).has_value());
  run::RunSpec no_model = PruneSpec();
  no_model.model = (folder_ / "absent").string();
  EXPECT_FALSE(service_->Start(no_model).has_value());
  EXPECT_FALSE(service_->Resume("01ARZ3NDEKTSV4RRFFQ69G5FAV").has_value());
  EXPECT_FALSE(service_->Resume("../../etc").has_value());
  EXPECT_FALSE(service_->Wait("01ARZ3NDEKTSV4RRFFQ69G5FAV").has_value());
}

TEST_F(ServiceTest, WithoutAnEvaluationTextTheTailOfTheTrainingTextIsHeldOut) {
  run::RunSpec spec = PruneSpec(4);
  spec.eval.text.path.clear();
  ASSERT_EQ(Run(spec).outcome, run::Outcome::kCompleted);
  EXPECT_EQ(events_.All<run::EvalDone>().front().text_path, spec.train.text.path);
}

TEST_F(ServiceTest, WarnsWhenTheEvaluationTextIsInTheTrainingText) {
  run::RunSpec spec = PruneSpec(4);
  spec.eval.text = spec.train.text;
  ASSERT_EQ(Run(spec).outcome, run::Outcome::kCompleted);
  ASSERT_FALSE(events_.All<run::Warned>().empty());
  EXPECT_NE(events_.All<run::Warned>()[0].message.find("100.0 %"), std::string::npos);
}

class ScheduleTest
    : public ServiceTest,
      public ::testing::WithParamInterface<std::tuple<run::Criterion, run::PruneSchedule>> {};

TEST_P(ScheduleTest, EveryCriterionRunsOnEverySchedule) {
  run::RunSpec spec = PruneSpec(10);
  spec.prune.criterion = std::get<0>(GetParam());
  spec.prune.schedule = std::get<1>(GetParam());
  spec.prune.calibration_batches = 2;
  const run::RunFinished finished = Run(spec);
  ASSERT_EQ(finished.outcome, run::Outcome::kCompleted) << finished.message;
  EXPECT_EQ(events_.All<run::PruneEventDone>().back().sigma, 1.0);
  const bool tunes = spec.prune.schedule != run::PruneSchedule::kOneShot;
  EXPECT_EQ(events_.All<run::StepDone>().size(), tunes ? 10U : 0U);
  EXPECT_EQ(events_.All<run::EvalDone>().back().stage, tunes ? "tuned" : "pruned");
}

INSTANTIATE_TEST_SUITE_P(All,
                         ScheduleTest,
                         ::testing::Combine(::testing::Values(run::Criterion::kLora,
                                                              run::Criterion::kGate,
                                                              run::Criterion::kGrad,
                                                              run::Criterion::kMagnitude,
                                                              run::Criterion::kRandom),
                                            ::testing::Values(run::PruneSchedule::kIterative,
                                                              run::PruneSchedule::kOneShotThenTune,
                                                              run::PruneSchedule::kOneShot)));

TEST_F(ServiceTest, TuningRemovesNothing) {
  run::RunSpec spec = PruneSpec(6);
  spec.kind = run::RunKind::kTune;
  ASSERT_EQ(Run(spec).outcome, run::Outcome::kCompleted);
  const auto compaction = events_.All<run::CompactionDone>();
  EXPECT_EQ(compaction[0].parameters_before, compaction[0].parameters_after);
  EXPECT_TRUE(events_.All<run::PruneEventDone>().empty());
}

TEST_F(ServiceTest, EvalReportsOnePerplexityWithItsProtocol) {
  run::RunSpec spec = PruneSpec();
  spec.kind = run::RunKind::kEval;
  ASSERT_EQ(Run(spec).outcome, run::Outcome::kCompleted);
  const auto evals = events_.All<run::EvalDone>();
  ASSERT_EQ(evals.size(), 1U);
  EXPECT_EQ(evals[0].stage, "eval");
  EXPECT_EQ(evals[0].window_losses.size(), 3U);
}

TEST_F(ServiceTest, GenerateIsAFunctionOfItsSeed) {
  run::RunSpec spec;
  spec.kind = run::RunKind::kGenerate;
  spec.model = (folder_ / "model").string();
  spec.dtype = run::ComputeDType::kF32;
  spec.generate.prompt = "the quick";
  spec.generate.max_new_tokens = 12;
  const auto generate = [&](double temperature, std::uint64_t seed) {
    spec.generate.temperature = temperature;
    spec.seed = seed;
    const std::size_t before = events_.All<run::TokenGenerated>().size();
    EXPECT_EQ(Run(spec).outcome, run::Outcome::kCompleted);
    std::vector<std::int32_t> ids;
    const auto tokens = events_.All<run::TokenGenerated>();
    for (std::size_t i = before; i < tokens.size(); ++i) ids.push_back(tokens[i].id);
    return ids;
  };
  EXPECT_EQ(generate(0.0, 1), generate(0.0, 2));
  EXPECT_EQ(generate(1.5, 1), generate(1.5, 1));
  EXPECT_NE(generate(1.5, 1), generate(1.5, 2));
}

}  // namespace
}  // namespace sentei::engine::testing
