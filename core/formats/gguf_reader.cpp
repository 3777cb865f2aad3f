// SPDX-License-Identifier: Apache-2.0
#include "core/formats/gguf_reader.h"

#include "core/base/error.h"
#include "core/base/utf8.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <unordered_set>
#include <utility>

namespace sentei::formats {
namespace {

constexpr std::array<char, 4> kMagic = {'G', 'G', 'U', 'F'};
// What the metadata of one file may hold: an element takes many times its bytes in memory. The
// largest vocabularies have a quarter of a million tokens in four arrays.
constexpr std::uint64_t kMaxElements = std::uint64_t{1} << 23;
constexpr std::uint64_t kMaxStringBytes = std::uint64_t{1} << 24;
constexpr std::uint64_t kMaxNames = std::uint64_t{1} << 20;  // keys, and tensors
constexpr std::uint32_t kMaxDimensions = 8;
constexpr int kMaxArrayDepth = 4;
constexpr std::uint64_t kMaxAlignment = std::uint64_t{1} << 20;

/// The shortest decimal that rounds to `value`, as a double.
double ShortestDecimal(float value) {
  return std::strtod(fmt::format("{}", value).c_str(), nullptr);
}

/// Reads little-endian values front to back and never past the end.
class Cursor {
 public:
  Cursor(std::span<const std::byte> file, std::string_view name) : file_(file), name_(name) {}

  [[nodiscard]] std::uint64_t offset() const { return offset_; }
  [[nodiscard]] std::uint64_t remaining() const { return file_.size() - offset_; }
  [[nodiscard]] std::string_view name() const { return name_; }

  template <typename T>
  [[nodiscard]] T Read() {
    T value{};
    std::memcpy(&value, Take(sizeof(T)).data(), sizeof(T));
    return value;
  }

