// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/export/export_request.h"
#include "core/engine/nn/decoder.h"
#include "core/formats/element_type.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <vector>

namespace sentei::engine {

/// The weights that the profile writes, in fp32 on the CPU and in the profile's shapes and
/// model_type: pruned units sliced away or zeroed, LoRA merged (profile adapter: kept apart).
/// Throws kUsage when the widths do not fit the profile.
[[nodiscard]] Decoder Reduce(const ExportRequest& request);

/// How a profile stores a tensor with that many axes.
[[nodiscard]] formats::ElementType StorageType(plan::ExportProfile profile,
                                               plan::ExportDType dtype,
                                               std::int64_t axes);

/// The same model with every weight rounded to what the file will hold, in fp32: the reference of
/// verification. Throws kUsage naming the tensor whose values do not fit the type.
[[nodiscard]] Decoder RoundWeights(Decoder model,
                                   plan::ExportProfile profile,
                                   plan::ExportDType dtype);

/// A weight under its Hugging Face name.
struct NamedTensor {
  std::string name;
  std::vector<std::int64_t> shape;
  std::vector<at::Tensor> parts;  ///< fp32, one after another along the first axis

  [[nodiscard]] std::int64_t axes() const { return static_cast<std::int64_t>(shape.size()); }
  /// All parts as one tensor; made anew where there are several.
  [[nodiscard]] at::Tensor Values() const;
};

/// All weights in the order of Hugging Face checkpoints; a tied output matrix is not listed, nor
/// are LoRA factors.
[[nodiscard]] std::vector<NamedTensor> ListWeights(const Decoder& model);

}  // namespace sentei::engine
