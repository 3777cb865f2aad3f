// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/train/train_session.h"
#include "tests/support/tiny_models.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sentei::engine::testing {

/// A pruning run on a tiny random model, small enough to train in a blink.
struct SessionCase {
  run::Criterion criterion = run::Criterion::kGate;
  run::PruneSchedule schedule = run::PruneSchedule::kIterative;
  plan::BudgetMode mode = plan::BudgetMode::kUniform;
  double target = 0.2;
  std::int64_t steps = 20;
  double dropout = 0.1;
  std::int64_t micro_batch = 2;
  at::ScalarType dtype = at::kFloat;
  std::vector<plan::LayerLimit> limits{};
};

struct Session {
  std::unique_ptr<Decoder> model;
  std::unique_ptr<TrainSession> session;
};

/// Four layers of 160 channels, 4 heads on 2 KV heads; the outer layers stay whole, as by default.
[[nodiscard]] test::TinyModel SessionModel();
/// 600 tokens with structure to learn.
[[nodiscard]] text::TokenStream SessionTokens(std::int64_t vocab);
[[nodiscard]] TrainSetup SetupOf(const SessionCase& c, const plan::ModelDescription& description);
[[nodiscard]] Session MakeSession(const SessionCase& c);
/// The same training without any pruning.
[[nodiscard]] Session MakeTuning(const SessionCase& c);

/// Calibrates where due and steps until `step` steps are done; the last report.
StepReport RunTo(TrainSession& session, std::int64_t step);

}  // namespace sentei::engine::testing
