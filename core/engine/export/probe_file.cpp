// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/engine/export/probe.h"
#include "core/engine/export/rounding.h"
#include "core/engine/export/tensor_files.h"
#include "core/formats/safetensors_writer.h"

#include <ATen/ATen.h>

namespace sentei::engine {
namespace {

namespace fs = std::filesystem;
using formats::ElementType;

constexpr const char* kIds = "input_ids";
constexpr const char* kLogits = "logits";
constexpr std::int64_t kLargest = 4096;  ///< prompts or tokens that a probe may have

const formats::TensorInfo& Require(const formats::ModelSource& source,
                                   const char* name,
                                   std::size_t axes) {
  const formats::TensorInfo* info = source.Find(name);
  if (info == nullptr || info->shape.size() != axes) {
    ThrowInput(
        "{} is no probe: it lacks a tensor \"{}\" of {} axes", source.path().string(), name, axes);
  }
  return *info;
}

std::vector<std::byte> BytesOf(const at::Tensor& tensor) {
  const auto* first = static_cast<const std::byte*>(tensor.const_data_ptr());
  return {first, first + tensor.nbytes()};
}

}  // namespace

void WriteProbe(const Probe& probe, const std::string& reference, const fs::path& file) {
  const at::Tensor ids = probe.ids.contiguous();
  formats::SafetensorsFileWriter writer(file,
                                        {{kIds, ElementType::kI64, ids.sizes().vec()},
                                         {kLogits, ElementType::kF32, probe.logits.sizes().vec()}},
                                        {{"format", "pt"},
                                         {"format_version", "1"},
                                         {"logits", "of the last positions of every prompt"},
                                         {"reference", reference}});
  writer.Append(kIds, BytesOf(ids));
  writer.Append(kLogits, Encode(probe.logits, ElementType::kF32));
  writer.Finish();
}

Probe ReadProbe(const formats::ModelFolder& folder, std::int64_t vocab_size) {
  const fs::path file = folder.path() / kProbeFile;
  const auto source = formats::OpenModel(folder, kProbeFile);
  const std::vector<std::int64_t> ids = Require(*source, kIds, 2).shape;
  const std::int64_t positions = Require(*source, kLogits, 3).shape[1];
  const bool sensible = ids[0] >= 1 && ids[0] <= kLargest && ids[1] >= 1 && ids[1] <= kLargest &&
                        positions >= 1 && positions <= ids[1];
  if (!sensible) ThrowInput("{} is no probe: its tensors are empty or too large", file.string());
  Probe probe{ReadInt64(*source, kIds, ids),
              ReadFloats(*source, kLogits, {ids[0], positions, vocab_size})};
  source->CheckIntact();
  const bool known = probe.ids.ge(0).logical_and(probe.ids.lt(vocab_size)).all().item<bool>();
  if (!known) ThrowInput("{} holds token ids outside the model's vocabulary", file.string());
  return probe;
}

}  // namespace sentei::engine
