// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/output_file.h"
#include "core/formats/element_type.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::formats {

/// A tensor that will be written: its name, type and shape (outermost axis first) before its bytes.
struct TensorDeclaration {
  std::string name;
  ElementType type = ElementType::kF32;
  std::vector<std::int64_t> shape;

  [[nodiscard]] std::int64_t element_count() const;
  /// As stored. Throws kInput when the rows are no whole blocks of the type.
  [[nodiscard]] std::uint64_t byte_size() const;
};

/// Checks that declared tensors arrive in order and in full. Used by all writers.
class TensorSequence {
 public:
  /// Throws kInput for a repeated name.
  explicit TensorSequence(std::vector<TensorDeclaration> tensors);

  [[nodiscard]] const std::vector<TensorDeclaration>& tensors() const { return tensors_; }
  /// The tensor whose bytes come next; throws LogicError unless that is `name`.
  [[nodiscard]] const TensorDeclaration& Expect(std::string_view name) const;
  /// Notes `bytes` more of the current tensor; true when it is complete.
  bool Advance(std::uint64_t bytes);
  [[nodiscard]] std::size_t current() const { return current_; }
  /// Throws LogicError naming the first tensor that is missing.
  void CheckComplete() const;

 private:
  void SkipEmpty();

  std::vector<TensorDeclaration> tensors_;
  std::size_t current_ = 0;
  std::uint64_t written_ = 0;  ///< bytes of the current tensor
};

using SafetensorsMetadata = std::map<std::string, std::string>;

/// One safetensors file, written front to back: all tensors are declared, then their bytes appended
/// in that order, whole or in pieces; nothing is kept in memory. A tensor must start at a multiple
/// of its element size, so declare wider types first where types are mixed. Throws kIo, kInput;
/// one object belongs to one thread.
class SafetensorsFileWriter {
 public:
  SafetensorsFileWriter(const std::filesystem::path& path,
                        std::vector<TensorDeclaration> tensors,
                        const SafetensorsMetadata& metadata,
                        FileLayer& layer = SystemFileLayer());

  void Append(std::string_view name, std::span<const std::byte> bytes);
  /// Syncs and closes; throws LogicError when a tensor is missing.
  void Finish();
  [[nodiscard]] std::uint64_t bytes_written() const { return file_.bytes_written(); }

 private:
  TensorSequence sequence_;
  OutputFile file_;
};

struct CheckpointOptions {
  std::uint64_t max_shard_bytes = 5'000'000'000;  ///< of tensor data in one file
  SafetensorsMetadata metadata = {{"format", "pt"}};
};

/// The weights of a Hugging Face folder: model.safetensors, or, where that would exceed
/// max_shard_bytes, model-00001-of-0000N.safetensors and model.safetensors.index.json. A tensor is
/// never split. Same rules as SafetensorsFileWriter.
class SafetensorsCheckpointWriter {
 public:
  SafetensorsCheckpointWriter(std::filesystem::path directory,
                              std::vector<TensorDeclaration> tensors,
                              CheckpointOptions options = {},
                              FileLayer& layer = SystemFileLayer());

  void Append(std::string_view name, std::span<const std::byte> bytes);
  void Finish();
  /// File names of the shards, in order.
  [[nodiscard]] const std::vector<std::string>& shard_names() const { return shard_names_; }
  /// Of all files together, after Finish.
  [[nodiscard]] std::uint64_t bytes_written() const { return bytes_written_; }

 private:
  void OpenNextShard();
  void FinishShard();
  void WriteIndex();

  std::filesystem::path directory_;
  CheckpointOptions options_;
  FileLayer* layer_;
  TensorSequence sequence_;
  std::vector<std::vector<TensorDeclaration>> shards_;
  std::vector<std::string> shard_names_;
  std::size_t opened_shards_ = 0;
  std::size_t opened_tensors_ = 0;  ///< in all shards opened so far
  std::unique_ptr<SafetensorsFileWriter> file_;
  std::uint64_t bytes_written_ = 0;
};

}  // namespace sentei::formats
