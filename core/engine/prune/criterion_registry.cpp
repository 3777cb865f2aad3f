// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/engine/prune/criterion.h"
#include "core/engine/prune/gate_criterion.h"
#include "core/engine/prune/grad_criterion.h"
#include "core/engine/prune/lora_criterion.h"
#include "core/engine/prune/magnitude_criterion.h"
#include "core/engine/prune/random_criterion.h"

#include <array>

namespace sentei::engine {
namespace {

using Factory = std::unique_ptr<Criterion> (*)(const Decoder&,
                                               const UnitMasks&,
                                               const CriterionOptions&);

template <typename T>
std::unique_ptr<Criterion> Make(const Decoder& model,
                                const UnitMasks& masks,
                                const CriterionOptions& options) {
  return std::make_unique<T>(model, masks, options);
}

template <>
std::unique_ptr<Criterion> Make<RandomCriterion>(const Decoder& /*model*/,
                                                 const UnitMasks& masks,
                                                 const CriterionOptions& options) {
  return std::make_unique<RandomCriterion>(masks, options);
}

struct Entry {
  run::Criterion kind;
  CriterionNeeds needs;
  Factory make;
};

constexpr std::array<Entry, 5> kRegistry = {{
    {run::Criterion::kLora, CriterionNeeds::kLoraGradients, &Make<LoraCriterion>},
    {run::Criterion::kGate, CriterionNeeds::kGates, &Make<GateCriterion>},
    {run::Criterion::kGrad, CriterionNeeds::kWeightGradients, &Make<GradCriterion>},
    {run::Criterion::kMagnitude, CriterionNeeds::kNothing, &Make<MagnitudeCriterion>},
    {run::Criterion::kRandom, CriterionNeeds::kNothing, &Make<RandomCriterion>},
}};

const Entry& Find(run::Criterion kind) {
  for (const Entry& entry : kRegistry) {
    if (entry.kind == kind) return entry;
  }
  throw LogicError("a criterion is missing from the registry");
}

}  // namespace

std::unique_ptr<Criterion> MakeCriterion(run::Criterion kind,
                                         const Decoder& model,
                                         const UnitMasks& masks,
                                         const CriterionOptions& options) {
  return Find(kind).make(model, masks, options);
}

CriterionNeeds NeedsOf(run::Criterion kind) { return Find(kind).needs; }

}  // namespace sentei::engine
