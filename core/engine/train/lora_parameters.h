// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/decoder.h"
#include "core/engine/prune/masks.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace sentei::engine {

/// All LoRA factors of a decoder in one flat tensor, and their gradients in another, so that
/// clipping and the optimizer are a few passes over memory. The decoder's lora_a and lora_b become
/// leaf views of it; backward accumulates straight into gradients(). Belongs to the run's thread.
class LoraParameters {
 public:
  /// Throws LogicError when no projection has LoRA. The decoder must outlive this object.
  explicit LoraParameters(Decoder& model);

  [[nodiscard]] const at::Tensor& values() const { return values_; }        ///< [n]
  [[nodiscard]] const at::Tensor& gradients() const { return gradients_; }  ///< [n]
  void ZeroGradients();

  /// The factors' place in a flat tensor shaped like values(), such as an optimizer's moments.
  [[nodiscard]] FactorPair ViewOf(const at::Tensor& flat,
                                  std::int64_t layer,
                                  plan::Projection projection) const;
  /// The layer nearest to the output whose gradient is not finite: where backward broke.
  [[nodiscard]] std::optional<std::int64_t> LastLayerWithNonFiniteGradient() const;

 private:
  struct Slot {
    std::int64_t layer = 0;
    plan::Projection projection = plan::Projection::kQ;
    std::int64_t offset = 0;  ///< of A; B follows
    std::vector<std::int64_t> a_shape;
    std::vector<std::int64_t> b_shape;
  };
  void Adopt(Decoder& model);

  std::vector<Slot> slots_;
  at::Tensor values_;
  at::Tensor gradients_;
};

}  // namespace sentei::engine
