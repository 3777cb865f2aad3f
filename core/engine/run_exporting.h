// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/export/export_run.h"
#include "core/engine/run_context.h"

namespace sentei::engine {

/// Writes an export (phase "export"), re-opens it with fresh code (phase "verify") and emits both
/// results. A resumed run whose earlier process had finished the export only verifies it. Throws
/// kVerification when the logits differ, kStopped when a stop was asked for.
void ExportAndVerify(const RunContext& context, const ExportRequest& request);

}  // namespace sentei::engine
