// SPDX-License-Identifier: Apache-2.0
#include "core/formats/checkpoint_source.h"

#include "core/base/error.h"
#include "core/formats/convert.h"
#include "core/formats/gguf_format.h"

#include <utility>

namespace sentei::formats {

CheckpointSource::CheckpointSource(CheckpointParts parts) : parts_(std::move(parts)) {
  infos_.reserve(parts_.tensors.size());
  for (std::size_t i = 0; i < parts_.tensors.size(); ++i) {
    const TensorInfo& info = parts_.tensors[i].info;
    infos_.push_back(info);
    if (!index_.emplace(info.name, i).second) {
      ThrowInput("{} lists tensor \"{}\" twice", parts_.path.string(), info.name);
    }
  }
}

std::vector<std::filesystem::path> CheckpointSource::weight_files() const {
  std::vector<std::filesystem::path> paths;
  for (const MappedFile& file : parts_.files) paths.push_back(file.path());
  return paths;
}

void CheckpointSource::CheckIntact() const {
  for (const MappedFile& file : parts_.files) file.CheckIntact();
}

std::vector<std::uint64_t> CheckpointSource::header_sizes() const { return parts_.header_sizes; }

const nlohmann::json& CheckpointSource::gguf_metadata() const { return parts_.gguf_metadata; }

const StoredTensor& CheckpointSource::Stored(std::string_view name) const {
  const auto found = index_.find(name);
  if (found == index_.end()) {
    ThrowInput("{} has no tensor \"{}\"", parts_.path.string(), name);
  }
  return parts_.tensors[found->second];
}

std::span<const std::byte> CheckpointSource::MappedBytes(std::string_view name) const {
  const StoredTensor& tensor = Stored(name);
  const bool is_plain = !IsQuantised(tensor.info.type) && tensor.info.type != ElementType::kOther;
  const bool is_as_stored = tensor.rotary_head_dim == 0 && tensor.offset == 0.0F;
  return is_plain && is_as_stored ? tensor.bytes : std::span<const std::byte>{};
}

template <typename Value, typename Convert>
void CheckpointSource::ReadRows(std::string_view name,
                                std::span<Value> out,
                                Convert convert) const {
  const StoredTensor& tensor = Stored(name);
  if (tensor.info.type == ElementType::kOther) {
    ThrowInput("tensor \"{}\" of {} is stored as {}, which cannot be read",
               name,
               parts_.path.string(),
               tensor.stored_type);
  }
  const auto elements = static_cast<std::size_t>(tensor.info.element_count());
  SENTEI_CHECK(out.size() == elements, "room for {} of {} values", out.size(), elements);
  if (tensor.rotary_head_dim == 0 || elements == 0) {
    convert(tensor.info.type, tensor.bytes, out);
    return;
  }
  const std::int64_t rows = tensor.info.shape.front();
  const std::size_t row_values = elements / static_cast<std::size_t>(rows);
  const std::size_t row_bytes = tensor.bytes.size() / static_cast<std::size_t>(rows);
  for (std::int64_t row = 0; row < rows; ++row) {
    const auto stored_row = static_cast<std::size_t>(GgufRowOf(row, tensor.rotary_head_dim));
    convert(tensor.info.type,
            tensor.bytes.subspan(stored_row * row_bytes, row_bytes),
            out.subspan(static_cast<std::size_t>(row) * row_values, row_values));
  }
}

void CheckpointSource::ReadFloat32(std::string_view name, std::span<float> out) const {
  ReadRows(name, out, &ConvertToFloat);
  const float offset = Stored(name).offset;
  if (offset == 0.0F) return;
  for (float& value : out) value += offset;
}

void CheckpointSource::ReadBFloat16(std::string_view name, std::span<std::uint16_t> out) const {
  if (Stored(name).offset == 0.0F) return ReadRows(name, out, &ConvertToBFloat16);
  std::vector<float> values(out.size());
  ReadFloat32(name, values);
  ConvertToBFloat16(ElementType::kF32, std::as_bytes(std::span<const float>(values)), out);
}

}  // namespace sentei::formats
