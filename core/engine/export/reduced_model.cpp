// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/reduced_model.h"

#include "core/base/error.h"
#include "core/engine/export/layout.h"
#include "core/engine/export/profile_form.h"
#include "core/engine/export/rounding.h"
#include "core/engine/prune/compaction.h"
#include "core/plan/checkpoint_tensors.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace sentei::engine {
namespace {

using plan::ExportProfile;
using plan::kProjections;
using plan::Projection;

// Applies `change` to every tensor of the model, with the name of the checkpoint's tensor that
// holds it; a tied matrix once.
template <typename Change>
void ForEachWeight(Decoder& model, const Change& change) {
  for (const plan::ExpectedTensor& stored : plan::ExpectedTensors(model.description)) {
    for (const plan::TensorPart& part : stored.parts) {
      at::Tensor& tensor = TensorOf(model, part);
      tensor = change(stored.name, tensor);
    }
  }
  if (model.description.tied_embeddings) model.lm_head = model.embedding;
}

at::Tensor ToHostFloat(const at::Tensor& tensor) {
  return tensor.detach().to(at::kCPU, at::kFloat).contiguous();
}

void MoveToHost(Decoder& model) {
  ForEachWeight(model, [](const std::string&, const at::Tensor& t) { return ToHostFloat(t); });
  for (DecoderLayer& layer : model.layers) {
    for (const Projection p : kProjections) {
      layer[p].input_mask.reset();
      if (!layer[p].has_lora()) continue;
      layer[p].lora_a = ToHostFloat(layer[p].lora_a);
      layer[p].lora_b = ToHostFloat(layer[p].lora_b);
    }
  }
  model.device = at::kCPU;
  model.dtype = at::kFloat;
}

Decoder CompactOf(const ExportRequest& request, LoraOnCompaction lora) {
  std::vector<plan::UnitFamily> families(request.families.begin(), request.families.end());
  plan::KeepMask keep = request.keep == nullptr ? plan::KeepMask{} : *request.keep;
  if (request.keep == nullptr || IsCompact(*request.model, families, keep)) {
    families.clear();
    keep.clear();
  }
  Decoder compact = *Compact(*request.model, families, keep, lora, at::kFloat);
  MoveToHost(compact);
  return compact;
}

}  // namespace

Decoder Reduce(const ExportRequest& request) {
  const at::NoGradGuard no_grad;
  const ProfileForm& form = FormOf(request.profile);
  Decoder model = form.arrange(CompactOf(request, form.lora), request);
  if (request.profile != ExportProfile::kGguf) {
    model.description = plan::DescribedAs(
        model.description, plan::ExportModelType(request.profile, model.description));
  }
  return model;
}

formats::ElementType StorageType(ExportProfile profile,
                                 plan::ExportDType dtype,
                                 std::int64_t axes) {
  using formats::ElementType;
  if (profile == ExportProfile::kGguf && axes == 1) return ElementType::kF32;
  switch (dtype) {
    case plan::ExportDType::kF32:
      return ElementType::kF32;
    case plan::ExportDType::kF16:
      return ElementType::kF16;
    case plan::ExportDType::kBF16:
      return ElementType::kBF16;
    case plan::ExportDType::kQ8_0:
      return ElementType::kQ8_0;
  }
  throw LogicError("an export dtype without a storage type");
}

Decoder RoundWeights(Decoder model, ExportProfile profile, plan::ExportDType dtype) {
  const at::NoGradGuard no_grad;
  ForEachWeight(model, [&](const std::string& name, const at::Tensor& tensor) {
    return RoundTo(tensor, StorageType(profile, dtype, tensor.dim()), name);
  });
  return model;
}

at::Tensor NamedTensor::Values() const {
  return parts.size() == 1 ? parts.front() : at::cat(parts);
}

std::vector<NamedTensor> ListWeights(const Decoder& model) {
  std::vector<NamedTensor> weights;
  Decoder handles = model;
  for (const plan::ExpectedTensor& stored : plan::ExpectedTensors(model.description)) {
    NamedTensor& weight = weights.emplace_back();
    weight.name = stored.name;
    weight.shape = stored.shape;
    for (const plan::TensorPart& part : stored.parts) {
      weight.parts.push_back(TensorOf(handles, part));
    }
  }
  return weights;
}

}  // namespace sentei::engine
