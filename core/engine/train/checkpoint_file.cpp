// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/checkpoint_file.h"

#include "core/base/error.h"
#include "core/base/mapped_file.h"
#include "core/formats/safetensors_reader.h"
#include "core/formats/safetensors_writer.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstring>

namespace sentei::engine {
namespace {

struct TypePair {
  at::ScalarType scalar;
  formats::ElementType element;
};
// Widest first: a tensor must start at a multiple of its element size.
constexpr TypePair kTypes[] = {{at::kDouble, formats::ElementType::kF64},
                               {at::kFloat, formats::ElementType::kF32},
                               {at::kBFloat16, formats::ElementType::kBF16},
                               {at::kByte, formats::ElementType::kU8}};

std::span<const std::byte> BytesOf(const at::Tensor& tensor) {
  return {static_cast<const std::byte*>(tensor.const_data_ptr()), tensor.nbytes()};
}

at::ScalarType ScalarOf(formats::ElementType element, const std::string& name) {
  for (const TypePair& pair : kTypes) {
    if (pair.element == element) return pair.scalar;
  }
  ThrowInput("tensor {} of a checkpoint has the type {}", name, formats::Name(element));
}

}  // namespace

std::uint64_t WriteTensors(const std::filesystem::path& path, const TensorMap& tensors) {
  std::vector<formats::TensorDeclaration> declared;
  for (const TypePair& pair : kTypes) {
    for (const auto& [name, tensor] : tensors) {
      if (tensor.scalar_type() != pair.scalar) continue;
      declared.push_back({name, pair.element, tensor.sizes().vec()});
    }
  }
  SENTEI_CHECK(declared.size() == tensors.size(), "a tensor's type cannot be saved");
  formats::SafetensorsFileWriter writer(path, declared, {});
  for (const formats::TensorDeclaration& tensor : declared) {
    writer.Append(tensor.name, BytesOf(tensors.at(tensor.name)));
  }
  writer.Finish();
  return writer.bytes_written();
}

TensorMap ReadTensors(const std::filesystem::path& path) {
  const MappedFile file(path);
  const auto header = formats::ParseSafetensorsHeader(file.bytes(), path.string());
  TensorMap tensors;
  for (const formats::SafetensorsEntry& entry : header.entries) {
    const at::ScalarType type = ScalarOf(entry.info.type, entry.info.name);
    at::Tensor tensor = at::empty(entry.info.shape, type);
    const auto source = file.bytes().subspan(entry.offset, entry.info.byte_size);
    if (!source.empty()) std::memcpy(tensor.data_ptr(), source.data(), source.size());
    tensors.emplace(entry.info.name, std::move(tensor));
  }
  file.CheckIntact();
  return tensors;
}

}  // namespace sentei::engine
