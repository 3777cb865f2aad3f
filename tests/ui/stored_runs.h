// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/data_location.h"
#include "storage/run_writer.h"
#include "tests/support/fake_run_service.h"

#include <fmt/format.h>

#include <filesystem>
#include <string>

namespace sentei::ui {

/// Writes runs into the database of a data folder, as a recorder would.
class StoredRuns {
 public:
  explicit StoredRuns(const std::filesystem::path& data_dir)
      : writer_(storage::Connection::Open(storage::DatabaseFile(data_dir))) {}

  struct Options {
    std::int64_t steps = 20;
    std::int64_t layers = 2;
    std::uint64_t seed = 42;
    double learning_rate = 5e-4;
    std::string criterion = "gate";
    std::string model = "models/SmolLM2";
    std::int64_t windows = 3;  ///< of the protocol
  };

  /// A pruning run that is done; its id.
  std::string AddPruned() { return AddPruned(Options()); }
  std::string AddPruned(const Options& options) {
    const std::string id = Start(SpecOf(options));
    for (run::RunEvent event : testing::PruneScript(options.steps, options.layers)) {
      if (auto* eval = std::get_if<run::EvalDone>(&event)) eval->windows = options.windows;
      if (auto* pruned = std::get_if<run::PruneEventDone>(&event)) {
        pruned->criterion = options.criterion;
      }
      writer_.Write(id, event);
    }
    writer_.Write(id, run::RunFinished{});
    return id;
  }
  /// A measurement of the dense model.
  std::string AddBaseline() {
    run::RunSpec spec = SpecOf(Options());
    spec.kind = run::RunKind::kEval;
    const std::string id = Start(spec);
    writer_.Write(id, Eval(28.7));
    writer_.Write(id, run::RunFinished{});
    return id;
  }
  /// A run with nothing but a perplexity.
  std::string AddSmall(double perplexity) {
    const std::string id = Start(SpecOf(Options()));
    writer_.Write(id, Eval(perplexity));
    writer_.Write(id, run::RunFinished{});
    return id;
  }
  /// A run of this process that has not ended.
  std::string AddRunning() { return Start(SpecOf(Options())); }
  /// A run that its user stopped after some steps.
  std::string AddStopped() {
    const std::string id = Start(SpecOf(Options()));
    writer_.Write(id, run::StepDone{.step = 5, .steps = 20, .loss = 3.0});
    run::RunFinished finished;
    finished.outcome = run::Outcome::kCancelled;
    writer_.Write(id, finished);
    return id;
  }

 private:
  static run::RunSpec SpecOf(const Options& options) {
    run::RunSpec spec = testing::PruneSpecForScript(options.steps);
    spec.seed = options.seed;
    spec.model = options.model;
    spec.train.learning_rate = options.learning_rate;
    return spec;
  }
  static run::EvalDone Eval(double perplexity) {
    run::EvalDone eval;
    eval.stage = "eval";
    eval.perplexity = perplexity;
    eval.length = 512;
    eval.windows = 3;
    eval.text_hash = std::string(64, 'b');
    eval.dtype = "f32";
    return eval;
  }
  std::string Start(const run::RunSpec& spec) {
    std::string id = fmt::format("01ARYZ6S41{:016}", ++count_);
    writer_.Write(id, testing::StartedFor(id, spec));
    return id;
  }

  storage::RunWriter writer_;
  int count_ = 0;
};

}  // namespace sentei::ui
