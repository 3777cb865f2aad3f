// SPDX-License-Identifier: Apache-2.0
#include "core/engine/run_exporting.h"

#include "core/engine/run_model.h"

namespace sentei::engine {

void ExportAndVerify(const RunContext& context, const ExportRequest& request) {
  EmitPhase(context, run::Phase::kExport, request.directory.string());
  const ExportHooks hooks{
      .progress = [&](const run::Progress& progress) { context.emit(progress); },
      .stop = context.control->after_step()};
  context.emit(ExportModel(request, hooks));
  EmitPhase(context, run::Phase::kVerify, request.directory.string());
  run::VerifySpec verify = context.spec.verify;
  verify.directory = request.directory.string();
  const run::VerifyDone done = VerifyExport(verify);
  context.emit(done);
  RequireVerified(done);
}

}  // namespace sentei::engine
