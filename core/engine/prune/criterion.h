// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/decoder.h"
#include "core/engine/prune/masks.h"
#include "core/engine/prune/unit_scores.h"
#include "core/plan/budget_planner.h"
#include "core/run/run_spec.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace sentei::engine {

/// What a criterion takes from the backward pass.
enum class CriterionNeeds : std::uint8_t { kNothing, kLoraGradients, kGates, kWeightGradients };
enum class ElementPower : std::uint8_t { kAbsolute, kSquared };
enum class GradientStore : std::uint8_t {
  kStream,      ///< every gradient tile is reduced and forgotten
  kAccumulate,  ///< all weight gradients stay alive and are summed over batches, as LLM-Pruner does
};

struct CriterionOptions {
  ElementPower power = ElementPower::kAbsolute;
  RankingScope scope = RankingScope::kLocal;
  GradientStore gradients = GradientStore::kStream;
  std::uint64_t seed = 42;
  std::int64_t tile = 0;  ///< rows (or columns) of a weight scored at once; 0: by cache size
};

/// Scores the units of all active families once per scored optimizer step. Call order: Begin, then
/// per micro-batch (forward, backward with sink(), Observe), then Scores. Gradients must be those
/// of the loss itself: unscaled and not clipped. Runs on the run's thread without autograd
/// recording.
class Criterion {
 public:
  virtual ~Criterion() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual CriterionNeeds needs() const = 0;

  /// Where the projections' gradients go; nullptr when the criterion needs none.
  [[nodiscard]] virtual GradientSink* sink() { return nullptr; }
  virtual void Begin() {}
  virtual void Observe() {}
  /// Scores since Begin, dead units 0; inactive families undefined.
  [[nodiscard]] virtual UnitScores Scores() = 0;
  /// How its scores are compared across families in global ranking.
  [[nodiscard]] virtual plan::RankKey rank_key() const { return plan::RankKey::kPerParameter; }
};

/// The registry: creates the criterion named in the RunSpec. Model and masks must outlive it.
[[nodiscard]] std::unique_ptr<Criterion> MakeCriterion(run::Criterion kind,
                                                       const Decoder& model,
                                                       const UnitMasks& masks,
                                                       const CriterionOptions& options);

/// What `kind` takes from the backward pass, known before anything is created.
[[nodiscard]] CriterionNeeds NeedsOf(run::Criterion kind);

}  // namespace sentei::engine
