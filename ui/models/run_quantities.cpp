// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_quantities.h"

#include "ui/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>
#include <unordered_set>

namespace sentei::ui {
namespace {

using viz::NumberStyle;
using Better = viz::ScatterAxis::Better;

struct Info {
  RunQuantity quantity;
  const char* name;
  NumberStyle numbers;
  Better better;
};
#define SENTEI_QUANTITY(text) QT_TRANSLATE_NOOP("RunQuantities", text)
constexpr std::array kInfos{
    Info{
        RunQuantity::kCriterion, SENTEI_QUANTITY("criterion"), NumberStyle::kPlain, Better::kLower},
    Info{RunQuantity::kTarget, SENTEI_QUANTITY("target"), NumberStyle::kPercent, Better::kHigher},
    Info{RunQuantity::kLearningRate,
         SENTEI_QUANTITY("learning rate"),
         NumberStyle::kPlain,
         Better::kLower},
    Info{RunQuantity::kSteps, SENTEI_QUANTITY("iterations"), NumberStyle::kPlain, Better::kLower},
    Info{RunQuantity::kSeed, SENTEI_QUANTITY("seed"), NumberStyle::kPlain, Better::kLower},
    Info{RunQuantity::kParameters, SENTEI_QUANTITY("parameters"), NumberStyle::kSi, Better::kLower},
    Info{RunQuantity::kPruned, SENTEI_QUANTITY("pruned"), NumberStyle::kPercent, Better::kHigher},
    Info{RunQuantity::kPerplexity,
         SENTEI_QUANTITY("perplexity"),
         NumberStyle::kPlain,
         Better::kLower},
    Info{RunQuantity::kDensePerplexity,
         SENTEI_QUANTITY("dense perplexity"),
         NumberStyle::kPlain,
         Better::kLower},
    Info{RunQuantity::kLoss, SENTEI_QUANTITY("loss"), NumberStyle::kPlain, Better::kLower},
    Info{RunQuantity::kSpeed,
         SENTEI_QUANTITY("evaluation, tok/s"),
         NumberStyle::kSi,
         Better::kHigher},
    Info{RunQuantity::kFile, SENTEI_QUANTITY("file, bytes"), NumberStyle::kSi, Better::kLower},
    Info{RunQuantity::kSeconds, SENTEI_QUANTITY("duration, s"), NumberStyle::kSi, Better::kLower},
};
#undef SENTEI_QUANTITY

const Info& InfoOf(RunQuantity quantity) { return kInfos.at(static_cast<std::size_t>(quantity)); }

/// A run to be placed, and how it looks.
struct Placed {
  const ListedRun* run = nullptr;
  viz::SeriesStyle style;
};

/// The listed runs that are not chosen, then the chosen ones. Points into the comparison.
std::vector<Placed> AllRuns(const Comparison& comparison) {
  constexpr viz::SeriesStyle kGrey{viz::SeriesStyle::Kind::kMuted, 0};
  std::unordered_set<std::string_view> chosen;
  for (const Comparison::Entry& entry : comparison.entries) chosen.insert(entry.summary().id);
  std::vector<Placed> runs;
  for (const ListedRun& run : *comparison.listed) {
    if (!chosen.contains(run.summary.id)) runs.push_back({&run, kGrey});
  }
  for (const Comparison::Entry& entry : comparison.entries) {
    runs.push_back({&entry.run->listed, entry.style});
  }
  return runs;
}

QString TitleOf(const ListedRun& run) {
  return NumberOf(run.summary) + QLatin1Char(' ') + NameOf(run.summary);
}

/// Values of one axis; words become their places in the list of categories.
struct AxisValues {
  viz::ParallelAxis axis;
  std::vector<std::optional<double>> values;

