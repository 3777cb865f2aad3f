// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/decoder.h"
#include "core/plan/unit_family.h"

#include <ATen/core/Tensor.h>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace sentei::engine {

/// Which positions of an axis of length `size` a smaller axis stands for. An undefined index means
/// the whole axis.
struct AxisSlots {
  at::Tensor index;       ///< ascending int64 positions
  std::int64_t size = 0;  ///< length of the larger axis
};

/// Rows and columns of the seven projections of one layer.
struct LayerSlots {
  std::array<AxisSlots, 7> rows;
  std::array<AxisSlots, 7> columns;
};

/// Kept positions of every layer, in the dense model's numbering.
[[nodiscard]] std::vector<LayerSlots> KeptSlots(std::int64_t num_layers,
                                                std::span<const plan::UnitFamily> families,
                                                const plan::KeepMask& keep);

/// Where each layer's rows and columns go when all layers get the widths of the widest: query heads
/// stay beside the KV head they share.
[[nodiscard]] std::vector<LayerSlots> PaddedSlots(const plan::ModelDescription& model);

/// True when the model's widths are those that `keep` leaves, false when they are the dense
/// model's. Throws LogicError for any other widths.
[[nodiscard]] bool IsCompact(const Decoder& model,
                             std::span<const plan::UnitFamily> families,
                             const plan::KeepMask& keep);

/// A compact fp32 model with its slices put into larger matrices of zeros: with KeptSlots the dense
/// shapes (what was pruned is zero), with PaddedSlots equal widths. LoRA factors likewise.
[[nodiscard]] Decoder Scatter(const Decoder& compact, std::span<const LayerSlots> slots);

}  // namespace sentei::engine
