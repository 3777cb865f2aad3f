// SPDX-License-Identifier: Apache-2.0
#include "core/plan/consequences.h"

#include "core/plan/census.h"

#include <algorithm>
#include <utility>

namespace sentei::plan {
namespace {

/// The model as the profile writes it, which may be wider than what computes.
ModelDescription Written(const ModelDescription& dense,
                         const ModelDescription& planned,
                         ExportProfile profile) {
  if (profile == ExportProfile::kHfMasked) return dense;
  if (profile != ExportProfile::kHfPadded) return planned;
  ModelDescription padded = planned;
  padded.layers.assign(padded.layers.size(), StockShape(planned));
  return padded;
}

void CountUnits(Consequences& result) {
  for (const FamilyPlan& family : result.plan.families) {
    Amount& amount =
        family.group() == FamilyGroup::kFfn ? result.ffn_channels : result.attention_units;
    amount.dense += family.num_units;
    amount.now += family.keep;
  }
}

std::vector<std::int64_t> RemovedByLayer(const BudgetPlan& plan, std::int64_t num_layers) {
  std::vector<std::int64_t> removed(static_cast<std::size_t>(num_layers), 0);
  for (const FamilyPlan& family : plan.families) {
    removed[static_cast<std::size_t>(family.layer)] +=
        family.unit_cost * (family.num_units - family.keep);
  }
  return removed;
}

std::vector<Remedy> RemediesOf(std::span<const OpensIn> answers) {
  std::vector<Remedy> remedies;
  for (const OpensIn& answer : answers) {
    if (!answer.remedy.has_value()) continue;
    if (std::find(remedies.begin(), remedies.end(), *answer.remedy) == remedies.end()) {
      remedies.push_back(*answer.remedy);
    }
  }
  return remedies;
}

}  // namespace

Consequences ConsequencesOf(const ModelDescription& model,
                            std::span<const UnitFamily> families,
                            BudgetPlan plan,
                            const ConsequenceRequest& request) {
  Consequences result;
  result.plan = std::move(plan);
  const ModelDescription planned = WithKeptCounts(model, families, result.plan.Keeps());
  const ModelDescription written = Written(model, planned, request.profile);
  const std::int64_t context = request.context;
  const std::int64_t cache = context * request.cache_value_bytes;
  result.parameters = {ParameterCount(model), ParameterCount(planned)};
  CountUnits(result);
  result.file_bytes = {WeightBytes(model, request.dtype, request.profile),
                       WeightBytes(written, request.dtype, request.profile)};
  result.cache_bytes = {KvCacheBytesPerToken(model, cache), KvCacheBytesPerToken(written, cache)};
  result.decode_macs = {DecodeMacs(model, context), DecodeMacs(written, context)};
  result.prefill_macs = {PrefillMacs(model, context), PrefillMacs(written, context)};
  if (!request.memory.uses.empty()) {
    result.peak_memory = EstimateMemory(model, request.memory).Peak().Required();
  }
  result.removed_by_layer = RemovedByLayer(result.plan, model.num_layers());
  result.opens_in = WhatOpens(planned, result.plan, request.dtype);
  result.remedies = RemediesOf(result.opens_in);
  return result;
}

Consequences ConsequencesOf(const ModelDescription& model,
                            std::span<const UnitFamily> families,
                            const BudgetSpec& spec,
                            const ConsequenceRequest& request) {
  return ConsequencesOf(model,
                        families,
                        ResolveBudget(model, families, spec, request.profile, request.dtype),
                        request);
}

}  // namespace sentei::plan
