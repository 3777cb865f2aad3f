// SPDX-License-Identifier: Apache-2.0
#include "core/engine/prune/compaction.h"

#include "core/base/error.h"
#include "core/engine/prune/masks.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

namespace sentei::engine {
namespace {

bool LosesNothing(const std::vector<bool>& keep) {
  return std::all_of(keep.begin(), keep.end(), [](bool kept) { return kept; });
}

at::Tensor Select(const at::Tensor& tensor, std::int64_t axis, const at::Tensor& ids) {
  return tensor.defined() ? tensor.detach().index_select(axis, ids.to(tensor.device())) : tensor;
}

void Slice(LoraLinear& linear, const plan::FamilyMember& member, const std::vector<bool>& keep) {
  const at::Tensor ids = KeptIndices(keep, member.unit_size);
  if (member.axis == plan::Axis::kColumn) {
    linear.weight = Select(linear.weight, 1, ids);
    linear.lora_a = Select(linear.lora_a, 1, ids);
    return;
  }
  linear.weight = Select(linear.weight, 0, ids);
  linear.bias = Select(linear.bias, 0, ids);
  linear.lora_b = Select(linear.lora_b, 0, ids);
}

void Prepare(LoraLinear& linear, LoraOnCompaction lora, at::ScalarType dtype) {
  linear.input_mask.reset();
  if (lora == LoraOnCompaction::kMerge && linear.has_lora()) {
    linear.weight = EffectiveWeight(linear).detach().to(dtype);
    linear.lora_a.reset();
    linear.lora_b.reset();
    linear.scaling = 0.0;
  }
  linear.weight = linear.weight.to(dtype);
  if (linear.bias.defined()) linear.bias = linear.bias.to(dtype);
}

DecoderLayer CompactLayer(const DecoderLayer& layer,
                          const std::vector<const plan::UnitFamily*>& families,
                          const std::vector<const std::vector<bool>*>& keeps,
                          LoraOnCompaction lora,
                          at::ScalarType dtype) {
  DecoderLayer small = layer;
  for (at::Tensor& norm : small.norms) norm = norm.defined() ? norm.to(dtype) : norm;
  for (const plan::Projection projection : plan::kProjections)
    Prepare(small[projection], lora, dtype);
  for (std::size_t f = 0; f < families.size(); ++f) {
    if (LosesNothing(*keeps[f])) continue;
    for (const plan::FamilyMember& member : families[f]->members) {
      Slice(small[member.projection], member, *keeps[f]);
    }
  }
  return small;
}

}  // namespace

std::unique_ptr<Decoder> Compact(const Decoder& model,
                                 const std::vector<plan::UnitFamily>& families,
                                 const plan::KeepMask& keep,
                                 LoraOnCompaction lora,
                                 at::ScalarType dtype) {
  SENTEI_CHECK(
      keep.size() == families.size(), "{} masks for {} families", keep.size(), families.size());
  const at::NoGradGuard no_grad;
  auto small = std::make_unique<Decoder>(model);
  small->dtype = dtype;
  small->description = plan::WithKeptCounts(model.description, families, plan::KeptCounts(keep));
  small->embedding = model.embedding.to(dtype);
  small->final_norm = model.final_norm.to(dtype);
  small->lm_head =
      model.lm_head.is_same(model.embedding) ? small->embedding : model.lm_head.to(dtype);
  for (std::size_t i = 0; i < model.layers.size(); ++i) {
    std::vector<const plan::UnitFamily*> of_layer;
    std::vector<const std::vector<bool>*> keeps;
    for (std::size_t f = 0; f < families.size(); ++f) {
      if (families[f].layer != static_cast<std::int64_t>(i)) continue;
      of_layer.push_back(&families[f]);
      keeps.push_back(&keep[f]);
    }
    small->layers[i] = CompactLayer(model.layers[i], of_layer, keeps, lora, dtype);
  }
  return small;
}

}  // namespace sentei::engine
