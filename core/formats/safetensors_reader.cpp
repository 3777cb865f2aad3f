// SPDX-License-Identifier: Apache-2.0
#include "core/formats/safetensors_reader.h"

#include "core/base/error.h"
#include "core/formats/json_node.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <optional>
#include <tuple>
#include <unordered_map>

namespace sentei::formats {
namespace {

constexpr std::uint64_t kMaxHeaderBytes = 100'000'000;  // the reference reader's limit
constexpr std::uint64_t kLengthBytes = 8;

struct StoredType {
  std::string_view name;
  ElementType type;
  std::uint64_t bits;
};

constexpr std::array<StoredType, 22> kTypes = {{
    {"BOOL", ElementType::kBool, 8},
    {"F4", ElementType::kOther, 4},
    {"F6_E2M3", ElementType::kOther, 6},
    {"F6_E3M2", ElementType::kOther, 6},
    {"U8", ElementType::kU8, 8},
    {"I8", ElementType::kI8, 8},
    {"F8_E5M2", ElementType::kF8E5M2, 8},
    {"F8_E4M3", ElementType::kF8E4M3, 8},
    {"F8_E8M0", ElementType::kOther, 8},
    {"F8_E4M3FNUZ", ElementType::kOther, 8},
    {"F8_E5M2FNUZ", ElementType::kOther, 8},
    {"I16", ElementType::kI16, 16},
    {"U16", ElementType::kU16, 16},
    {"F16", ElementType::kF16, 16},
    {"BF16", ElementType::kBF16, 16},
    {"I32", ElementType::kI32, 32},
    {"U32", ElementType::kU32, 32},
    {"F32", ElementType::kF32, 32},
    {"C64", ElementType::kOther, 64},
    {"F64", ElementType::kF64, 64},
    {"I64", ElementType::kI64, 64},
    {"U64", ElementType::kU64, 64},
}};

/// One tensor's description before its offsets have been checked.
struct Declared {
  std::string name;
  const StoredType* type = nullptr;
  std::vector<std::uint64_t> shape;
  std::uint64_t begin = 0;  ///< from the start of the data
  std::uint64_t end = 0;
};

class Parser {
 public:
  Parser(std::span<const std::byte> file, std::string_view name) : file_(file), name_(name) {}

  SafetensorsHeader Parse() {
    const std::uint64_t length = HeaderLength();
    SafetensorsHeader header;
    header.data_start = kLengthBytes + length;
    const auto* text = reinterpret_cast<const char*>(file_.data()) + kLengthBytes;
    const JsonNode root =
        ParseJsonNode(std::string_view(text, length), fmt::format("the header of {}", name_));
    if (root.kind != JsonNode::Kind::kObject) Refuse("its header is not a JSON object");
    header.metadata = Metadata(root);
    header.entries = Place(DeclaredTensors(root), header.data_start);
    return header;
  }

 private:
  [[noreturn]] void Refuse(std::string_view problem) const {
    ThrowInput("{} is no sound safetensors file: {}", name_, problem);
  }
  [[noreturn]] void RefuseTensor(std::string_view tensor, std::string_view problem) const {
    Refuse(fmt::format("tensor \"{}\" {}", tensor, problem));
  }

  [[nodiscard]] std::uint64_t HeaderLength() const {
    if (file_.size() < kLengthBytes) Refuse("it is shorter than eight bytes");
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < kLengthBytes; ++i) {
      length |= std::to_integer<std::uint64_t>(file_[i]) << (8 * i);
    }
    if (length > kMaxHeaderBytes) Refuse(fmt::format("a header of {} bytes is too long", length));
    if (length > file_.size() - kLengthBytes) {
      Refuse(fmt::format("its header should have {} bytes, but the file ends after {}",
                         length,
                         file_.size() - kLengthBytes));
    }
    return length;
  }

  [[nodiscard]] std::map<std::string, std::string> Metadata(const JsonNode& root) const {
    std::map<std::string, std::string> metadata;
    bool seen = false;
    for (const auto& [key, value] : root.members) {
      if (key != "__metadata__") continue;
      if (seen) Refuse("\"__metadata__\" appears twice");
      seen = true;
      if (value.kind == JsonNode::Kind::kNull) continue;
      if (value.kind != JsonNode::Kind::kObject) Refuse("\"__metadata__\" is no JSON object");
      for (const auto& [name, text] : value.members) {
        if (text.kind != JsonNode::Kind::kString) Refuse("\"__metadata__\" holds more than texts");
        metadata[name] = text.text;
      }
    }
    return metadata;
  }

