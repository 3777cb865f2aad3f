// SPDX-License-Identifier: Apache-2.0
// Units that the budget protects or forces, in runs.
#include "tests/core/engine/train/session_fixture.h"

#include <gtest/gtest.h>

namespace sentei::engine::testing {
namespace {

/// The outer layer 0 is kept whole by default, layer 1 is open.
SessionCase FixedCase(run::PruneSchedule schedule, plan::BudgetMode mode) {
  SessionCase c{.schedule = schedule, .mode = mode};
  c.limits = {{.layer = 0, .attention = {}, .ffn = {.forced_units = {11, 12}}},
              {.layer = 1,
               .attention = {.protected_units = {1}, .forced_units = {0}},
               .ffn = {.protected_units = {0, 1, 2, 3, 80, 159}, .forced_units = {4, 5, 100}}}};
  if (mode == plan::BudgetMode::kCustom) {
    for (plan::LayerLimit& limit : c.limits) limit.ffn.ratio = limit.layer == 1 ? 1.0 : 0.0;
    c.limits.push_back({.layer = 2, .attention = {}, .ffn = {.ratio = 1.0}});
  }
  return c;
}

void ExpectFixedUnitsHold(const plan::BudgetPlan& budget, const plan::KeepMask& keep) {
  for (std::size_t f = 0; f < keep.size(); ++f) {
    for (const std::int64_t unit : budget.families[f].protected_units) {
      EXPECT_TRUE(keep[f][static_cast<std::size_t>(unit)]) << "family " << f << " unit " << unit;
    }
    for (const std::int64_t unit : budget.families[f].forced_units) {
      EXPECT_FALSE(keep[f][static_cast<std::size_t>(unit)]) << "family " << f << " unit " << unit;
    }
  }
}

using Param = std::tuple<run::PruneSchedule, plan::BudgetMode>;
class FixedUnitsTest : public ::testing::TestWithParam<Param> {
 protected:
  const SessionCase case_ = FixedCase(std::get<0>(GetParam()), std::get<1>(GetParam()));
};

TEST_P(FixedUnitsTest, MasksHoldThemFromTheFirstEventToTheLast) {
  Session made = MakeSession(case_);
  const TrainSetup setup = SetupOf(case_, made.model->description);
  const plan::BudgetPlan& budget = setup.prune->budget;
  const PruneController& pruning = *made.session->pruning();
  const auto check = [&] {
    if (pruning.events_done() > 0) ExpectFixedUnitsHold(budget, pruning.masks().keep());
  };
  RunTo(*made.session, 0);
  check();
  while (made.session->step() < made.session->steps()) {
    RunTo(*made.session, made.session->step() + 1);
    check();
  }
  EXPECT_TRUE(pruning.finished());
  EXPECT_EQ(pruning.masks().kept(1), 152) << "8 of 160 leave the outer layer: 2 forced, aligned";
  EXPECT_EQ(pruning.masks().kept(2), 1);
  EXPECT_GE(pruning.masks().removed_parameters(), budget.asked);
}

TEST_P(FixedUnitsTest, AResumedRunKeepsThemBitForBit) {
  Session whole = MakeSession(case_);
  const std::int64_t steps = whole.session->steps();
  RunTo(*whole.session, steps);
  for (const std::int64_t interruption : {0, 4, 9, 17}) {
    if (interruption > steps) continue;
    Session before = MakeSession(case_);
    RunTo(*before.session, interruption);
    Session after = MakeSession(case_);
    after.session->Restore(before.session->Snapshot());
    RunTo(*after.session, steps);
    EXPECT_EQ(StateHash(after.session->Snapshot()), StateHash(whole.session->Snapshot()));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Modes,
    FixedUnitsTest,
    ::testing::Values(Param{run::PruneSchedule::kIterative, plan::BudgetMode::kUniform},
                      Param{run::PruneSchedule::kIterative, plan::BudgetMode::kCustom},
                      Param{run::PruneSchedule::kIterative, plan::BudgetMode::kGlobal},
                      Param{run::PruneSchedule::kIterative, plan::BudgetMode::kGlobalUniform},
                      Param{run::PruneSchedule::kOneShot, plan::BudgetMode::kUniform},
                      Param{run::PruneSchedule::kOneShotThenTune, plan::BudgetMode::kGlobal}));

}  // namespace
}  // namespace sentei::engine::testing
