// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/budget_solver.h"
#include "core/plan/export_profile.h"
#include "core/plan/memory_estimate.h"
#include "core/plan/opens_in.h"

#include <cstdint>
#include <span>
#include <vector>

namespace sentei::plan {

/// A number of the dense model and of the planned one.
struct Amount {
  std::int64_t dense = 0;
  std::int64_t now = 0;
  friend bool operator==(const Amount&, const Amount&) = default;
};
struct RealAmount {
  double dense = 0.0;
  double now = 0.0;
};

struct ConsequenceRequest {
  ExportProfile profile = ExportProfile::kHfPerLayer;
  ExportDType dtype = ExportDType::kBF16;
  std::int64_t context = 2048;         ///< tokens, for multiply-accumulates and the cache
  std::int64_t cache_value_bytes = 2;  ///< of a key or value
  MemoryRequest memory{};              ///< what the run will do; no uses: no estimate
};

/// What a budget comes to, all that is known without running anything. Padded and masked exports
/// have the bytes and work of the shape they are written in; parameters are those that compute.
struct Consequences {
  BudgetPlan plan;
  Amount parameters;
  Amount attention_units;  ///< KV groups or query stripes, over all layers
  Amount ffn_channels;
  Amount file_bytes;
  Amount cache_bytes;            ///< keys and values of one sequence of `context` tokens
  RealAmount decode_macs;        ///< one token after `context` others
  RealAmount prefill_macs;       ///< `context` tokens
  std::int64_t peak_memory = 0;  ///< of the run, an estimate; 0: none asked for
  std::vector<std::int64_t> removed_by_layer;  ///< parameters
  std::vector<OpensIn> opens_in;
  std::vector<Remedy> remedies;  ///< that would help one of them, each once
};

/// Of a solved budget; a few milliseconds for the largest models.
[[nodiscard]] Consequences ConsequencesOf(const ModelDescription& model,
                                          std::span<const UnitFamily> families,
                                          BudgetPlan plan,
                                          const ConsequenceRequest& request);
/// Solves the budget first; throws as ResolveBudget.
[[nodiscard]] Consequences ConsequencesOf(const ModelDescription& model,
                                          std::span<const UnitFamily> families,
                                          const BudgetSpec& spec,
                                          const ConsequenceRequest& request);

}  // namespace sentei::plan
