// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/mapped_file.h"
#include "core/formats/model_source.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sentei::formats {

/// A tensor under its Hugging Face name, with where its bytes lie.
struct StoredTensor {
  TensorInfo info;
  std::span<const std::byte> bytes;   ///< in one of the mapped files
  std::int64_t rotary_head_dim = 0;   ///< > 0: rows are stored in GGUF's rotary order
  float offset = 0.0F;                ///< added to every value on reading
  std::string_view stored_type = {};  ///< the file's name of the type, where it is kOther
};

/// What opening a checkpoint of any format finds out.
struct CheckpointParts {
  SourceFormat format = SourceFormat::kHfDirectory;
  std::filesystem::path path;
  std::vector<MappedFile> files;
  std::vector<std::uint64_t> header_sizes;
  nlohmann::json config;
  nlohmann::json gguf_metadata;
  std::vector<StoredTensor> tensors;
};

/// The one ModelSource: a table of stored tensors over mapped files.
class CheckpointSource final : public ModelSource {
 public:
  explicit CheckpointSource(CheckpointParts parts);

  [[nodiscard]] SourceFormat format() const override { return parts_.format; }
  [[nodiscard]] const std::filesystem::path& path() const override { return parts_.path; }
  [[nodiscard]] std::vector<std::filesystem::path> weight_files() const override;
  void CheckIntact() const override;
  [[nodiscard]] std::vector<std::uint64_t> header_sizes() const override;
  [[nodiscard]] const nlohmann::json& config() const override { return parts_.config; }
  [[nodiscard]] const nlohmann::json& gguf_metadata() const override;
  [[nodiscard]] const std::vector<TensorInfo>& tensors() const override { return infos_; }
  [[nodiscard]] std::span<const std::byte> MappedBytes(std::string_view name) const override;
  void ReadFloat32(std::string_view name, std::span<float> out) const override;
  void ReadBFloat16(std::string_view name, std::span<std::uint16_t> out) const override;

 private:
  template <typename Value, typename Convert>
  void ReadRows(std::string_view name, std::span<Value> out, Convert convert) const;
  [[nodiscard]] const StoredTensor& Stored(std::string_view name) const;

  CheckpointParts parts_;
  std::vector<TensorInfo> infos_;
  std::unordered_map<std::string_view, std::size_t> index_;  ///< views into parts_.tensors
};

/// One opener per format; paths are absolute; `path`, which stands beside a mapped file, is only
/// its name. All throw kInput.
[[nodiscard]] CheckpointParts OpenHfDirectory(const ModelFolder& folder);
[[nodiscard]] CheckpointParts OpenSafetensorsFile(MappedFile file,
                                                  const std::filesystem::path& path);
[[nodiscard]] CheckpointParts OpenGgufFile(MappedFile file, const std::filesystem::path& path);

/// Throws kInput with the remedy for a pickle file (.bin, .pt, ...), which is never opened because
/// reading one can run code.
[[noreturn]] void RefusePickle(const std::filesystem::path& path);
[[nodiscard]] bool IsPickleName(const std::filesystem::path& path);

}  // namespace sentei::formats
