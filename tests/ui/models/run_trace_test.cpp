// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_trace.h"

#include "tests/support/fake_run_service.h"
#include "ui/models/run_entries_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>

namespace sentei::ui {
namespace {

using testing::PruneScript;
using testing::PruneSpecForScript;
using testing::StartedFor;

RunTrace Traced(std::int64_t steps) {
  RunTrace trace;
  trace.Add(StartedFor("r", PruneSpecForScript(steps)));
  for (const run::RunEvent& event : PruneScript(steps, 2)) trace.Add(event);
  return trace;
}

TEST(RunTraceTest, RemembersWhenEachUnitLeft) {
  const RunTrace trace = Traced(40);
  const auto& pruned = trace.pruned_at.at({0, plan::UnitKind::kFfnChannel});
  ASSERT_EQ(pruned.size(), 32U);
  EXPECT_EQ(pruned[0], 10);
  EXPECT_EQ(pruned[15], 40);
  EXPECT_EQ(pruned[31], 0) << "still there";
}

TEST(RunTraceTest, OfAnEventItCountsWhatLeftSinceTheOneBefore) {
  const RunTrace trace = Traced(40);
  std::int64_t channels = 0;
  for (const RunEntry& entry : trace.entries) {
    if (entry.kind == RunEntry::Kind::kPruned) channels += entry.channels;
  }
  EXPECT_EQ(channels, 2 * 16) << "two layers lost half of 32";
}

TEST(RunTraceTest, AResumeVoidsWhatCameAfterItsCheckpoint) {
  RunTrace trace = Traced(40);
  run::RunStarted again = StartedFor("r", PruneSpecForScript(40));
  again.resumed_from_step = 20;
  trace.Add(again);
  EXPECT_EQ(trace.step(), 20);
  EXPECT_FALSE(trace.finished.has_value());
  EXPECT_EQ(trace.pruned_at.at({0, plan::UnitKind::kFfnChannel})[15], 0);
  for (const RunEntry& entry : trace.entries) EXPECT_LE(entry.step, 20);
  EXPECT_EQ(trace.beginnings, 2);
}

TEST(RunTraceTest, AFreshStartForgetsTheRunBefore) {
  RunTrace trace = Traced(40);
  trace.Add(StartedFor("r", PruneSpecForScript(40)));
  EXPECT_TRUE(trace.steps.empty());
  EXPECT_TRUE(trace.families.empty());
}

TEST(RunTraceTest, SpecificationsOfAnotherVersionAreNoFailure) {
  RunTrace trace;
  run::RunStarted started;
  started.spec_json = "{\"of\": \"the future\"}";
  trace.Add(started);
  trace.Add(run::BudgetChanged{3, "not json"});
  EXPECT_FALSE(trace.spec.has_value());
  EXPECT_FALSE(trace.budget.has_value());
}

TEST(RunEntriesModelTest, ShowsTheNewestFirstAndGrowsInPlace) {
  RunEntriesModel model;
  const QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
  const RunTrace trace = Traced(20);
  for (std::size_t n = 1; n <= trace.entries.size(); ++n) {
    model.Show({trace.entries.begin(), trace.entries.begin() + static_cast<std::ptrdiff_t>(n)});
    ASSERT_EQ(model.rowCount(), static_cast<int>(n));
    EXPECT_EQ(model.index(0, RunEntriesModel::kText).data().toString(),
              EntryText(trace.entries[n - 1]));
  }
  model.Show({trace.entries.front()});
  EXPECT_EQ(model.rowCount(), 1);
}

}  // namespace
}  // namespace sentei::ui
