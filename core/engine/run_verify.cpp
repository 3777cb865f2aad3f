// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/export_run.h"
#include "core/engine/run_context.h"
#include "core/engine/run_model.h"

namespace sentei::engine {

WorkerResult RunVerify(RunContext& context) {
  EmitPhase(context, run::Phase::kVerify, context.spec.verify.directory);
  const run::VerifyDone done = VerifyExport(context.spec.verify);
  context.emit(done);
  RequireVerified(done);
  return {};
}

}  // namespace sentei::engine
