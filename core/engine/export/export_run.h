// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/export/export_request.h"
#include "core/run/run_spec.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace sentei::engine {

/// What a run hands to its export. Pointers are not owned.
struct ExportSubject {
  const Decoder* model = nullptr;  ///< dense, masked or compacted; LoRA still apart or merged
  std::span<const plan::UnitFamily> families;  ///< of the dense model; empty: nothing was pruned
  const plan::KeepMask* keep = nullptr;        ///< dense numbering; nullptr: everything is kept
  const text::ModelTokenizer* tokenizer = nullptr;
  const formats::ModelSource* dense = nullptr;  ///< the model the run started from
  plan::ModelDescription dense_description;
  std::vector<run::EvalDone> evaluations;  ///< dense first
  std::string run_id;  ///< of the run that trained; empty for an untouched model
  std::string sentei_version;
  std::string training_text_hash;       ///< SHA-256; may be empty
  std::filesystem::path resources_dir;  ///< RunEnvironment::resources_dir
};

/// The request for `spec.output`, with the provenance of a pruning or tuning run (of none when
/// subject.run_id is empty). `spec` is the spec of the run that trained; its `output` says where.
[[nodiscard]] ExportRequest MakeExportRequest(const run::RunSpec& spec,
                                              const ExportSubject& subject);

/// RunKind::kExport and the last part of kPrune and kTune: Export() as the event to emit. Emit
/// PhaseChanged{kExport} before and the events of VerifyExport after.
[[nodiscard]] run::ExportDone ExportModel(const ExportRequest& request, const ExportHooks& hooks);

/// The export that an earlier process of run `run_id` finished in `directory`, read from its plan;
/// nullopt when the folder is absent or holds anything else.
[[nodiscard]] std::optional<run::ExportDone> FindExportOfRun(const std::filesystem::path& directory,
                                                             const std::string& run_id);

/// RunKind::kVerify and the part after every export: Verify() as the event to emit. A difference
/// above the tolerance gives verified == false (see RequireVerified); unreadable files throw
/// kInput.
[[nodiscard]] run::VerifyDone VerifyExport(const run::VerifySpec& spec);

/// Throws kVerification with the difference and the tolerance unless `done.verified`.
void RequireVerified(const run::VerifyDone& done);

}  // namespace sentei::engine
