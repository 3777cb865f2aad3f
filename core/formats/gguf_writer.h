// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/output_file.h"
#include "core/formats/gguf_format.h"
#include "core/formats/safetensors_writer.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::formats {

/// One metadata entry with the type that readers expect by habit: text, bool, u32 for whole numbers
/// from 0 (u64, i32 or i64 where that is too narrow), f32 for others; a list takes the type that
/// all its items fit. Throws kInput for null, objects, lists of lists and mixed lists.
[[nodiscard]] GgufEntry MakeGgufEntry(std::string key, nlohmann::json value);

/// All metadata of a GGUF file in order and with its types, to be carried over. Throws kInput.
[[nodiscard]] std::vector<GgufEntry> ReadGgufEntries(const std::filesystem::path& path);

/// Replaces the entry of the same key, or appends.
void SetGgufEntry(std::vector<GgufEntry>& entries, GgufEntry entry);

/// A GGUF file of version 3, written front to back: metadata and all tensors are declared (under
/// GGUF names, shapes outermost first), then values appended in that order, whole or in whole rows.
/// Tensors are F32, F16, BF16 or Q8_0, aligned to general.alignment or 32. Throws kIo, kInput; one
/// object belongs to one thread.
class GgufWriter {
 public:
  GgufWriter(const std::filesystem::path& path,
             const std::vector<GgufEntry>& metadata,
             std::vector<TensorDeclaration> tensors,
             FileLayer& layer = SystemFileLayer());

  /// Converts to the declared type (nearest-even; Q8_0 as QuantiseQ8_0).
  void AppendFloats(std::string_view name, std::span<const float> values);
  /// Bytes that are in the declared type already.
  void AppendStored(std::string_view name, std::span<const std::byte> bytes);
  void Finish();
  [[nodiscard]] std::uint64_t bytes_written() const { return file_.bytes_written(); }

 private:
  TensorSequence sequence_;
  std::uint64_t alignment_;
  OutputFile file_;
};

/// The rows of a q or k matrix (or bias, row_values 1) in GGUF's rotary order: `values` holds
/// rows of `row_values` numbers in Hugging Face order. The inverse of what the reader does.
[[nodiscard]] std::vector<float> ToGgufRowOrder(std::span<const float> values,
                                                std::int64_t row_values,
                                                std::int64_t head_dim);

}  // namespace sentei::formats
