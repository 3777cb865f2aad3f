// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_spec.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace sentei::run {

/// What stop rules look at after every optimizer step.
struct RunProgress {
  std::int64_t step = 0;             ///< steps finished
  double seconds = 0.0;              ///< training time, pauses not counted
  std::optional<double> perplexity;  ///< the newest quick perplexity
};

/// One reason to end a run. Stateless to its caller: asked after every step, on the run's thread.
class StopRule {
 public:
  virtual ~StopRule() = default;
  /// The word that RunFinished carries: "steps", "time", "perplexity" or "user".
  [[nodiscard]] virtual std::string name() const = 0;
  [[nodiscard]] virtual bool Fires(const RunProgress& progress) const = 0;
};

using StopRulePtr = std::unique_ptr<const StopRule>;

[[nodiscard]] StopRulePtr StopAfterSteps(std::int64_t steps);
[[nodiscard]] StopRulePtr StopAfterSeconds(double seconds);
/// Fires once the newest quick perplexity is above `limit` or not a number.
[[nodiscard]] StopRulePtr StopAbovePerplexity(double limit);
[[nodiscard]] StopRulePtr StopOnRequest(std::stop_token stop);

/// Asks its rules in order; the first that fires is the reason.
class StopRules {
 public:
  void Add(StopRulePtr rule) { rules_.push_back(std::move(rule)); }
  /// The name of the rule that fires, or nullopt while the run goes on.
  [[nodiscard]] std::optional<std::string> Check(const RunProgress& progress) const;

 private:
  std::vector<StopRulePtr> rules_;
};

/// All rules that a spec's training settings ask for: steps, the user's request, and the optional
/// limits of time and perplexity.
[[nodiscard]] StopRules MakeStopRules(const TrainSpec& train, std::stop_token stop);

}  // namespace sentei::run
