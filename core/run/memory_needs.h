// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/memory_estimate.h"
#include "core/run/run_spec.h"

#include <cstdint>

namespace sentei::run {

/// The weight files as far as memory is concerned.
struct StoredWeights {
  std::int64_t bytes = 0;    ///< of all weight files
  bool mapped_bf16 = false;  ///< plain bf16, used in place by a bf16 run
};

/// What a run of this spec asks of memory; `compute_bytes` is 2 (bf16) or 4 (fp32), with "auto"
/// already decided. The one translation that `estimate`, the check before a run and windows share.
[[nodiscard]] plan::MemoryRequest MemoryNeeds(const RunSpec& spec,
                                              const StoredWeights& stored,
                                              std::int64_t compute_bytes);

/// Share of the available memory above which a run is refused unless it is forced.
inline constexpr double kMemoryRefusalShare = 0.9;

}  // namespace sentei::run
