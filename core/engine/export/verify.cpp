// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/verify.h"

#include "core/base/error.h"
#include "core/engine/export/adapter_file.h"
#include "core/engine/export/gguf_file.h"
#include "core/engine/export/probe.h"
#include "core/formats/model_folder.h"
#include "core/formats/model_source.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>
#include <limits>
#include <memory>

namespace sentei::engine {
namespace {

namespace fs = std::filesystem;
using formats::ModelFolder;

/// The parts of an export that verification opens.
struct Parts {
  std::shared_ptr<const formats::ModelSource> weights;
  ModelFolder folder;  ///< holds the probe and the adapter
  bool adapter = false;
};

Parts FindParts(const fs::path& path) {
  if (!fs::exists(path)) ThrowInput("{} does not exist", path.string());
  if (!fs::is_directory(path)) {
    return {formats::OpenModel(path), ModelFolder(fs::absolute(path).parent_path()), false};
  }
  const ModelFolder folder(path);
  if (folder.Contains(kAdapterConfigFile)) {
    return {formats::OpenModel(folder.Subfolder(kAdapterBase)), folder, true};
  }
  if (folder.Contains(kGgufFile)) return {formats::OpenModel(folder, kGgufFile), folder, false};
  return {formats::OpenModel(path), folder, false};
}

double LargestDifference(const at::Tensor& a, const at::Tensor& b) {
  const double largest = (a - b).abs().max().item<double>();
  return std::isnan(largest) ? std::numeric_limits<double>::infinity() : largest;
}

Decoder LoadParts(const Parts& parts) {
  const plan::ModelDescription description = plan::DescribeModel(*parts.weights);
  Decoder model = *LoadDecoder(parts.weights, description, at::kFloat, at::kCPU);
  if (parts.adapter) AttachAdapter(model, parts.folder);
  return model;
}

}  // namespace

VerifyResult Verify(const fs::path& path, double tolerance, HashScope scope) {
  const at::NoGradGuard no_grad;
  const Parts parts = FindParts(path);
  const Decoder model = LoadParts(parts);
  const Probe probe = ReadProbe(parts.folder, model.description.vocab_size);
  const at::Tensor logits = ProbeLogits(model, probe.ids, probe.logits.size(1));
  model.source->CheckIntact();
  VerifyResult result;
  result.path = path;
  result.tolerance = tolerance;
  result.max_abs_diff = LargestDifference(logits, probe.logits);
  result.verified = result.max_abs_diff <= tolerance;
  result.model_id = formats::ModelId(*model.source);
  if (scope == HashScope::kFull) result.full_hash = formats::FullHash(*model.source);
  result.detail = fmt::format(
      "{} prompts of {} tokens, logits of the last {} positions computed again in fp32 from {}",
      probe.ids.size(0),
      probe.ids.size(1),
      probe.logits.size(1),
      model.source->path().string());
  return result;
}

}  // namespace sentei::engine
