// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_curves.h"

#include <algorithm>
#include <cmath>

namespace sentei::ui {
namespace {

double TokensPerStep(const ComparedRun& run) {
  const nlohmann::json& spec = run.record.spec;
  const auto train = spec.is_object() ? spec.find("train") : spec.end();
  if (!spec.is_object() || train == spec.end() || !train->is_object()) return 0.0;
  const auto number = [&train](const char* key) {
    const auto value = train->find(key);
    return value != train->end() && value->is_number() ? value->get<double>() : 0.0;
  };
  return number("batch") * number("length");
}

double ValueOf(const run::StepDone& step, CurveMetric metric) {
  switch (metric) {
    case CurveMetric::kSparsity:
      return step.sparsity;
    case CurveMetric::kSpeed:
      return step.tokens_per_second;
    case CurveMetric::kLoss:
    case CurveMetric::kPerplexity:
      break;
  }
  return step.loss;
}

/// Minutes at any step, between those that are known.
double MinutesAt(const ComparedRun& run, const std::vector<double>& minutes, std::int64_t step) {
  const auto next = std::lower_bound(
      run.steps.begin(), run.steps.end(), step, [](const run::StepDone& done, std::int64_t at) {
        return done.step < at;
      });
  if (next == run.steps.end()) return minutes.empty() ? 0.0 : minutes.back();
  const auto i = static_cast<std::size_t>(next - run.steps.begin());
  const double before = i == 0 ? 0.0 : minutes[i - 1];
  const std::int64_t from = i == 0 ? 0 : run.steps[i - 1].step;
  const double share = static_cast<double>(step - from) /
                       static_cast<double>(std::max<std::int64_t>(1, next->step - from));
  return before + share * (minutes[i] - before);
}

bool SameProtocol(const run::EvalDone& a, const run::EvalDone& b) {
  return a.length == b.length && a.windows == b.windows && a.text_hash == b.text_hash &&
         a.dtype == b.dtype;
}

/// The evaluation whose protocol the curve is in: of those on the way, else of the newest.
const run::EvalDone* Pattern(const ComparedRun& run) {
  if (const run::EvalDone* quick = run.record.Eval("quick")) return quick;
  return run.record.evals.empty() ? nullptr : &run.record.evals.back().event;
}

std::vector<QPointF> PerplexityPoints(const ComparedRun& run, CurveX x) {
  const run::EvalDone* pattern = Pattern(run);
  const std::vector<double> minutes =
      x == CurveX::kTime ? TrainingMinutes(run) : std::vector<double>();
  std::vector<QPointF> points;
  for (const auto& timed : run.record.evals) {
    const run::EvalDone& eval = timed.event;
    if (eval.stage == "exported" || !std::isfinite(eval.perplexity)) continue;
    if (!SameProtocol(eval, *pattern)) continue;
    const double at =
        x == CurveX::kStep ? static_cast<double>(eval.step) : MinutesAt(run, minutes, eval.step);
    // Evaluations come by step; of several at one step the last is the result.
    if (!points.empty() && points.back().x() == at) points.pop_back();
    points.emplace_back(at, eval.perplexity);
  }
  return points;
}

}  // namespace

std::vector<double> TrainingMinutes(const ComparedRun& run) {
  const double tokens = TokensPerStep(run);
  std::vector<double> minutes;
  double seconds = 0.0;
  std::int64_t last = 0;
  for (const run::StepDone& step : run.steps) {
    if (std::isfinite(step.tokens_per_second) && step.tokens_per_second > 0.0) {
      seconds += static_cast<double>(step.step - last) * tokens / step.tokens_per_second;
    }
    last = step.step;
    minutes.push_back(seconds / 60.0);
  }
  return minutes;
}

std::vector<QPointF> CurvePoints(const ComparedRun& run, CurveMetric metric, CurveX x) {
  if (metric == CurveMetric::kPerplexity) return PerplexityPoints(run, x);
  const std::vector<double> minutes =
      x == CurveX::kTime ? TrainingMinutes(run) : std::vector<double>();
  std::vector<QPointF> points;
  points.reserve(run.steps.size());
  for (std::size_t i = 0; i < run.steps.size(); ++i) {
    points.emplace_back(x == CurveX::kStep ? static_cast<double>(run.steps[i].step) : minutes[i],
                        ValueOf(run.steps[i], metric));
  }
  return points;
}

}  // namespace sentei::ui