  [[nodiscard]] std::string ReadString() {
    const auto length = Read<std::uint64_t>();
    if (length > kMaxStringBytes && length <= remaining()) {
      Refuse(fmt::format("a text of {} bytes is too long", length));
    }
    const std::span<const std::byte> bytes = Take(length);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

  /// A number of items that take at least `bytes_each`, so that it cannot exceed what follows.
  [[nodiscard]] std::uint64_t ReadCount(std::uint64_t bytes_each, std::string_view of_what) {
    const auto count = Read<std::uint64_t>();
    if (count > remaining() / bytes_each) {
      Refuse(fmt::format("it announces {} {}, more than the file can hold", count, of_what));
    }
    return count;
  }

  /// Counts `count` more elements of metadata arrays.
  void NoteElements(std::uint64_t count) {
    elements_ += count;
    if (elements_ > kMaxElements) {
      Refuse(fmt::format("metadata arrays of {} elements are too long", elements_));
    }
  }

  [[noreturn]] void Refuse(std::string_view problem) const {
    ThrowInput("{} is no sound GGUF file: {}", name_, problem);
  }

 private:
  std::span<const std::byte> Take(std::uint64_t bytes) {
    if (bytes > remaining()) {
      Refuse(fmt::format(
          "it ends at byte {}, but {} bytes were to follow byte {}", file_.size(), bytes, offset_));
    }
    const auto taken = file_.subspan(offset_, bytes);
    offset_ += bytes;
    return taken;
  }

  std::span<const std::byte> file_;
  std::string_view name_;
  std::uint64_t offset_ = 0;
  std::uint64_t elements_ = 0;
};

std::uint64_t SmallestSize(GgufType type) {
  switch (type) {
    case GgufType::kU8:
    case GgufType::kI8:
    case GgufType::kBool:
      return 1;
    case GgufType::kU16:
    case GgufType::kI16:
      return 2;
    case GgufType::kU32:
    case GgufType::kI32:
    case GgufType::kF32:
      return 4;
    case GgufType::kString:
    case GgufType::kU64:
    case GgufType::kI64:
    case GgufType::kF64:
      return 8;
    case GgufType::kArray:
      return 12;
  }
  return 1;
}

GgufType ReadType(Cursor& in) {
  const auto type = in.Read<std::uint32_t>();
  if (type > static_cast<std::uint32_t>(GgufType::kF64)) {
    in.Refuse(fmt::format("metadata of unknown type {} before byte {}", type, in.offset()));
  }
  return static_cast<GgufType>(type);
}

nlohmann::json ReadValue(Cursor& in, GgufType type, int depth);

nlohmann::json ReadArray(Cursor& in, GgufType element_type, int depth) {
  if (depth >= kMaxArrayDepth) in.Refuse("its metadata arrays are nested too deep");
  const std::uint64_t count = in.ReadCount(SmallestSize(element_type), "array elements");
  in.NoteElements(count);
  nlohmann::json::array_t values;
  for (std::uint64_t i = 0; i < count; ++i) values.push_back(ReadValue(in, element_type, depth));
  return values;
}

nlohmann::json ReadValue(Cursor& in, GgufType type, int depth) {
  switch (type) {
    case GgufType::kU8:
      return in.Read<std::uint8_t>();
    case GgufType::kI8:
      return in.Read<std::int8_t>();
    case GgufType::kU16:
      return in.Read<std::uint16_t>();
    case GgufType::kI16:
      return in.Read<std::int16_t>();
    case GgufType::kU32:
      return in.Read<std::uint32_t>();
    case GgufType::kI32:
      return in.Read<std::int32_t>();
    case GgufType::kF32:
      return ShortestDecimal(in.Read<float>());
    case GgufType::kBool:
      return in.Read<std::uint8_t>() != 0;
    case GgufType::kString:
      return in.ReadString();
    case GgufType::kU64:
      return in.Read<std::uint64_t>();
    case GgufType::kI64:
      return in.Read<std::int64_t>();
    case GgufType::kF64:
      return in.Read<double>();
    case GgufType::kArray:
      return ReadArray(in, ReadType(in), depth + 1);
  }
  in.Refuse("metadata of unknown type");
}

std::string ReadName(Cursor& in, std::string_view of_what) {
  std::string name = in.ReadString();
  if (!IsUtf8(name)) in.Refuse(fmt::format("the name of a {} is no UTF-8 text", of_what));
  return name;
}

std::vector<GgufEntry> ReadEntries(Cursor& in, std::uint64_t count) {
  std::vector<GgufEntry> entries;
  std::unordered_set<std::string> seen;
  for (std::uint64_t i = 0; i < count; ++i) {
    GgufEntry entry;
    entry.key = ReadName(in, "metadata key");
    if (!seen.insert(entry.key).second) in.Refuse(fmt::format("two keys \"{}\"", entry.key));
    entry.type = ReadType(in);
    if (entry.type == GgufType::kArray) {
      entry.element_type = ReadType(in);
      entry.value = ReadArray(in, entry.element_type, 1);
    } else {
      entry.value = ReadValue(in, entry.type, 0);
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

void SetSizes(Cursor& in, GgufTensor& tensor) {
  std::uint64_t elements = 1;
  for (const std::int64_t size : tensor.shape) {
    if (__builtin_mul_overflow(elements, static_cast<std::uint64_t>(size), &elements)) {
      in.Refuse(fmt::format("tensor \"{}\" is larger than memory can be", tensor.name));
    }
  }
  const std::uint64_t row =
      tensor.shape.empty() ? 1 : static_cast<std::uint64_t>(tensor.shape.back());
  if (row % tensor.type->block_elements != 0) {
    in.Refuse(fmt::format("tensor \"{}\" has rows of {} values, no multiple of {}'s block of {}",
                          tensor.name,
                          row,
                          tensor.type->name,
                          tensor.type->block_elements));
  }
  if (__builtin_mul_overflow(
          elements / tensor.type->block_elements, tensor.type->block_bytes, &tensor.byte_size)) {
    in.Refuse(fmt::format("tensor \"{}\" is larger than memory can be", tensor.name));
  }
}

/// Leaves `offset` relative to the start of the data.
GgufTensor ReadTensor(Cursor& in) {
  GgufTensor tensor;
  tensor.name = ReadName(in, "tensor");
  const auto dimensions = in.Read<std::uint32_t>();
  if (dimensions > kMaxDimensions) {
    in.Refuse(fmt::format("tensor \"{}\" has {} dimensions", tensor.name, dimensions));
  }
  for (std::uint32_t i = 0; i < dimensions; ++i) {
    const auto size = in.Read<std::uint64_t>();
    if (size > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
      in.Refuse(fmt::format("tensor \"{}\" is larger than memory can be", tensor.name));
    }
    tensor.shape.insert(tensor.shape.begin(), static_cast<std::int64_t>(size));
  }
  const auto type = in.Read<std::uint32_t>();
  tensor.type = FindGgmlType(type);
  if (tensor.type == nullptr) {
    in.Refuse(fmt::format("tensor \"{}\" is of unknown type {}", tensor.name, type));
  }
  tensor.offset = in.Read<std::uint64_t>();
  SetSizes(in, tensor);
  return tensor;
}

std::uint64_t ReadNameCount(Cursor& in, std::uint64_t bytes_each, std::string_view of_what) {
  const std::uint64_t count = in.ReadCount(bytes_each, of_what);
  if (count > kMaxNames) in.Refuse(fmt::format("{} {} are too many", count, of_what));
  return count;
}

std::uint32_t ReadVersion(Cursor& in) {
  const auto version = in.Read<std::uint32_t>();
  if ((version & 0xFFFFU) == 0) {
    ThrowInput("{} is a big-endian GGUF file, which is not supported", in.name());
  }
  if (version != 2 && version != 3) {
    ThrowInput(
        "{} is a GGUF file of version {}; versions 2 and 3 are supported", in.name(), version);
  }
  return version;
}

std::uint64_t Alignment(const GgufHeader& header, Cursor& in) {
  const auto* found = header.Find("general.alignment");
  if (found == nullptr) return kGgufDefaultAlignment;
  const std::uint64_t alignment = found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
  if (alignment == 0 || (alignment & (alignment - 1)) != 0 || alignment > kMaxAlignment) {
    in.Refuse("general.alignment is no power of two up to a mebibyte");
  }
  return alignment;
}

void RefuseSplitFile(const GgufHeader& header, std::string_view name) {
  const auto* count = header.Find("split.count");
  if (count == nullptr || !count->is_number_integer() || *count <= 1) return;
  throw Error(ErrorCode::kInput,
              fmt::format("{} is one of {} parts of a split GGUF model, which is not supported",
                          name,
                          count->dump()),
              "merge the parts first: llama-gguf-split --merge FIRST-PART OUTPUT");
}

void PlaceTensors(GgufHeader& header, Cursor& in, std::uint64_t file_size) {
  for (GgufTensor& tensor : header.tensors) {
    if (tensor.offset % header.alignment != 0) {
      in.Refuse(fmt::format("tensor \"{}\" lies at {}, no multiple of the alignment {}",
                            tensor.name,
                            tensor.offset,
                            header.alignment));
    }
    const bool starts_inside =
        header.data_start <= file_size && tensor.offset <= file_size - header.data_start;
    if (!starts_inside || tensor.byte_size > file_size - header.data_start - tensor.offset) {
      in.Refuse(fmt::format("the {} bytes of tensor \"{}\" reach beyond its end at byte {}",
                            tensor.byte_size,
                            tensor.name,
                            file_size));
    }
    tensor.offset += header.data_start;
  }
}

}  // namespace

const nlohmann::json* GgufHeader::Find(std::string_view key) const {
  const auto found = std::find_if(
      entries.begin(), entries.end(), [&](const GgufEntry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &found->value;
}

bool HasGgufMagic(std::span<const std::byte> file) {
  return file.size() >= kMagic.size() && std::memcmp(file.data(), kMagic.data(), 4) == 0;
}

GgufHeader ParseGgufHeader(std::span<const std::byte> file, std::string_view name) {
  Cursor in(file, name);
  if (!HasGgufMagic(file)) in.Refuse("it does not start with GGUF");
  static_cast<void>(in.Read<std::uint32_t>());
  GgufHeader header;
  header.version = ReadVersion(in);
  const std::uint64_t tensor_count = ReadNameCount(in, 24, "tensors");
  header.entries = ReadEntries(in, ReadNameCount(in, 13, "metadata keys"));
  RefuseSplitFile(header, name);
  std::unordered_set<std::string> names;
  for (std::uint64_t i = 0; i < tensor_count; ++i) {
    header.tensors.push_back(ReadTensor(in));
    if (!names.insert(header.tensors.back().name).second) {
      in.Refuse(fmt::format("two tensors \"{}\"", header.tensors.back().name));
    }
  }
  header.alignment = Alignment(header, in);
  header.data_start = (in.offset() + header.alignment - 1) / header.alignment * header.alignment;
  PlaceTensors(header, in, file.size());
  return header;
}

}  // namespace sentei::formats
