// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/element_type.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::formats {

/// One tensor as a checkpoint lists it, under its Hugging Face name and orientation.
struct TensorInfo {
  std::string name;
  ElementType type = ElementType::kF32;
  std::vector<std::int64_t>
      shape;                    ///< row-major, outermost axis first: [out_features, in_features]
  std::uint64_t byte_size = 0;  ///< as stored (quantised blocks for GGUF)

  [[nodiscard]] std::int64_t element_count() const;
};

class ModelFolder;

enum class SourceFormat : std::uint8_t { kHfDirectory, kGguf, kSafetensorsFile };

/// An opened checkpoint: a Hugging Face directory (single or sharded safetensors), a GGUF file, or
/// one safetensors file without a configuration. Opening reads headers only; tensor data stays
/// memory-mapped. GGUF names, axis order and q/k rotary row order are presented as Hugging Face has
/// them, so that nothing above this interface knows which file it came from.
/// Immutable after opening; all members may be called from several threads.
class ModelSource {
 public:
  virtual ~ModelSource() = default;
  ModelSource(const ModelSource&) = delete;
  ModelSource& operator=(const ModelSource&) = delete;

  [[nodiscard]] virtual SourceFormat format() const = 0;
  /// The directory or file that was opened, as an absolute path.
  [[nodiscard]] virtual const std::filesystem::path& path() const = 0;
  /// Every file the weights come from, in shard order.
  [[nodiscard]] virtual std::vector<std::filesystem::path> weight_files() const = 0;
  /// Throws kInput when a weight file changed since it was opened (see MappedFile::CheckIntact):
  /// call before anything computed from the weights is told or written. One system call a file.
  virtual void CheckIntact() const {}
  /// Bytes before the first tensor's data in each of weight_files(); part of the model id.
  [[nodiscard]] virtual std::vector<std::uint64_t> header_sizes() const { return {}; }
  /// config.json, or its equivalent made from GGUF metadata; null for a lone safetensors file.
  [[nodiscard]] virtual const nlohmann::json& config() const = 0;
  /// GGUF key/value metadata as JSON (arrays included); null otherwise. Strings hold the file's
  /// bytes, which need not be UTF-8: dump with error_handler_t::replace.
  [[nodiscard]] virtual const nlohmann::json& gguf_metadata() const = 0;
  /// All tensors in file order. A tied output matrix is not listed.
  [[nodiscard]] virtual const std::vector<TensorInfo>& tensors() const = 0;

  /// nullptr when there is no tensor of that name.
  [[nodiscard]] const TensorInfo* Find(std::string_view name) const;
  /// The mapped bytes of a tensor stored plainly (F32, F16, BF16, ...) in Hugging Face order; an
  /// empty span when it has to be converted (quantised, or rows that must be un-permuted). The
  /// address need not be aligned to the element size. Valid as long as the source.
  [[nodiscard]] virtual std::span<const std::byte> MappedBytes(std::string_view name) const = 0;
  /// Converts or dequantises a whole tensor; `out` must hold element_count() values. Throws kInput.
  virtual void ReadFloat32(std::string_view name, std::span<float> out) const = 0;
  /// As ReadFloat32, each value rounded to nearest-even bfloat16 (bit pattern).
  virtual void ReadBFloat16(std::string_view name, std::span<std::uint16_t> out) const = 0;

 protected:
  ModelSource() = default;
};

/// Opens a directory, `.gguf` or `.safetensors` file. Throws Error{kInput} with one sentence that
/// names the file and what is wrong with it.
[[nodiscard]] std::unique_ptr<ModelSource> OpenModel(const std::filesystem::path& path);
/// The model in a folder that is part of another and may not leave it; throws as OpenModel.
[[nodiscard]] std::unique_ptr<ModelSource> OpenModel(const ModelFolder& folder);
/// A `.gguf` or `.safetensors` file of a folder that is not trusted; throws as OpenModel.
[[nodiscard]] std::unique_ptr<ModelSource> OpenModel(const ModelFolder& folder,
                                                     std::string_view name);

/// SHA-256 (hex) over each weight file's size, header and 64 evenly spaced 4-KiB blocks (the first
/// and last included; the whole data of a file no larger than those): cheap, and stable across
/// copies and renames of the folder. Throws kInput when a file changed since it was opened.
[[nodiscard]] std::string ModelId(const ModelSource& source);

/// SHA-256 (hex) over every byte of every weight file, in shard order. Throws as ModelId.
[[nodiscard]] std::string FullHash(const ModelSource& source);

}  // namespace sentei::formats
