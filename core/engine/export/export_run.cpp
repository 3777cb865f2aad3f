// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/export_run.h"

#include "core/base/error.h"
#include "core/engine/export/exporter.h"
#include "core/engine/export/pruning_plan.h"
#include "core/engine/export/verify.h"

#include <nlohmann/json.hpp>

#include <fstream>

namespace sentei::engine {
namespace {

void DescribeTraining(Provenance& provenance,
                      const run::RunSpec& spec,
                      const ExportSubject& subject) {
  provenance.run_id = subject.run_id;
  provenance.spec_hash = run::SpecHash(spec);
  provenance.seed = spec.seed;
  provenance.steps = spec.train.steps;
  provenance.training_text = spec.train.text.path;
  provenance.training_text_hash = subject.training_text_hash;
  if (spec.kind != run::RunKind::kPrune) return;
  provenance.criterion = run::Name(spec.prune.criterion);
  provenance.schedule = run::Name(spec.prune.schedule);
}

}  // namespace

ExportRequest MakeExportRequest(const run::RunSpec& spec, const ExportSubject& subject) {
  SENTEI_CHECK(subject.dense != nullptr, "an export without the model it comes from");
  ExportRequest request;
  request.model = subject.model;
  request.families = subject.families;
  request.keep = subject.keep;
  request.profile = spec.output.profile;
  request.dtype = spec.output.dtype;
  request.shard_bytes = spec.output.shard_bytes;
  request.tokenizer = subject.tokenizer;
  request.provenance = DescribeBase(*subject.dense, subject.dense_description);
  request.provenance.sentei_version = subject.sentei_version;
  request.provenance.evaluations = subject.evaluations;
  if (!subject.run_id.empty()) DescribeTraining(request.provenance, spec, subject);
  request.directory = spec.output.directory;
  request.on_existing = spec.output.overwrite ? OnExisting::kReplace : OnExisting::kRefuse;
  request.resources_dir = subject.resources_dir;
  return request;
}

run::ExportDone ExportModel(const ExportRequest& request, const ExportHooks& hooks) {
  const ExportResult result = Export(request, hooks);
  return {.path = result.path.string(),
          .profile = std::string(plan::Name(request.profile)),
          .dtype = std::string(plan::Name(request.dtype)),
          .bytes = result.bytes,
          .parameters = result.parameters,
          .rounding_cost = result.rounding_cost};
}

std::optional<run::ExportDone> FindExportOfRun(const std::filesystem::path& directory,
                                               const std::string& run_id) {
  if (directory.empty()) return std::nullopt;
  std::ifstream file(directory / kPlanFile, std::ios::binary);
  try {
    const nlohmann::json plan = nlohmann::json::parse(file);
    if (plan.at("run").at("id") != run_id) return std::nullopt;
    return run::ExportDone{.path = directory.string(),
                           .profile = plan.at("profile"),
                           .dtype = plan.at("dtype"),
                           .bytes = BytesIn(directory),
                           .parameters = plan.at("parameters").at("after"),
                           .rounding_cost = plan.at("rounding_cost")};
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;  // no plan, or none of ours
  }
}

run::VerifyDone VerifyExport(const run::VerifySpec& spec) {
  const VerifyResult result = Verify(
      spec.directory, spec.tolerance, spec.full_hash ? HashScope::kFull : HashScope::kSampled);
  std::string detail = result.detail;
  if (!result.full_hash.empty()) {
    detail += "; " + fmt::format("SHA-256 of all weights {}", result.full_hash);
  }
  return {.path = result.path.string(),
          .verified = result.verified,
          .max_abs_diff = result.max_abs_diff,
          .tolerance = result.tolerance,
          .detail = detail};
}

void RequireVerified(const run::VerifyDone& done) {
  if (done.verified) return;
  throw Error(ErrorCode::kVerification,
              fmt::format("{} computes other logits than its probe: they differ by up to {:.3g}, "
                          "above the tolerance of {:.3g}",
                          done.path,
                          done.max_abs_diff,
                          done.tolerance),
              "The files are damaged or were changed; export the model again.");
}

}  // namespace sentei::engine
