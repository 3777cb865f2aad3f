// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/exporter.h"

#include "core/base/error.h"
#include "core/base/host.h"
#include "core/base/units.h"
#include "core/engine/export/hf_config.h"
#include "core/engine/export/model_card.h"
#include "core/engine/export/probe.h"
#include "core/engine/export/profile_form.h"
#include "core/engine/export/pruning_plan.h"
#include "core/engine/export/reduced_model.h"
#include "core/engine/export/text_files.h"
#include "core/formats/safetensors_writer.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <utility>

namespace sentei::engine {
namespace {

namespace fs = std::filesystem;
using plan::ExportProfile;

constexpr std::uint64_t kSmallFiles = 16'000'000;  ///< configuration, tokenizer, card, plan

// Replacing deletes a folder: only one that looks like a model's or is empty.
void RequireReplaceable(const ExportRequest& request) {
  const fs::path& folder = request.directory;
  if (request.on_existing != OnExisting::kReplace || !fs::is_directory(folder)) return;
  bool model = fs::is_empty(folder);
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const fs::path name = entry.path().filename();
    model = model || name == kPlanFile || name == "config.json" || name.extension() == ".gguf" ||
            name.extension() == ".safetensors";
  }
  if (model) return;
  throw Error(
      ErrorCode::kInput,
      fmt::format("{} holds other things than a model, so it is not replaced", folder.string()),
      "Choose another folder.");
}

void CheckRequest(const ExportRequest& request) {
  SENTEI_CHECK(request.model != nullptr, "an export without a model");
  SENTEI_CHECK(request.keep == nullptr || request.keep->size() == request.families.size(),
               "masks and families differ in number");
  if (request.profile != ExportProfile::kGguf) static_cast<void>(TorchName(request.dtype));
  if (request.shard_bytes < 1) {
    throw Error(ErrorCode::kUsage,
                fmt::format("a shard size of {} bytes is impossible", request.shard_bytes),
                "Give a positive number of bytes.");
  }
  if (request.directory.empty()) {
    throw Error(ErrorCode::kUsage, "the export has no target folder", "Name one with --out.");
  }
  RequireReplaceable(request);
}

formats::TensorDeclaration Declare(const NamedTensor& weight, const ExportRequest& request) {
  return {weight.name, StorageType(request.profile, request.dtype, weight.axes()), weight.shape};
}

void RequireDiskSpace(const Decoder& model, const ExportRequest& request) {
  const std::int64_t probe = kProbePrompts * kProbePositions * model.description.vocab_size * 4;
  std::uint64_t needed = kSmallFiles + static_cast<std::uint64_t>(probe);
  for (const NamedTensor& weight : ListWeights(model)) {
    needed += Declare(weight, request).byte_size();
  }
  const std::uint64_t available = FreeDiskSpace(request.directory.string());
  if (available >= needed) return;
  throw Error(ErrorCode::kIo,
              fmt::format("the export needs {} but {} are free at {}",
                          FormatBytes(needed),
                          FormatBytes(available),
                          request.directory.string()),
              "Free some space or choose another folder.");
}

std::int64_t CountTensors(const Decoder& model, ExportProfile profile) {
  const auto weights = static_cast<std::int64_t>(ListWeights(model).size());
  return profile == ExportProfile::kAdapter ? weights + 14 * model.description.num_layers()
                                            : weights;
}

double MaxAbsDiff(const at::Tensor& a, const at::Tensor& b) {
  return (a - b).abs().max().item<double>();
}

void ThrowIfStopped(const ExportHooks& hooks) {
  if (!hooks.stop.stop_requested()) return;
  throw Error(ErrorCode::kStopped, "the export was stopped; nothing was written");
}

// The logits that the rounded weights give, and how far they are from those of the unrounded.
struct Reference {
  Decoder rounded;
  Probe probe;
  double rounding_cost = 0.0;
};

// The exact weights make room for the rounded ones tensor by tensor.
Reference MakeReference(const ExportRequest& request, const ExportHooks& hooks) {
  Reference reference;
  Decoder exact = Reduce(request);
  reference.probe.ids = ProbeIds(request.tokenizer, exact.description.vocab_size);
  ThrowIfStopped(hooks);
  const at::Tensor unrounded = ProbeLogits(exact, reference.probe.ids, kProbePositions);
  reference.rounded = RoundWeights(std::move(exact), request.profile, request.dtype);
  RequireDiskSpace(reference.rounded, request);
  ThrowIfStopped(hooks);
  reference.probe.logits = ProbeLogits(reference.rounded, reference.probe.ids, kProbePositions);
  reference.rounding_cost = MaxAbsDiff(unrounded, reference.probe.logits);
  return reference;
}

std::vector<BundledCode> CodeOf(const Decoder& model, const ExportRequest& request) {
  const bool bundled = request.profile != ExportProfile::kGguf &&
                       plan::NeedsBundledCode(model.description.model_type);
  return bundled ? DescribeBundledCode(request.resources_dir) : std::vector<BundledCode>();
}

void WriteDocuments(const ExportRequest& request,
                    const Reference& reference,
                    std::int64_t parameters,
                    const fs::path& folder) {
  WriteJson(MakePruningPlan(request, parameters, reference.rounding_cost), folder / kPlanFile);
  const CardFacts facts{.parameters = parameters,
                        .rounding_cost = reference.rounding_cost,
                        .code = CodeOf(reference.rounded, request)};
  WriteText(MakeModelCard(request, facts), folder / "README.md");
  WriteProbe(
      reference.probe,
      fmt::format("merged and sliced weights as {}, computed in fp32", plan::Name(request.dtype)),
      folder / kProbeFile);
}

}  // namespace

std::uint64_t BytesIn(const fs::path& folder) {
  std::uint64_t bytes = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return bytes;
}

ExportResult Export(const ExportRequest& request, const ExportHooks& hooks) {
  const at::NoGradGuard no_grad;
  CheckRequest(request);
  AtomicDirectory directory(request.directory, request.on_existing);
  const Reference reference = MakeReference(request, hooks);
  const std::int64_t parameters = reference.rounded.ParameterCount();
  TensorTally tally(hooks, CountTensors(reference.rounded, request.profile));
  FormOf(request.profile).write(reference.rounded, request, directory.staging(), tally);
  WriteDocuments(request, reference, parameters, directory.staging());
  ThrowIfStopped(hooks);
  request.model->CheckIntact();
  directory.Commit();
  return {.path = directory.target(),
          .bytes = BytesIn(directory.target()),
          .parameters = parameters,
          .rounding_cost = reference.rounding_cost};
}

}  // namespace sentei::engine
