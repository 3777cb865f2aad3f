// SPDX-License-Identifier: Apache-2.0
// Opens GGUF files and presents them under Hugging Face names.
#include "core/base/error.h"
#include "core/formats/checkpoint_source.h"
#include "core/formats/gguf_config.h"
#include "core/formats/gguf_reader.h"

#include <algorithm>
#include <string>
#include <utility>

namespace sentei::formats {
namespace {

StoredTensor ToStored(const GgufTensor& tensor, std::span<const std::byte> file) {
  return {.info = {.name = tensor.name,
                   .type = tensor.type->type,
                   .shape = tensor.shape,
                   .byte_size = tensor.byte_size},
          .bytes = file.subspan(tensor.offset, tensor.byte_size),
          .rotary_head_dim = 0,
          .offset = 0.0F,
          .stored_type = tensor.type->name};
}

bool IsRopeTensor(std::string_view name) {
  return name == kRopeFrequencies || name == kRopeShortFactors || name == kRopeLongFactors;
}

/// Rotary rows of q and k, weights and biases alike.
std::int64_t RotaryHeadDim(const StoredTensor& tensor,
                           std::int64_t head_dim,
                           std::string_view file_name) {
  if (!HasRotaryRows(tensor.info.name)) return 0;
  if (tensor.info.shape.empty() || tensor.info.shape.front() % head_dim != 0) {
    ThrowInput("{} cannot be used: the rows of {} are no whole heads of {}",
               file_name,
               tensor.info.name,
               head_dim);
  }
  return head_dim;
}

/// Names and order of Hugging Face; the rotary factors went into the configuration.
void PresentAsHf(CheckpointParts& parts, const GgufFamily& family, std::string_view file_name) {
  const std::int64_t head_dim = parts.config.at("head_dim").get<std::int64_t>();
  std::vector<StoredTensor> renamed;
  for (StoredTensor& tensor : parts.tensors) {
    if (IsRopeTensor(tensor.info.name)) continue;
    tensor.info.name = HfTensorName(tensor.info.name, family).value_or(tensor.info.name);
    if (family.permutes_rotary_rows) {
      tensor.rotary_head_dim = RotaryHeadDim(tensor, head_dim, file_name);
    }
    if (family.adds_one_to_norms && IsNormWeight(tensor.info.name)) tensor.offset = -1.0F;
    renamed.push_back(std::move(tensor));
  }
  parts.tensors = std::move(renamed);
}

}  // namespace

CheckpointParts OpenGgufFile(MappedFile file, const std::filesystem::path& path) {
  GgufHeader header = ParseGgufHeader(file.bytes(), path.string());
  CheckpointParts parts;
  parts.format = SourceFormat::kGguf;
  parts.path = path;
  parts.header_sizes = {std::min(header.data_start, file.size())};
  parts.config = ConfigFromGguf({.header = header, .bytes = file.bytes(), .name = path.native()});
  for (const GgufTensor& tensor : header.tensors) {
    parts.tensors.push_back(ToStored(tensor, file.bytes()));
  }
  if (const GgufFamily* family = FamilyOf(header)) PresentAsHf(parts, *family, path.string());
  parts.gguf_metadata = nlohmann::json::object();
  for (GgufEntry& entry : header.entries) {
    parts.gguf_metadata[entry.key] = std::move(entry.value);
  }
  parts.files.push_back(std::move(file));
  return parts;
}

}  // namespace sentei::formats
