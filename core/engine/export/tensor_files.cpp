// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/tensor_files.h"

#include "core/base/error.h"

#include <ATen/ATen.h>

#include <fmt/ranges.h>

#include <cstring>

namespace sentei::engine {
namespace {

const formats::TensorInfo& Checked(const formats::ModelSource& source,
                                   const std::string& name,
                                   const std::vector<std::int64_t>& shape) {
  const formats::TensorInfo* info = source.Find(name);
  if (info == nullptr) {
    ThrowInput("{} lacks the tensor \"{}\"", source.path().string(), name);
  }
  if (info->shape != shape) {
    ThrowInput("tensor \"{}\" of {} has the shape [{}] instead of [{}]",
               name,
               source.path().string(),
               fmt::join(info->shape, ", "),
               fmt::join(shape, ", "));
  }
  return *info;
}

}  // namespace

at::Tensor ReadFloats(const formats::ModelSource& source,
                      const std::string& name,
                      const std::vector<std::int64_t>& shape) {
  static_cast<void>(Checked(source, name, shape));
  at::Tensor values = at::empty(shape, at::TensorOptions().dtype(at::kFloat));
  source.ReadFloat32(name,
                     {values.mutable_data_ptr<float>(), static_cast<std::size_t>(values.numel())});
  return values;
}

at::Tensor ReadInt64(const formats::ModelSource& source,
                     const std::string& name,
                     const std::vector<std::int64_t>& shape) {
  const formats::TensorInfo& info = Checked(source, name, shape);
  const std::span<const std::byte> bytes = source.MappedBytes(name);
  at::Tensor values = at::empty(shape, at::TensorOptions().dtype(at::kLong));
  if (info.type != formats::ElementType::kI64 || bytes.size() != values.nbytes()) {
    ThrowInput("tensor \"{}\" of {} is stored as {} instead of I64",
               name,
               source.path().string(),
               formats::Name(info.type));
  }
  std::memcpy(values.mutable_data_ptr(), bytes.data(), bytes.size());
  return values;
}

}  // namespace sentei::engine
