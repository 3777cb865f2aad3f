// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/layout.h"

#include "core/base/error.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <numeric>

namespace sentei::engine {
namespace {

using plan::kProjections;
using plan::Projection;

std::size_t Slot(Projection projection) { return static_cast<std::size_t>(projection); }

at::Tensor IndexTensor(const std::vector<std::int64_t>& positions) {
  return at::tensor(positions, at::TensorOptions().dtype(at::kLong));
}

AxisSlots KeptPositions(const plan::FamilyMember& member, const std::vector<bool>& keep) {
  std::vector<std::int64_t> positions;
  for (std::size_t unit = 0; unit < keep.size(); ++unit) {
    if (!keep[unit]) continue;
    const std::int64_t first = static_cast<std::int64_t>(unit) * member.unit_size;
    for (std::int64_t i = 0; i < member.unit_size; ++i) positions.push_back(first + i);
  }
  return {IndexTensor(positions), static_cast<std::int64_t>(keep.size()) * member.unit_size};
}

at::Tensor Spread(const at::Tensor& tensor, const AxisSlots& slots, std::int64_t axis) {
  if (!slots.index.defined() || slots.index.numel() == slots.size) return tensor;
  std::vector<std::int64_t> shape = tensor.sizes().vec();
  shape[static_cast<std::size_t>(axis)] = slots.size;
  return at::zeros(shape, tensor.options()).index_copy(axis, slots.index, tensor);
}

LoraLinear SpreadLinear(const LoraLinear& linear, const LayerSlots& slots) {
  const AxisSlots& rows = slots.rows[Slot(linear.projection)];
  const AxisSlots& columns = slots.columns[Slot(linear.projection)];
  LoraLinear wide = linear;
  wide.weight = Spread(Spread(linear.weight, rows, 0), columns, 1);
  if (linear.bias.defined()) wide.bias = Spread(linear.bias, rows, 0);
  if (linear.has_lora()) {
    wide.lora_a = Spread(linear.lora_a, columns, 1);
    wide.lora_b = Spread(linear.lora_b, rows, 0);
  }
  return wide;
}

plan::LayerShape ShapeOf(const DecoderLayer& layer, std::int64_t head_dim) {
  return {layer.q.weight.size(0) / head_dim,
          layer.k.weight.size(0) / head_dim,
          layer.gate.weight.size(0)};
}

AxisSlots HeadPositions(std::int64_t kv_heads,
                        std::int64_t heads_per_kv,
                        std::int64_t wide_kv,
                        std::int64_t wide_per_kv,
                        std::int64_t head_dim) {
  std::vector<std::int64_t> positions;
  for (std::int64_t group = 0; group < kv_heads; ++group) {
    const std::int64_t first = group * wide_per_kv * head_dim;
    for (std::int64_t i = 0; i < heads_per_kv * head_dim; ++i) positions.push_back(first + i);
  }
  return {IndexTensor(positions), wide_kv * wide_per_kv * head_dim};
}

LayerSlots SlotsOf(const AxisSlots& query, const AxisSlots& kv, const AxisSlots& ffn) {
  LayerSlots slots;
  slots.rows[Slot(Projection::kQ)] = query;
  slots.rows[Slot(Projection::kK)] = kv;
  slots.rows[Slot(Projection::kV)] = kv;
  slots.columns[Slot(Projection::kO)] = query;
  slots.rows[Slot(Projection::kGate)] = ffn;
  slots.rows[Slot(Projection::kUp)] = ffn;
  slots.columns[Slot(Projection::kDown)] = ffn;
  return slots;
}

}  // namespace

std::vector<LayerSlots> KeptSlots(std::int64_t num_layers,
                                  std::span<const plan::UnitFamily> families,
                                  const plan::KeepMask& keep) {
  SENTEI_CHECK(
      families.size() == keep.size(), "{} families but {} masks", families.size(), keep.size());
  std::vector<LayerSlots> slots(static_cast<std::size_t>(num_layers));
  for (std::size_t f = 0; f < families.size(); ++f) {
    for (const plan::FamilyMember& member : families[f].members) {
      LayerSlots& layer = slots.at(static_cast<std::size_t>(families[f].layer));
      auto& axis = member.axis == plan::Axis::kRow ? layer.rows : layer.columns;
      axis[Slot(member.projection)] = KeptPositions(member, keep[f]);
    }
  }
  return slots;
}

std::vector<LayerSlots> PaddedSlots(const plan::ModelDescription& model) {
  std::int64_t kv = 0;
  std::int64_t per_kv = 0;
  std::int64_t ffn = 0;
  for (const plan::LayerShape& shape : model.layers) {
    kv = std::max(kv, shape.num_kv_heads);
    per_kv = std::max(per_kv, shape.num_query_heads / shape.num_kv_heads);
    ffn = std::max(ffn, shape.ffn_size);
  }
  std::vector<LayerSlots> slots;
  for (const plan::LayerShape& shape : model.layers) {
    const std::int64_t own_per_kv = shape.num_query_heads / shape.num_kv_heads;
    slots.push_back(
        SlotsOf(HeadPositions(shape.num_kv_heads, own_per_kv, kv, per_kv, model.head_dim),
                HeadPositions(shape.num_kv_heads, 1, kv, 1, model.head_dim),
                {at::arange(shape.ffn_size, at::TensorOptions().dtype(at::kLong)), ffn}));
  }
  return slots;
}

bool IsCompact(const Decoder& model,
               std::span<const plan::UnitFamily> families,
               const plan::KeepMask& keep) {
  bool dense = true;
  bool compact = true;
  for (std::size_t f = 0; f < families.size(); ++f) {
    const DecoderLayer& layer = model.layers.at(static_cast<std::size_t>(families[f].layer));
    const std::int64_t kept = std::count(keep.at(f).begin(), keep.at(f).end(), true);
    for (const plan::FamilyMember& member : families[f].members) {
      const std::int64_t axis = member.axis == plan::Axis::kRow ? 0 : 1;
      const std::int64_t width = layer[member.projection].weight.size(axis);
      dense = dense && width == families[f].num_units * member.unit_size;
      compact = compact && width == kept * member.unit_size;
    }
  }
  SENTEI_CHECK(dense || compact, "the model's widths are neither the dense nor the kept ones");
  return !dense;
}

Decoder Scatter(const Decoder& compact, std::span<const LayerSlots> slots) {
  const at::NoGradGuard no_grad;
  Decoder wide = compact;
  for (std::size_t i = 0; i < wide.layers.size(); ++i) {
    DecoderLayer& layer = wide.layers[i];
    for (const Projection p : kProjections) layer[p] = SpreadLinear(layer[p], slots[i]);
    wide.description.layers[i] = ShapeOf(layer, wide.description.head_dim);
  }
  return wide;
}

}  // namespace sentei::engine
