// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_service.h"
#include "core/run/run_spec.h"

#include <string>

namespace sentei::engine {

/// Everything about a spec that can be refused without computing: values out of range, a missing
/// model or text, a budget that cannot be met, an output folder that exists. Reads headers only.
/// Throws kUsage or kInput.
void Preflight(const run::RunSpec& spec, const run::RunEnvironment& environment);
/// The same for a run that goes on: the export that its earlier process finished may be there.
void PreflightResume(const std::string& run_id,
                     const run::RunSpec& spec,
                     const run::RunEnvironment& environment);

}  // namespace sentei::engine
