// SPDX-License-Identifier: Apache-2.0
#include "core/engine/run_preflight.h"

#include "core/base/error.h"
#include "core/engine/eval/sweep.h"
#include "core/engine/export/export_run.h"
#include "core/engine/run_model.h"
#include "core/engine/run_store.h"
#include "core/plan/budget_solver.h"
#include "core/text/gguf_tokenizer.h"

#include <filesystem>

namespace sentei::engine {
namespace {

namespace fs = std::filesystem;

/// What is said of a file that the run needs; `missing` has a place for its path.
struct FileSentences {
  const char* not_given;
  const char* missing;
};
constexpr FileSentences kModel{"no model was given", "the model {} does not exist"};
constexpr FileSentences kText{"no text was given", "the text {} does not exist"};
constexpr FileSentences kTrainingText{"no training text was given",
                                      "the training text {} does not exist"};
constexpr FileSentences kEvaluationText{"no evaluation text was given",
                                        "the evaluation text {} does not exist"};
constexpr FileSentences kExport{"no export was given", "the export {} does not exist"};

void RequireFile(const std::string& path, const FileSentences& sentences) {
  if (path.empty()) throw Error(ErrorCode::kUsage, sentences.not_given);
  if (!fs::exists(path)) {
    throw Error(ErrorCode::kInput, fmt::format(fmt::runtime(sentences.missing), path));
  }
}

void CheckOutput(const run::ExportSpec& output) {
  if (output.directory.empty() || output.overwrite || !fs::exists(output.directory)) return;
  throw Error(ErrorCode::kInput,
              fmt::format("{} exists already", output.directory),
              "Choose another folder, or replace this one with --force.");
}

/// What a GGUF file cannot hold is refused before the run, not at its end.
void CheckTokenizer(const run::ExportSpec& output, const OpenedModel& model) {
  const bool translated = !output.directory.empty() &&
                          output.profile == plan::ExportProfile::kGguf &&
                          model.source->format() != formats::SourceFormat::kGguf;
  if (!translated) return;
  static_cast<void>(text::GgufTokenizerMetadata(text::LoadTokenizer(*model.source),
                                                model.description.vocab_size));
}

/// A text longer than the model's positions would be refused by the first pass, after the start.
void CheckLength(std::int64_t length, const char* what, const plan::ModelDescription& model) {
  if (length <= model.max_positions) return;
  throw Error(ErrorCode::kUsage,
              fmt::format("{} of {} tokens exceed the {} positions of this model",
                          what,
                          length,
                          model.max_positions),
              "Choose a length up to that number.");
}

void CheckEvaluation(const run::RunSpec& spec) {
  RequireFile(spec.model, kModel);
  RequireFile(spec.eval.text.path, kText);
  const plan::ModelDescription model = OpenRunModel(spec).description;
  CheckLength(spec.eval.length, "windows", model);
  if (spec.kind != run::RunKind::kSweep) return;
  static_cast<void>(
      SweepTasks(plan::BuildUnitFamilies(model, plan::UnitKind::kKvGroup), spec.sweep));
}

void CheckTraining(const run::RunSpec& spec) {
  RequireFile(spec.train.text.path, kTrainingText);
  if (!spec.eval.text.path.empty()) RequireFile(spec.eval.text.path, kEvaluationText);
  CheckOutput(spec.output);
  const OpenedModel model = OpenRunModel(spec);
  CheckTokenizer(spec.output, model);
  CheckLength(spec.train.length, "sequences", model.description);
  CheckLength(spec.eval.length, "evaluation windows", model.description);
  if (spec.kind == run::RunKind::kTune) return;
  const auto families = plan::BuildUnitFamilies(model.description, spec.budget.attention_kind);
  static_cast<void>(plan::ResolveBudget(
      model.description, families, spec.budget, spec.output.profile, spec.output.dtype));
}

}  // namespace

void Preflight(const run::RunSpec& spec, const run::RunEnvironment& environment) {
  run::Validate(spec);
  switch (spec.kind) {
    case run::RunKind::kPrune:
    case run::RunKind::kTune:
      return CheckTraining(spec);
    case run::RunKind::kEval:
    case run::RunKind::kSweep:
      return CheckEvaluation(spec);
    case run::RunKind::kGenerate:
    case run::RunKind::kSelfCheck:
      return RequireFile(spec.model, kModel);
    case run::RunKind::kVerify:
      return RequireFile(spec.verify.directory, kExport);
    case run::RunKind::kExport:
      CheckOutput(spec.output);
      if (spec.output.source_run.empty()) return RequireFile(spec.model, kModel);
      static_cast<void>(LoadRunSpec(environment.data_dir / "runs" / spec.output.source_run));
      return;
    default:
      return;
  }
}

void PreflightResume(const std::string& run_id,
                     const run::RunSpec& spec,
                     const run::RunEnvironment& environment) {
  run::RunSpec checked = spec;
  if (FindExportOfRun(spec.output.directory, run_id).has_value()) checked.output.directory.clear();
  Preflight(checked, environment);
}

}  // namespace sentei::engine
