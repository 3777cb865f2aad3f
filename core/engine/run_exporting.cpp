// SPDX-License-Identifier: Apache-2.0
#include "core/engine/run_exporting.h"

#include "core/engine/run_model.h"

namespace sentei::engine {
namespace {

run::ExportDone WriteOrFind(const RunContext& context, const ExportRequest& request) {
  if (context.beginning == Beginning::kResumed) {
    const auto finished = FindExportOfRun(request.directory, context.run_id);
    if (finished.has_value()) return *finished;
  }
  const ExportHooks hooks{
      .progress = [&](const run::Progress& progress) { context.emit(progress); },
      .stop = context.control->after_step()};
  return ExportModel(request, hooks);
}

}  // namespace

void ExportAndVerify(const RunContext& context, const ExportRequest& request) {
  EmitPhase(context, run::Phase::kExport, request.directory.string());
  context.emit(WriteOrFind(context, request));
  EmitPhase(context, run::Phase::kVerify, request.directory.string());
  run::VerifySpec verify = context.spec.verify;
  verify.directory = request.directory.string();
  const run::VerifyDone done = VerifyExport(verify);
  context.emit(done);
  RequireVerified(done);
}

}  // namespace sentei::engine