  [[nodiscard]] bool Differs() const {
    const auto known = std::find_if(
        values.begin(), values.end(), [](const auto& value) { return value.has_value(); });
    return std::any_of(known, values.end(), [&](const auto& value) {
      return value.has_value() && value != *known;
    });
  }
};

AxisValues CriterionAxis(const std::vector<Placed>& runs) {
  AxisValues axis;
  axis.axis.title = QuantityName(RunQuantity::kCriterion);
  std::map<std::string, double> places;
  for (const Placed& placed : runs) {
    const std::string& criterion = placed.run->summary.criterion;
    if (!criterion.empty()) places.emplace(criterion, 0.0);
  }
  for (auto& [name, place] : places) {
    place = static_cast<double>(axis.axis.categories.size());
    axis.axis.categories.append(Shown(name));
  }
  for (const Placed& placed : runs) {
    const auto found = places.find(placed.run->summary.criterion);
    axis.values.push_back(found == places.end() ? std::nullopt : std::optional(found->second));
  }
  return axis;
}

AxisValues NumberAxis(const std::vector<Placed>& runs,
                      RunQuantity quantity,
                      const std::string& protocol) {
  AxisValues axis;
  axis.axis.title = QuantityName(quantity);
  axis.axis.numbers = InfoOf(quantity).numbers;
  for (const Placed& placed : runs) {
    const bool comparable = !IsPerplexity(quantity) || ProtocolKey(placed.run->measure) == protocol;
    axis.values.push_back(comparable ? QuantityOf(*placed.run, quantity) : std::nullopt);
  }
  return axis;
}

QString WordsOf(const std::vector<Placed>& runs, const std::string& protocol) {
  if (protocol.empty()) return {};
  for (const Placed& placed : runs) {
    if (ProtocolKey(placed.run->measure) == protocol) return ProtocolWords(placed.run->measure);
  }
  return {};
}

std::size_t CountOthers(const std::vector<Placed>& runs, const std::string& protocol) {
  return static_cast<std::size_t>(
      std::count_if(runs.begin(), runs.end(), [&protocol](const Placed& placed) {
        const auto& measure = placed.run->measure;
        return measure.has_value() && ProtocolKey(measure) != protocol;
      }));
}

}  // namespace

const std::vector<RunQuantity>& NumericQuantities() {
  static const std::vector<RunQuantity> numeric = [] {
    std::vector<RunQuantity> all;
    for (const Info& info : kInfos) {
      if (info.quantity != RunQuantity::kCriterion) all.push_back(info.quantity);
    }
    return all;
  }();
  return numeric;
}

QString QuantityName(RunQuantity quantity) {
  return QCoreApplication::translate("RunQuantities", InfoOf(quantity).name);
}

bool IsPerplexity(RunQuantity quantity) {
  return quantity == RunQuantity::kPerplexity || quantity == RunQuantity::kDensePerplexity;
}

std::optional<double> QuantityOf(const ListedRun& run, RunQuantity quantity) {
  const run::RunSummary& summary = run.summary;
  switch (quantity) {
    case RunQuantity::kCriterion:
      return std::nullopt;
    case RunQuantity::kTarget:
      return summary.target;
    case RunQuantity::kLearningRate:
      return summary.learning_rate;
    case RunQuantity::kSteps:
      return summary.step > 0 ? std::optional(static_cast<double>(summary.step)) : std::nullopt;
    case RunQuantity::kSeed:
      return static_cast<double>(summary.seed);
    case RunQuantity::kParameters:
      if (!summary.parameters_after.has_value() && !IsBaseline(summary)) return std::nullopt;
      return static_cast<double>(ParametersOf(summary));
    case RunQuantity::kPruned:
      return summary.sparsity;
    case RunQuantity::kPerplexity:
      return summary.perplexity;
    case RunQuantity::kDensePerplexity:
      return summary.dense_perplexity;
    case RunQuantity::kLoss:
      return summary.loss;
    case RunQuantity::kSpeed:
      if (!run.measure.has_value() || !std::isfinite(run.measure->tokens_per_second)) break;
      return run.measure->tokens_per_second;
    case RunQuantity::kFile:
      if (!run.measure.has_value() || !run.measure->export_bytes.has_value()) break;
      return static_cast<double>(*run.measure->export_bytes);
    case RunQuantity::kSeconds:
      return summary.seconds;
  }
  return std::nullopt;
}

viz::ScatterAxis ScatterAxisOf(RunQuantity quantity) {
  viz::ScatterAxis axis;
  axis.title = QuantityName(quantity);
  axis.numbers = InfoOf(quantity).numbers;
  axis.better = InfoOf(quantity).better;
  return axis;
}

std::string MainProtocol(const Comparison& comparison) {
  for (const Comparison::Entry& entry : comparison.entries) {
    if (entry.run->listed.measure.has_value()) return ProtocolKey(entry.run->listed.measure);
  }
  std::map<std::string, std::size_t> counts;
  std::string most;
  for (const ListedRun& run : *comparison.listed) {
    const std::string key = ProtocolKey(run.measure);
    if (!key.empty() && ++counts[key] > counts[most]) most = key;
  }
  return most;
}

ScatterRuns ScatterOf(const Comparison& comparison, RunQuantity x, RunQuantity y) {
  const bool by_protocol = IsPerplexity(x) || IsPerplexity(y);
  const std::string protocol = by_protocol ? MainProtocol(comparison) : std::string();
  const std::vector<Placed> runs = AllRuns(comparison);
  ScatterRuns scatter;
  for (const Placed& placed : runs) {
    const ListedRun& run = *placed.run;
    const std::optional<double> at_x = QuantityOf(run, x);
    const std::optional<double> at_y = QuantityOf(run, y);
    if (!at_x.has_value() || !at_y.has_value()) continue;
    if (by_protocol && ProtocolKey(run.measure) != protocol) {
      ++scatter.left_out;
      continue;
    }
    scatter.points.push_back({TitleOf(run), NumberOf(run.summary), *at_x, *at_y, placed.style});
    scatter.ids.push_back(run.summary.id);
  }
  scatter.protocol = WordsOf(runs, protocol);
  return scatter;
}

ParallelRuns ParallelOf(const Comparison& comparison) {
  constexpr std::array kAxes{RunQuantity::kTarget,
                             RunQuantity::kLearningRate,
                             RunQuantity::kSteps,
                             RunQuantity::kSeed,
                             RunQuantity::kParameters,
                             RunQuantity::kSpeed,
                             RunQuantity::kPerplexity};
  std::vector<Placed> runs = AllRuns(comparison);
  if (runs.size() > viz::ParallelPlot::kMaxRuns) {
    runs.erase(runs.begin(), runs.end() - static_cast<std::ptrdiff_t>(viz::ParallelPlot::kMaxRuns));
  }
  const std::string protocol = MainProtocol(comparison);
  std::vector<AxisValues> axes{CriterionAxis(runs)};
  for (const RunQuantity quantity : kAxes) axes.push_back(NumberAxis(runs, quantity, protocol));
  std::erase_if(axes, [](const AxisValues& axis) { return !axis.Differs(); });
  ParallelRuns parallel;
  for (const AxisValues& axis : axes) parallel.axes.push_back(axis.axis);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    viz::ParallelRun run;
    run.name = TitleOf(*runs[i].run);
    run.style = runs[i].style;
    if (run.style.kind != viz::SeriesStyle::Kind::kMuted) {
      run.label = NumberOf(runs[i].run->summary);
    }
    bool placed = false;
    for (const AxisValues& axis : axes) {
      run.values.push_back(axis.values[i]);
      placed |= axis.values[i].has_value();
    }
    if (!placed) continue;
    parallel.runs.push_back(std::move(run));
    parallel.ids.push_back(runs[i].run->summary.id);
  }
  parallel.protocol = WordsOf(runs, protocol);
  parallel.left_out = CountOthers(runs, protocol);
  return parallel;
}

}  // namespace sentei::ui
