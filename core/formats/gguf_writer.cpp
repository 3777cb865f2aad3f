// SPDX-License-Identifier: Apache-2.0
#include "core/formats/gguf_writer.h"

#include "core/base/error.h"
#include "core/base/half.h"
#include "core/formats/convert.h"
#include "core/formats/gguf_metadata_writer.h"

#include <algorithm>
#include <utility>

namespace sentei::formats {
namespace {

constexpr std::uint32_t kVersion = 3;
constexpr std::size_t kChunkValues = 1 << 16;

std::uint64_t AlignmentOf(const std::vector<GgufEntry>& metadata) {
  const auto found = std::find_if(metadata.begin(), metadata.end(), [](const GgufEntry& entry) {
    return entry.key == "general.alignment";
  });
  if (found == metadata.end()) return kGgufDefaultAlignment;
  const bool is_whole = found->type == GgufType::kU32 && found->value.is_number_integer();
  const std::int64_t alignment = is_whole ? found->value.get<std::int64_t>() : 0;
  if (alignment <= 0 || (alignment & (alignment - 1)) != 0) {
    ThrowInput("general.alignment must be a power of two");
  }
  return static_cast<std::uint64_t>(alignment);
}

std::string TensorBytes(const TensorDeclaration& tensor, std::uint64_t offset) {
  const GgmlType* type = FindGgmlType(tensor.type);
  if (type == nullptr) {
    ThrowInput("GGUF cannot hold {} (tensor \"{}\")", Name(tensor.type), tensor.name);
  }
  std::string bytes = GgufStringBytes(tensor.name) +
                      LittleEndianBytes(static_cast<std::uint32_t>(tensor.shape.size()));
  for (auto size = tensor.shape.rbegin(); size != tensor.shape.rend(); ++size) {
    bytes += LittleEndianBytes(static_cast<std::uint64_t>(*size));
  }
  return bytes + LittleEndianBytes(type->id) + LittleEndianBytes(offset);
}

std::string HeaderBytes(const std::vector<GgufEntry>& metadata,
                        const std::vector<TensorDeclaration>& tensors,
                        std::uint64_t alignment) {
  std::string bytes = "GGUF" + LittleEndianBytes(kVersion) +
                      LittleEndianBytes(static_cast<std::uint64_t>(tensors.size())) +
                      LittleEndianBytes(static_cast<std::uint64_t>(metadata.size()));
  for (const GgufEntry& entry : metadata) bytes += GgufEntryBytes(entry);
  std::uint64_t offset = 0;
  for (const TensorDeclaration& tensor : tensors) {
    bytes += TensorBytes(tensor, offset);
    offset += (tensor.byte_size() + alignment - 1) / alignment * alignment;
  }
  return bytes;
}

std::vector<std::byte> Convert(std::span<const float> values, const TensorDeclaration& tensor) {
  const BlockLayout layout = BlockLayoutOf(tensor.type);
  const auto per_block = static_cast<std::size_t>(layout.elements);
  SENTEI_CHECK(values.size() % per_block == 0, "{} values of \"{}\"", values.size(), tensor.name);
  std::vector<std::byte> stored(values.size() / per_block * static_cast<std::size_t>(layout.bytes));
  const auto halves = [&] {
    return std::span(reinterpret_cast<std::uint16_t*>(stored.data()), values.size());
  };
  switch (tensor.type) {
    case ElementType::kF16:
      FloatToF16(values, halves());
      break;
    case ElementType::kBF16:
      FloatToBF16(values, halves());
      break;
    case ElementType::kQ8_0:
      QuantiseQ8_0(values, stored);
      break;
    default:
      ThrowInput("numbers cannot be written as {} (tensor \"{}\")", Name(tensor.type), tensor.name);
  }
  return stored;
}

}  // namespace

GgufWriter::GgufWriter(const std::filesystem::path& path,
                       const std::vector<GgufEntry>& metadata,
                       std::vector<TensorDeclaration> tensors,
                       FileLayer& layer)
    : sequence_(std::move(tensors)), alignment_(AlignmentOf(metadata)), file_(path, layer) {
  file_.Write(HeaderBytes(metadata, sequence_.tensors(), alignment_));
  file_.PadTo(alignment_);
}

void GgufWriter::AppendFloats(std::string_view name, std::span<const float> values) {
  const TensorDeclaration& tensor = sequence_.Expect(name);
  if (tensor.type == ElementType::kF32) return AppendStored(name, std::as_bytes(values));
  while (!values.empty()) {
    const std::size_t count = std::min(values.size(), kChunkValues);
    AppendStored(name, Convert(values.first(count), tensor));
    values = values.subspan(count);
  }
}

void GgufWriter::AppendStored(std::string_view name, std::span<const std::byte> bytes) {
  static_cast<void>(sequence_.Expect(name));
  file_.Write(bytes);
  if (sequence_.Advance(bytes.size())) file_.PadTo(alignment_);
}

void GgufWriter::Finish() {
  sequence_.CheckComplete();
  file_.Finish();
}

std::vector<float> ToGgufRowOrder(std::span<const float> values,
                                  std::int64_t row_values,
                                  std::int64_t head_dim) {
  const auto width = static_cast<std::size_t>(row_values);
  SENTEI_CHECK(
      width > 0 && values.size() % width == 0, "{} values in rows of {}", values.size(), width);
  const auto rows = static_cast<std::int64_t>(values.size() / width);
  SENTEI_CHECK(head_dim > 0 && head_dim % 2 == 0 && rows % head_dim == 0,
               "{} rows in heads of {}",
               rows,
               head_dim);
  std::vector<float> ordered(values.size());
  for (std::int64_t row = 0; row < rows; ++row) {
    const auto from = values.subspan(static_cast<std::size_t>(row) * width, width);
    const auto to = static_cast<std::size_t>(GgufRowOf(row, head_dim)) * width;
    std::copy(from.begin(), from.end(), ordered.begin() + static_cast<std::ptrdiff_t>(to));
  }
  return ordered;
}

}  // namespace sentei::formats
