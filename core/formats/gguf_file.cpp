// SPDX-License-Identifier: Apache-2.0
// Opens GGUF files and presents them under Hugging Face names.
#include "core/base/error.h"
#include "core/formats/checkpoint_source.h"
#include "core/formats/convert.h"
#include "core/formats/gguf_llama_config.h"
#include "core/formats/gguf_reader.h"

#include <algorithm>
#include <string>
#include <utility>

namespace sentei::formats {
namespace {

constexpr std::string_view kRopeFrequencies = "rope_freqs.weight";

StoredTensor ToStored(const GgufTensor& tensor, std::span<const std::byte> file) {
  return {.info = {.name = tensor.name,
                   .type = tensor.type->type,
                   .shape = tensor.shape,
                   .byte_size = tensor.byte_size},
          .bytes = file.subspan(tensor.offset, tensor.byte_size),
          .rotary_head_dim = 0,
          .stored_type = tensor.type->name};
}

/// Factors of one leave the rotary frequencies as they are; others are a scaling of their own.
void CheckRopeFrequencies(const StoredTensor& tensor, std::string_view file_name) {
  std::vector<float> factors(static_cast<std::size_t>(tensor.info.element_count()));
  const bool is_plain = tensor.info.type == ElementType::kF32;
  if (is_plain) ConvertToFloat(tensor.info.type, tensor.bytes, factors);
  if (!is_plain || std::any_of(factors.begin(), factors.end(), [](float f) { return f != 1.0F; })) {
    ThrowInput("{} cannot be used: {} scales the rotary frequencies, which is not supported yet",
               file_name,
               kRopeFrequencies);
  }
}

/// Rotary rows of q and k, weights and biases alike.
std::int64_t RotaryHeadDim(const StoredTensor& tensor,
                           std::int64_t head_dim,
                           std::string_view file_name) {
  const std::string& name = tensor.info.name;
  const bool is_rotary = name.find(".self_attn.q_proj.") != std::string::npos ||
                         name.find(".self_attn.k_proj.") != std::string::npos;
  if (!is_rotary) return 0;
  if (tensor.info.shape.empty() || tensor.info.shape.front() % head_dim != 0) {
    ThrowInput(
        "{} cannot be used: the rows of {} are no whole heads of {}", file_name, name, head_dim);
  }
  return head_dim;
}

void RenameToHf(CheckpointParts& parts, std::string_view file_name) {
  const std::int64_t head_dim = parts.config.at("head_dim").get<std::int64_t>();
  std::vector<StoredTensor> renamed;
  for (StoredTensor& tensor : parts.tensors) {
    if (tensor.info.name == kRopeFrequencies) {
      CheckRopeFrequencies(tensor, file_name);
      continue;
    }
    tensor.info.name = HfTensorName(tensor.info.name).value_or(tensor.info.name);
    tensor.rotary_head_dim = RotaryHeadDim(tensor, head_dim, file_name);
    renamed.push_back(std::move(tensor));
  }
  parts.tensors = std::move(renamed);
}

}  // namespace

CheckpointParts OpenGgufFile(const std::filesystem::path& path) {
  MappedFile file(path);
  GgufHeader header = ParseGgufHeader(file.bytes(), path.string());
  CheckpointParts parts;
  parts.format = SourceFormat::kGguf;
  parts.path = path;
  parts.header_sizes = {std::min(header.data_start, file.size())};
  parts.config = ConfigFromGguf(header, path.string());
  for (const GgufTensor& tensor : header.tensors) {
    parts.tensors.push_back(ToStored(tensor, file.bytes()));
  }
  if (IsLlamaArchitecture(header)) RenameToHf(parts, path.string());
  parts.gguf_metadata = nlohmann::json::object();
  for (GgufEntry& entry : header.entries) {
    parts.gguf_metadata[entry.key] = std::move(entry.value);
  }
  parts.files.push_back(std::move(file));
  return parts;
}

}  // namespace sentei::formats
