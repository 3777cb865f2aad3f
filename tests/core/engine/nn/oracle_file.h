// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/formats/model_source.h"

#include <ATen/ATen.h>

#include <cstring>
#include <filesystem>
#include <memory>
#include <string>

namespace sentei::test {

/// Tensors that a Python script left in one safetensors file.
class OracleFile {
 public:
  explicit OracleFile(const std::filesystem::path& path) : source_(formats::OpenModel(path)) {}

  /// A copy, int64 or fp32 as stored.
  [[nodiscard]] at::Tensor Get(const std::string& name) const {
    const formats::TensorInfo* info = source_->Find(name);
    SENTEI_CHECK(info != nullptr, "no tensor {} in the oracle", name);
    const bool integers = info->type == formats::ElementType::kI64;
    at::Tensor tensor =
        at::empty(info->shape, at::TensorOptions().dtype(integers ? at::kLong : at::kFloat));
    const auto bytes = source_->MappedBytes(name);
    SENTEI_CHECK(bytes.size() == tensor.nbytes(), "tensor {} has {} bytes", name, bytes.size());
    std::memcpy(tensor.mutable_data_ptr(), bytes.data(), bytes.size());
    return tensor;
  }

 private:
  std::unique_ptr<formats::ModelSource> source_;
};

}  // namespace sentei::test
