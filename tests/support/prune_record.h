// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_record.h"

#include <cstdint>

namespace sentei::testing {

/// The record that PruneScript would leave, with two quick perplexities added, for tests of
/// reports.
[[nodiscard]] run::RunRecord PruneRecord(std::int64_t steps, std::int64_t layers);

}  // namespace sentei::testing
