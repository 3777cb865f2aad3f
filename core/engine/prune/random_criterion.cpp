// SPDX-License-Identifier: Apache-2.0
#include "core/engine/prune/random_criterion.h"

#include "core/base/random.h"

#include <ATen/ATen.h>

namespace sentei::engine {
namespace {

at::Tensor UniformScores(std::uint64_t seed, const plan::UnitFamily& family) {
  RandomStream stream({seed,
                       static_cast<std::uint64_t>(family.kind),
                       static_cast<std::uint32_t>(family.layer),
                       RandomPurpose::kRandomScores});
  at::Tensor values = at::empty({family.num_units}, at::kDouble);
  double* unit = values.data_ptr<double>();
  for (std::int64_t i = 0; i < family.num_units; ++i) unit[i] = stream.NextUniform();
  return values;
}

}  // namespace

RandomCriterion::RandomCriterion(const UnitMasks& masks, const CriterionOptions& options)
    : masks_(masks), options_(options) {}

UnitScores RandomCriterion::Scores() {
  UnitScores scores(masks_.families().size());
  for (std::size_t f = 0; f < scores.size(); ++f) {
    if (!masks_.active(f)) continue;
    const at::Tensor values = UniformScores(options_.seed, masks_.families()[f]);
    scores[f] = values.to(masks_.live(f).device()) * masks_.live(f);
  }
  return scores;
}

}  // namespace sentei::engine
