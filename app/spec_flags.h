// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_spec.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sentei::app {

/// The command line's view of a RunSpec: flags remember what was given and are laid over the job
/// file and the preset, in that order, so that `--job FILE --steps 80` means what it says.
class SpecFlags {
 public:
  explicit SpecFlags(CLI::App& command) : command_(command) {}

  void AddJob();         ///< --job
  void AddDevice();      ///< --device, --dtype, --threads, --seed
  void AddEvalText();    ///< --text, --length, --windows and record options of `eval`
  void AddTraining();    ///< --text, --eval-text, --steps, --lr, ... and --preset
  void AddPruning();     ///< --criterion, --schedule, --prune-every, ...
  void AddBudget();      ///< --target, --mode, --budget, --lock, ...
  void AddOutput();      ///< --out, --profile, --export-dtype, --shard-size, --force
  void AddGeneration();  ///< --prompt, --chat, --max-new-tokens, ...
  void AddSweep();       ///< --ratios, --layers, --family

  /// Defaults of `kind`, then --job, then --preset, then every flag given. Throws kUsage.
  [[nodiscard]] run::RunSpec Build(run::RunKind kind) const;

 private:
  using Setter = std::function<void(run::RunSpec&)>;
  template <typename T, typename Assign>
  CLI::Option* Add(const std::string& flag, const std::string& help, Assign assign);
  template <typename Assign>
  CLI::Option* AddSwitch(const std::string& flag, const std::string& help, Assign assign);
  void AddOptimizer();  ///< of AddTraining: steps, batches, learning rate, LoRA
  void AddLimits();     ///< of AddBudget: mode, units, alignment, caps and locks
  void AddRecords(const std::string& prefix, std::function<run::TextSpec&(run::RunSpec&)> part);

  CLI::App& command_;
  std::shared_ptr<std::vector<Setter>> setters_ = std::make_shared<std::vector<Setter>>();
  std::shared_ptr<std::string> job_ = std::make_shared<std::string>();
  std::shared_ptr<std::string> preset_ = std::make_shared<std::string>();
};

template <typename T, typename Assign>
CLI::Option* SpecFlags::Add(const std::string& flag, const std::string& help, Assign assign) {
  return command_.add_option_function<T>(
      flag,
      [setters = setters_, assign](const T& value) {
        setters->push_back([assign, value](run::RunSpec& spec) { assign(spec, value); });
      },
      help);
}

template <typename Assign>
CLI::Option* SpecFlags::AddSwitch(const std::string& flag, const std::string& help, Assign assign) {
  return command_.add_flag_callback(
      flag, [setters = setters_, assign] { setters->push_back(assign); }, help);
}

}  // namespace sentei::app
