// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fake_run_service.h"

#include <cmath>
#include <utility>

namespace sentei::testing {
namespace {

constexpr std::int64_t kParameters = 1'000'000;
constexpr double kTarget = 0.2;

run::EvalDone Eval(std::string stage, std::int64_t step, double mean_loss) {
  run::EvalDone eval;
  eval.stage = std::move(stage);
  eval.step = step;
  eval.mean_loss = mean_loss;
  eval.perplexity = std::exp(mean_loss);
  eval.window_losses = {mean_loss - 0.1, mean_loss, mean_loss + 0.1};
  eval.length = 512;
  eval.windows = 3;
  eval.tokens = 3 * 511;
  eval.text_path = "wiki.test.raw";
  eval.text_hash = std::string(64, 'b');
  eval.dtype = "f32";
  eval.device = "cpu";
  eval.tokens_per_second = 4000.0;
  return eval;
}

run::PruneEventDone::Family Family(std::int64_t layer,
                                   plan::UnitKind kind,
                                   std::int64_t units,
                                   double removed_share) {
  auto scores = std::make_shared<std::vector<float>>();
  auto keep = std::make_shared<std::vector<std::uint8_t>>();
  const auto removed = static_cast<std::int64_t>(removed_share * static_cast<double>(units));
  for (std::int64_t unit = 0; unit < units; ++unit) {
    scores->push_back(static_cast<float>(unit + 1) / static_cast<float>(units + layer));
    keep->push_back(unit < removed ? 0 : 1);
  }
  return {layer, kind, units - removed, std::move(scores), std::move(keep)};
}

run::PruneEventDone PruneEvent(std::int64_t step,
                               std::int64_t event,
                               double sigma,
                               std::int64_t layers) {
  run::PruneEventDone done;
  done.step = step;
  done.event = event;
  done.sigma = sigma;
  done.criterion = "gate";
  done.removed_parameters =
      static_cast<std::int64_t>(sigma * kTarget * static_cast<double>(kParameters));
  for (std::int64_t layer = 0; layer < layers; ++layer) {
    done.families.push_back(Family(layer, plan::UnitKind::kKvGroup, 4, 0.0));
    done.families.push_back(Family(layer, plan::UnitKind::kFfnChannel, 32, 0.5 * sigma));
    done.removed_units += 32 - done.families.back().kept;
  }
  return done;
}

run::StepDone Step(std::int64_t step, std::int64_t steps, double sigma) {
  const double t = static_cast<double>(step) / static_cast<double>(steps);
  return {.step = step,
          .steps = steps,
          .loss = 3.4 + 0.3 * sigma - 0.2 * t,
          .learning_rate = 5e-4 * (1.0 - t),
          .gradient_norm = 1.0 + 0.1 * t,
          .sparsity = kTarget * sigma,
          .target_sparsity = kTarget * t,
          .tokens_per_second = 500.0};
}

}  // namespace

FakeRunService::Script PruneScript(std::int64_t steps, std::int64_t layers) {
  FakeRunService::Script script;
  script.emplace_back(run::PhaseChanged{run::Phase::kDenseEval, "3 windows"});
  script.emplace_back(Eval("dense", 0, 3.35));
  script.emplace_back(run::PhaseChanged{run::Phase::kTrain, "layers 0 and 1 locked"});
  double sigma = 0.0;
  std::int64_t event = 0;
  for (std::int64_t step = 1; step <= steps; ++step) {
    if (step % 10 == 0) {
      sigma = static_cast<double>(step) / static_cast<double>(steps);
      script.emplace_back(PruneEvent(step, event++, sigma, layers));
    }
    script.emplace_back(Step(step, steps, sigma));
    script.emplace_back(
        run::Progress{step, steps, "step", 0.5 * static_cast<double>(steps - step)});
  }
  script.emplace_back(run::CheckpointSaved{steps, "checkpoint", 4096, std::string(64, 'c')});
  script.emplace_back(Eval("pruned", steps, 3.75));
  script.emplace_back(Eval("tuned", steps, 3.52));
  script.emplace_back(run::CompactionDone{kParameters, 800'000, 0.5});
  script.emplace_back(run::ExportDone{"out", "hf-per-layer", "bf16", 1'600'000, 800'000, 1e-3});
  script.emplace_back(run::VerifyDone{"out", true, 2e-6, 1e-3, "8 prompts"});
  return script;
}

run::RunSpec PruneSpecForScript(std::int64_t steps) {
  run::RunSpec spec;
  spec.model = "models/SmolLM2";
  spec.train.text.path = "train.txt";
  spec.eval.text.path = "wiki.test.raw";
  spec.train.steps = steps;
  spec.output.directory = "out";
  return spec;
}

run::RunStarted StartedFor(const std::string& run_id, const run::RunSpec& spec) {
  run::RunStarted started;
  started.run_id = run_id;
  started.spec_json = run::ToJson(spec).dump();
  started.spec_hash = run::SpecHash(spec);
  started.model_id = std::string(64, 'a');
  started.model_path = spec.model;
  started.model_type = "llama";
  started.model_parameters = kParameters;
  started.device = "cpu";
  started.device_name = "Scripted processor";
  started.dtype = "f32";
  started.threads = 2;
  started.versions = {{"sentei", "0.1.0"}, {"libtorch", "none"}};
  return started;
}

}  // namespace sentei::testing
