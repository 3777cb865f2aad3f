// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/decoder.h"
#include "core/plan/unit_family.h"

#include <memory>

namespace sentei::engine {

enum class LoraOnCompaction : std::uint8_t {
  kMerge,  ///< W' = W + s·B·A in fp32, rounded once to `dtype`; the result has no LoRA
  kSlice,  ///< W stays unmerged; A and B lose the same columns and rows
};

/// The smaller decoder: masked units cut out physically, per-layer widths set, masks gone. Rows of
/// the opening projections (and their biases) and columns of the closing one are selected by kept
/// unit ids, ascending; the closing bias stays. Tensors that lose nothing and need no rounding are
/// shared with `model`, which stays as it is. `families` and `keep` as in UnitMasks.
[[nodiscard]] std::unique_ptr<Decoder> Compact(const Decoder& model,
                                               const std::vector<plan::UnitFamily>& families,
                                               const plan::KeepMask& keep,
                                               LoraOnCompaction lora,
                                               at::ScalarType dtype);

}  // namespace sentei::engine