  /// Of a repeated name the last one counts, as in the reference reader.
  [[nodiscard]] std::vector<Declared> DeclaredTensors(const JsonNode& root) const {
    std::vector<Declared> tensors;
    std::unordered_map<std::string_view, std::size_t> index;
    for (const auto& [name, node] : root.members) {
      if (name == "__metadata__") continue;
      const auto [found, is_new] = index.try_emplace(name, tensors.size());
      if (is_new) tensors.emplace_back();
      tensors[found->second] = Declare(name, node);
    }
    return tensors;
  }

  [[nodiscard]] const JsonNode& Field(const std::string& tensor,
                                      const JsonNode& node,
                                      std::string_view field) const {
    const JsonNode* found = nullptr;
    for (const auto& [key, value] : node.members) {
      if (key != field) continue;
      if (found != nullptr) RefuseTensor(tensor, fmt::format("has two \"{}\"", field));
      found = &value;
    }
    if (found == nullptr) RefuseTensor(tensor, fmt::format("has no \"{}\"", field));
    return *found;
  }

  [[nodiscard]] std::vector<std::uint64_t> Numbers(const std::string& tensor,
                                                   const JsonNode& node,
                                                   std::string_view field) const {
    const JsonNode& list = Field(tensor, node, field);
    if (list.kind != JsonNode::Kind::kArray) {
      RefuseTensor(tensor, fmt::format("has a \"{}\" that is no list", field));
    }
    std::vector<std::uint64_t> numbers;
    for (const JsonNode& item : list.items) {
      if (item.kind != JsonNode::Kind::kUnsigned) {
        RefuseTensor(tensor, fmt::format("has a \"{}\" that is no list of whole numbers", field));
      }
      numbers.push_back(item.number);
    }
    return numbers;
  }

  [[nodiscard]] Declared Declare(const std::string& name, const JsonNode& node) const {
    if (node.kind != JsonNode::Kind::kObject) RefuseTensor(name, "is not described by an object");
    const JsonNode& type = Field(name, node, "dtype");
    const auto* stored = std::find_if(kTypes.begin(), kTypes.end(), [&](const StoredType& known) {
      return type.kind == JsonNode::Kind::kString && known.name == type.text;
    });
    if (stored == kTypes.end()) {
      RefuseTensor(name, fmt::format("has an unknown dtype \"{}\"", type.text));
    }
    const auto offsets = Numbers(name, node, "data_offsets");
    if (offsets.size() != 2) {
      RefuseTensor(name, fmt::format("has {} data_offsets instead of 2", offsets.size()));
    }
    return {name, stored, Numbers(name, node, "shape"), offsets[0], offsets[1]};
  }

  [[nodiscard]] std::vector<SafetensorsEntry> Place(std::vector<Declared> tensors,
                                                    std::uint64_t data_start) const {
    std::stable_sort(tensors.begin(), tensors.end(), [](const Declared& a, const Declared& b) {
      return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
    });
    std::vector<SafetensorsEntry> entries;
    std::uint64_t next = 0;
    for (const Declared& tensor : tensors) {
      if (tensor.begin != next || tensor.end < tensor.begin) {
        RefuseTensor(
            tensor.name,
            fmt::format(
                "lies at {} to {}, where {} was to follow", tensor.begin, tensor.end, next));
      }
      next = tensor.end;
      entries.push_back({CheckedInfo(tensor), data_start + tensor.begin});
    }
    if (next != file_.size() - data_start) {
      Refuse(fmt::format(
          "its tensors have {} bytes, but {} follow the header", next, file_.size() - data_start));
    }
    return entries;
  }

  [[nodiscard]] TensorInfo CheckedInfo(const Declared& tensor) const {
    std::uint64_t elements = 1;
    std::vector<std::int64_t> shape;
    for (const std::uint64_t size : tensor.shape) {
      if (__builtin_mul_overflow(elements, size, &elements) ||
          size > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
        RefuseTensor(tensor.name, "is larger than memory can be");
      }
      shape.push_back(static_cast<std::int64_t>(size));
    }
    std::uint64_t bits = 0;
    if (__builtin_mul_overflow(elements, tensor.type->bits, &bits)) {
      RefuseTensor(tensor.name, "is larger than memory can be");
    }
    if (bits % 8 != 0) RefuseTensor(tensor.name, "does not end at a whole byte");
    const std::uint64_t bytes = tensor.end - tensor.begin;
    if (bits / 8 != bytes) {
      RefuseTensor(tensor.name, fmt::format("has {} bytes instead of {}", bytes, bits / 8));
    }
    return {tensor.name, tensor.type->type, std::move(shape), bytes};
  }

  std::span<const std::byte> file_;
  std::string_view name_;
};

}  // namespace

SafetensorsHeader ParseSafetensorsHeader(std::span<const std::byte> file, std::string_view name) {
  return Parser(file, name).Parse();
}

}  // namespace sentei::formats
