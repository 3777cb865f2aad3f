// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/engine/build_info.h"
#include "core/engine/evaluation_json.h"
#include "core/engine/run_context.h"
#include "core/engine/run_exporting.h"
#include "core/engine/run_model.h"
#include "core/engine/run_store.h"
#include "core/engine/train/checkpoint.h"
#include "core/engine/train/trained_result.h"

namespace sentei::engine {
namespace {

/// What is exported: the untouched model, or what an earlier run left in its last checkpoint.
struct Source {
  run::RunSpec spec;  ///< of the run that trained; its output says where to write
  OpenedModel opened;
  std::unique_ptr<Decoder> model;
  std::vector<plan::UnitFamily> families;
  plan::KeepMask keep;
  std::vector<run::EvalDone> evaluations;
};

// Read as exactly as the file holds it: rounding to the export dtype is the export's own.
Source Untouched(RunContext& context) {
  context.spec.dtype = run::ComputeDType::kF32;
  Source result;
  result.spec = context.spec;
  result.opened = OpenRunModel(context.spec);
  EmitStarted(context, result.opened, -1);
  CheckMemory(context, result.opened);
  result.model = LoadRunModel(context, result.opened);
  result.families =
      plan::BuildUnitFamilies(result.opened.description, result.spec.budget.attention_kind);
  result.keep = plan::AllKept(result.families);
  return result;
}

Source OfRun(RunContext& context, const std::string& run_id) {
  const std::filesystem::path directory = context.RunDirectory(run_id);
  Source result;
  result.spec = LoadRunSpec(directory);
  result.spec.output = context.spec.output;
  context.spec.model = result.spec.model;
  context.spec.dtype = result.spec.dtype;
  const auto loaded = CheckpointStore(directory / "checkpoints").LoadNewest();
  if (!loaded.has_value()) ThrowInput("run {} has no sound checkpoint to export", run_id);
  const bool complete = result.spec.prune.schedule == run::PruneSchedule::kOneShot ||
                        loaded->checkpoint.step >= result.spec.train.steps;
  if (!complete) {
    context.emit(run::Warned{fmt::format("run {} stopped after step {} of {}",
                                         run_id,
                                         loaded->checkpoint.step,
                                         result.spec.train.steps)});
  }
  result.opened = OpenRunModel(result.spec);
  EmitStarted(context, result.opened, -1);
  CheckMemory(context, result.opened);
  result.model = LoadRunModel(context, result.opened);
  result.families =
      plan::BuildUnitFamilies(result.opened.description, result.spec.budget.attention_kind);
  result.keep = RestoreResult(*result.model, result.spec.lora, result.families, loaded->checkpoint);
  result.evaluations = EvaluationsFromJson(loaded->checkpoint.info.at("evaluations"));
  return result;
}

}  // namespace

WorkerResult RunExport(RunContext& context) {
  const std::string source_run = context.spec.output.source_run;
  const Source result = source_run.empty() ? Untouched(context) : OfRun(context, source_run);
  const text::ModelTokenizer tokenizer = text::LoadTokenizer(*result.opened.source);
  const ExportSubject subject{.model = result.model.get(),
                              .families = result.families,
                              .keep = &result.keep,
                              .tokenizer = &tokenizer,
                              .dense = result.opened.source.get(),
                              .dense_description = result.opened.description,
                              .evaluations = result.evaluations,
                              .run_id = source_run,
                              .sentei_version = SenteiVersion(),
                              .training_text_hash = {},
                              .resources_dir = context.environment.resources_dir};
  ExportAndVerify(context, MakeExportRequest(result.spec, subject));
  return {};
}

}  // namespace sentei::engine
