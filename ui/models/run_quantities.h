// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/compared_runs.h"
#include "viz/parallel_plot.h"
#include "viz/scatter_plot.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sentei::ui {

/// What runs can be placed by in the scatter plot and on parallel axes.
enum class RunQuantity : std::uint8_t {
  kCriterion,  ///< a word, for parallel axes only
  kTarget,
  kLearningRate,
  kSteps,
  kSeed,
  kParameters,
  kPruned,
  kPerplexity,
  kDensePerplexity,
  kLoss,
  kSpeed,
  kFile,
  kSeconds,
};
/// Those that are numbers.
[[nodiscard]] const std::vector<RunQuantity>& NumericQuantities();
[[nodiscard]] QString QuantityName(RunQuantity quantity);
[[nodiscard]] std::optional<double> QuantityOf(const ListedRun& run, RunQuantity quantity);
[[nodiscard]] bool IsPerplexity(RunQuantity quantity);
[[nodiscard]] viz::ScatterAxis ScatterAxisOf(RunQuantity quantity);

/// Points of the listed and the chosen runs over two quantities. Where one is a perplexity only
/// runs of one protocol are placed: that of the first chosen run that has one, else the most
/// common.
struct ScatterRuns {
  std::vector<viz::ScatterPoint> points;
  std::vector<std::string> ids;  ///< of the points
  QString protocol;              ///< of the perplexities; empty where there is none
  std::size_t left_out = 0;      ///< runs measured otherwise
};
[[nodiscard]] ScatterRuns ScatterOf(const Comparison& comparison, RunQuantity x, RunQuantity y);

/// Parallel axes in which the runs are not all equal, and the runs on them, the chosen ones last so
/// that they are painted on top.
struct ParallelRuns {
  std::vector<viz::ParallelAxis> axes;
  std::vector<viz::ParallelRun> runs;
  std::vector<std::string> ids;
  QString protocol;
  std::size_t left_out = 0;
};
[[nodiscard]] ParallelRuns ParallelOf(const Comparison& comparison);

/// The protocol in which perplexities are compared; empty where there are none.
[[nodiscard]] std::string MainProtocol(const Comparison& comparison);

}  // namespace sentei::ui
