// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/decoder.h"
#include "core/engine/prune/masks.h"
#include "core/plan/unit_family.h"
#include "tests/support/tiny_models.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace sentei::engine::testing {

enum class Path : std::uint8_t {
  kFused,  ///< what runs use
  kPlain,  ///< separate operations, differentiated by autograd
};

/// A random decoder with trained-looking LoRA in one dtype.
[[nodiscard]] std::unique_ptr<Decoder> LoraModel(const test::TinyModel& tiny, at::ScalarType dtype);

/// Mean loss and its backward; gradients land in the leaves of `model`.
double Backward(const Decoder& model,
                const at::Tensor& ids,
                Path path,
                GradientSink* sink = nullptr);
[[nodiscard]] at::Tensor LossOf(const Decoder& model, const at::Tensor& ids, Path path);

/// Logits of all positions, fp32 or fp64.
[[nodiscard]] at::Tensor LogitsOf(const Decoder& model, const at::Tensor& ids);

/// dL/dW of every projection by autograd on the plain path.
using WeightGradients = std::map<std::pair<std::int64_t, plan::Projection>, at::Tensor>;
[[nodiscard]] WeightGradients AutogradWeightGradients(const Decoder& model, const at::Tensor& ids);

/// W + s·B·A in the dtype of the model.
[[nodiscard]] at::Tensor Merged(const LoraLinear& linear);

/// Every third unit of every family dropped, never the whole family; query stripes lose the same
/// number of heads in every group.
[[nodiscard]] plan::KeepMask SomeDropped(const std::vector<plan::UnitFamily>& families);

/// max |a - b|.
[[nodiscard]] double MaxDiff(const at::Tensor& a, const at::Tensor& b);

}  // namespace sentei::engine::testing
