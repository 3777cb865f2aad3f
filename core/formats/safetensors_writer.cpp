// SPDX-License-Identifier: Apache-2.0
#include "core/formats/safetensors_writer.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace sentei::formats {
namespace {

/// The length, the JSON, and blanks so that the data starts at a multiple of eight.
std::string HeaderBytes(const std::vector<TensorDeclaration>& tensors,
                        const SafetensorsMetadata& metadata) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::uint64_t offset = 0;
  for (const TensorDeclaration& tensor : tensors) {
    const std::uint64_t size = tensor.byte_size();
    if (IsQuantised(tensor.type)) {
      ThrowInput("safetensors cannot hold {} (tensor \"{}\")", Name(tensor.type), tensor.name);
    }
    const auto element = static_cast<std::uint64_t>(BlockLayoutOf(tensor.type).bytes);
    SENTEI_CHECK(offset % element == 0, "\"{}\" would not be aligned", tensor.name);
    header[tensor.name] = {{"dtype", Name(tensor.type)},
                           {"shape", tensor.shape},
                           {"data_offsets", {offset, offset + size}}};
    offset += size;
  }
  std::string text = header.dump();
  text.append((8 - text.size() % 8) % 8, ' ');
  std::string bytes;
  for (int i = 0; i < 8; ++i) {
    bytes += static_cast<char>((text.size() >> (8 * i)) & 0xFF);
  }
  return bytes + text;
}

}  // namespace

SafetensorsFileWriter::SafetensorsFileWriter(const std::filesystem::path& path,
                                             std::vector<TensorDeclaration> tensors,
                                             const SafetensorsMetadata& metadata,
                                             FileLayer& layer)
    : sequence_(std::move(tensors)), file_(path, layer) {
  file_.Write(HeaderBytes(sequence_.tensors(), metadata));
}

void SafetensorsFileWriter::Append(std::string_view name, std::span<const std::byte> bytes) {
  static_cast<void>(sequence_.Expect(name));
  file_.Write(bytes);
  sequence_.Advance(bytes.size());
}

void SafetensorsFileWriter::Finish() {
  sequence_.CheckComplete();
  file_.Finish();
}

SafetensorsCheckpointWriter::SafetensorsCheckpointWriter(std::filesystem::path directory,
                                                         std::vector<TensorDeclaration> tensors,
                                                         CheckpointOptions options,
                                                         FileLayer& layer)
    : directory_(std::move(directory)),
      options_(std::move(options)),
      layer_(&layer),
      sequence_(tensors),
      shards_(1) {
  std::uint64_t shard_bytes = 0;
  for (TensorDeclaration& tensor : tensors) {
    const std::uint64_t size = tensor.byte_size();
    if (shard_bytes > 0 && shard_bytes + size > options_.max_shard_bytes) {
      shards_.emplace_back();
      shard_bytes = 0;
    }
    shards_.back().push_back(std::move(tensor));
    shard_bytes += size;
  }
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    shard_names_.push_back(
        shards_.size() == 1
            ? "model.safetensors"
            : fmt::format("model-{:05}-of-{:05}.safetensors", i + 1, shards_.size()));
  }
}

void SafetensorsCheckpointWriter::OpenNextShard() {
  FinishShard();
  const std::vector<TensorDeclaration>& tensors = shards_[opened_shards_];
  file_ = std::make_unique<SafetensorsFileWriter>(
      directory_ / shard_names_[opened_shards_], tensors, options_.metadata, *layer_);
  ++opened_shards_;
  opened_tensors_ += tensors.size();
}

void SafetensorsCheckpointWriter::FinishShard() {
  if (file_ == nullptr) return;
  file_->Finish();
  bytes_written_ += file_->bytes_written();
  file_.reset();
}

void SafetensorsCheckpointWriter::Append(std::string_view name, std::span<const std::byte> bytes) {
  static_cast<void>(sequence_.Expect(name));
  while (opened_tensors_ <= sequence_.current()) OpenNextShard();
  file_->Append(name, bytes);
  sequence_.Advance(bytes.size());
}

void SafetensorsCheckpointWriter::Finish() {
  sequence_.CheckComplete();
  while (opened_shards_ < shards_.size()) OpenNextShard();
  FinishShard();
  if (shards_.size() > 1) WriteIndex();
}

void SafetensorsCheckpointWriter::WriteIndex() {
  nlohmann::json weight_map = nlohmann::json::object();
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    for (const TensorDeclaration& tensor : shards_[i]) {
      weight_map[tensor.name] = shard_names_[i];
      total += tensor.byte_size();
    }
  }
  const nlohmann::json index = {{"metadata", {{"total_size", total}}}, {"weight_map", weight_map}};
  OutputFile file(directory_ / "model.safetensors.index.json", *layer_);
  file.Write(index.dump(2) + "\n");
  file.Finish();
  bytes_written_ += file.bytes_written();
}

}  // namespace sentei::formats
