// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/model_source.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace sentei::engine {

/// A tensor of an opened file in the shape it must have, as fp32. Throws kInput naming file and
/// tensor when it is absent or shaped otherwise.
[[nodiscard]] at::Tensor ReadFloats(const formats::ModelSource& source,
                                    const std::string& name,
                                    const std::vector<std::int64_t>& shape);
/// The same for int64 tensors; any other stored type throws kInput.
[[nodiscard]] at::Tensor ReadInt64(const formats::ModelSource& source,
                                   const std::string& name,
                                   const std::vector<std::int64_t>& shape);

}  // namespace sentei::engine
