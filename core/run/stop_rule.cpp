// SPDX-License-Identifier: Apache-2.0
#include "core/run/stop_rule.h"

#include <functional>
#include <utility>

namespace sentei::run {
namespace {

class PredicateRule final : public StopRule {
 public:
  using Predicate = std::function<bool(const RunProgress&)>;
  PredicateRule(std::string name, Predicate predicate)
      : name_(std::move(name)), predicate_(std::move(predicate)) {}

  [[nodiscard]] std::string name() const override { return name_; }
  [[nodiscard]] bool Fires(const RunProgress& progress) const override {
    return predicate_(progress);
  }

 private:
  std::string name_;
  Predicate predicate_;
};

StopRulePtr MakeRule(std::string name, PredicateRule::Predicate predicate) {
  return std::make_unique<PredicateRule>(std::move(name), std::move(predicate));
}

}  // namespace

StopRulePtr StopAfterSteps(std::int64_t steps) {
  return MakeRule("steps", [steps](const RunProgress& now) { return now.step >= steps; });
}

StopRulePtr StopAfterSeconds(double seconds) {
  return MakeRule("time", [seconds](const RunProgress& now) { return now.seconds >= seconds; });
}

StopRulePtr StopAbovePerplexity(double limit) {
  return MakeRule("perplexity", [limit](const RunProgress& now) {
    return now.perplexity.has_value() && !(*now.perplexity <= limit);
  });
}

StopRulePtr StopOnRequest(std::stop_token stop) {
  return MakeRule("user",
                  [stop = std::move(stop)](const RunProgress&) { return stop.stop_requested(); });
}

std::optional<std::string> StopRules::Check(const RunProgress& progress) const {
  for (const StopRulePtr& rule : rules_) {
    if (rule->Fires(progress)) return rule->name();
  }
  return std::nullopt;
}

StopRules MakeStopRules(const TrainSpec& train, std::stop_token stop) {
  StopRules rules;
  rules.Add(StopAfterSteps(train.steps));
  rules.Add(StopOnRequest(std::move(stop)));
  if (train.stop_seconds > 0.0) rules.Add(StopAfterSeconds(train.stop_seconds));
  if (train.stop_perplexity > 0.0) rules.Add(StopAbovePerplexity(train.stop_perplexity));
  return rules;
}

}  // namespace sentei::run
