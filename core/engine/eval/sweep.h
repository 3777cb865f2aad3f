// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/eval/perplexity.h"
#include "core/engine/nn/decoder.h"
#include "core/engine/train/gradient_pass.h"
#include "core/plan/unit_family.h"
#include "core/run/run_spec.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace sentei::engine {

/// One measurement of a sweep: family `family` alone keeps `kept` of its units.
struct SweepTask {
  std::size_t family = 0;
  double ratio = 0.0;
  std::int64_t kept = 0;
};

/// The measurements in the order of layers, families and ascending ratios. A family keeps at least
/// one unit of every group; ratios that leave it whole, or with as many as the ratio before, are
/// left out. Throws kUsage for a layer that does not exist.
[[nodiscard]] std::vector<SweepTask> SweepTasks(const std::vector<plan::UnitFamily>& families,
                                                const run::SweepSpec& spec);

/// Parameters that a token meets in the dense layers begin .. end - 1, and in the output matrix:
/// what a measurement's time goes by.
[[nodiscard]] std::int64_t LayerWork(const Decoder& model, LayerRange layers);
[[nodiscard]] std::int64_t OutputWork(const Decoder& model);

/// Measures tasks in their order. The hidden states of all windows in front of the current layer
/// are kept and moved on one dense layer at a time, so a measurement computes only the layers from
/// its own on. Units leave by weight magnitude, lowest first, through gates; nothing is trained and
/// `model`, which must outlive the sweep, is not changed. No gradients; the run's thread only.
class Sweep {
 public:
  /// Called after each window with the work it took; kStop ends the measurement.
  using AfterWindow = std::function<Interruption(std::int64_t work)>;

  /// Throws kInput when there is no window or one of fewer than two tokens.
  Sweep(const Decoder& model,
        std::vector<plan::UnitFamily> families,
        std::span<const std::span<const text::TokenId>> windows);

  /// nullopt: interrupted, and the sweep must be thrown away. The layer of a task is not below the
  /// one before it. Throws kInput when a weight file changed.
  [[nodiscard]] std::optional<Perplexity> Measure(const SweepTask& task, const AfterWindow& after);

 private:
  [[nodiscard]] bool MoveTo(std::size_t layer, const AfterWindow& after);
  [[nodiscard]] std::vector<bool> UnitsKept(const SweepTask& task);

  const Decoder& model_;
  std::vector<plan::UnitFamily> families_;
  std::vector<at::Tensor> ids_;
  std::vector<at::Tensor> residuals_;  ///< of every window, in front of layer_
  std::size_t layer_ = 0;
  std::vector<std::vector<float>> scores_;  ///< of families scored so far
};

}  // namespace sentei::engine
