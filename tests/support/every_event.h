// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_event.h"

#include <memory>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

namespace sentei::testing {

/// Two families, one with scores and mask, one without arrays.
[[nodiscard]] inline std::vector<run::FamilyState> SomeFamilies() {
  const auto scores = std::make_shared<const std::vector<float>>(std::vector<float>{0.5F, 2.25F});
  const auto keep =
      std::make_shared<const std::vector<std::uint8_t>>(std::vector<std::uint8_t>{0, 1});
  return {{3, plan::UnitKind::kKvGroup, 1, scores, keep},
          {4, plan::UnitKind::kQueryStripe, 7, nullptr, nullptr}};
}

/// At least one event of each kind with no field at its default.
[[nodiscard]] inline std::vector<run::RunEvent> EveryEvent() {
  using namespace run;  // NOLINT(google-build-using-namespace): one line an event
  return {
      RunStarted{"01ARYZ6S41TSV4RRFFQ69G5FAV",
                 R"({"kind":"prune","seed":7})",
                 "hash",
                 "id",
                 "models/a",
                 "llama",
                 134'515'008,
                 "cuda:0",
                 "A processor",
                 "bf16",
                 8,
                 {{"sentei", "1"}, {"compiler", "g++ \"12\"\n"}},
                 40},
      PhaseChanged{Phase::kSelfCheck, "layer 1"},
      Progress{3, 9, "window", 2.5},
      StepDone{5, 60, 3.25, 1e-4, 0.7, 0.125, 0.2, 512.5, 1ULL << 33},
      EvalDone{"tuned",
               60,
               28.7,
               3.36,
               {3.1, 3.62},
               512,
               2,
               1022,
               "wiki.raw",
               "hash",
               "f32",
               "cpu",
               99.5},
      PruneEventDone{20, 1, 0.5, 1000, 32, "gate", SomeFamilies()},
      CheckpointSaved{20, "runs/a/step-20", 1ULL << 63, "state"},
      TokenGenerated{2, -5, "剪"},
      CompactionDone{100, 80, 0.25},
      ExportDone{"out", "hf-per-layer", "bf16", 1600, 80, 1e-3},
      VerifyDone{"out", true, 2e-6, 1e-3, "8 prompts"},
      ScoresUpdated{21, "grad", SomeFamilies()},
      SweepPoint{7, plan::UnitKind::kKvGroup, 0.4, 2, 31.5, 3.45},
      SelfCheckDone{true, 1e-5, 1e-3, "fused against plain"},
      BudgetChanged{30, R"({"mode":"uniform","target":0.3})"},
      Warned{"disk nearly full"},
      Noted{"paused"},
      RunFinished{Outcome::kFailed, "error", ErrorCode::kTorch, "matmul", "report it", 12.5, 4096}};
}

/// An event of the same kind with every field at its default.
[[nodiscard]] inline run::RunEvent DefaultOf(const run::RunEvent& event) {
  return std::visit(
      [](const auto& typed) { return run::RunEvent(std::decay_t<decltype(typed)>{}); }, event);
}

}  // namespace sentei::testing
