// SPDX-License-Identifier: Apache-2.0
#include "tests/core/engine/train/session_fixture.h"

namespace sentei::engine::testing {
namespace {

Session Make(const SessionCase& c, bool prunes) {
  Session made;
  made.model = test::MakeDecoder(SessionModel(), c.dtype);
  TrainSetup setup = SetupOf(c, made.model->description);
  if (!prunes) setup.prune.reset();
  BatchSource data(
      SessionTokens(SessionModel().vocab), setup.train.length, setup.train.batch, setup.seed);
  made.session = std::make_unique<TrainSession>(*made.model, std::move(setup), std::move(data));
  return made;
}

}  // namespace

test::TinyModel SessionModel() { return {.name = "session", .layers = 4, .ffn = 160, .seed = 3}; }

text::TokenStream SessionTokens(std::int64_t vocab) {
  text::TokenStream stream;
  std::int64_t token = 1;
  for (int i = 0; i < 600; ++i) {
    stream.ids.push_back(static_cast<text::TokenId>(token));
    token = (token * 3 + i % 2 + 1) % vocab;
  }
  return stream;
}

TrainSetup SetupOf(const SessionCase& c, const plan::ModelDescription& description) {
  TrainSetup setup;
  setup.seed = 17;
  setup.lora = {.rank = 4, .alpha = 8.0, .dropout = c.dropout};
  setup.train.length = 12;
  setup.train.batch = 4;
  setup.train.micro_batch = c.micro_batch;
  setup.train.steps = c.steps;
  setup.train.learning_rate = 5e-3;
  PruneSetup prune;
  prune.families = plan::BuildUnitFamilies(description, plan::UnitKind::kKvGroup);
  plan::BudgetSpec budget;
  budget.mode = c.mode;
  budget.target = c.target;
  budget.attention_locked = false;
  budget.default_cap = 0.9;
  budget.layers = c.limits;
  prune.budget = plan::ResolveBudget(description,
                                     prune.families,
                                     budget,
                                     plan::ExportProfile::kHfPerLayer,
                                     plan::ExportDType::kF32);
  prune.prune.criterion = c.criterion;
  prune.prune.schedule = c.schedule;
  prune.prune.every = 4;
  prune.prune.calibration_batches = 2;
  prune.steps = c.steps;
  prune.seed = setup.seed;
  setup.prune = std::move(prune);
  return setup;
}

Session MakeSession(const SessionCase& c) { return Make(c, true); }
Session MakeTuning(const SessionCase& c) { return Make(c, false); }

StepReport RunTo(TrainSession& session, std::int64_t step) {
  StepReport last;
  while (true) {
    if (session.CalibrationDue()) static_cast<void>(session.Calibrate({}));
    if (session.step() >= step) return last;
    last = session.Step({}).value();
  }
}

}  // namespace sentei::engine::testing
