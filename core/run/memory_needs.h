// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/memory_estimate.h"
#include "core/plan/stored_weights.h"
#include "core/run/run_spec.h"

#include <cstdint>

namespace sentei::run {

/// What a run of this spec asks of memory; `compute_bytes` is 2 (bf16) or 4 (fp32), with "auto"
/// already decided. The one translation that `estimate`, the check before a run and windows share.
[[nodiscard]] plan::MemoryRequest MemoryNeeds(const RunSpec& spec,
                                              const plan::StoredWeights& stored,
                                              std::int64_t compute_bytes);

/// Bytes of a value that a run of this dtype will compute with. "auto" is measured when a run
/// starts; until then the processor's abilities tell.
[[nodiscard]] std::int64_t ExpectedComputeBytes(ComputeDType dtype);

/// Share of the available memory above which a run is refused unless it is forced.
inline constexpr double kMemoryRefusalShare = 0.9;

}  // namespace sentei::run
