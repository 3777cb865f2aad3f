// SPDX-License-Identifier: Apache-2.0
#include "core/formats/gguf_metadata_writer.h"

#include "core/base/error.h"
#include "core/base/mapped_file.h"
#include "core/formats/gguf_reader.h"
#include "core/formats/gguf_writer.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <optional>
#include <utility>

namespace sentei::formats {

static_assert(std::endian::native == std::endian::little, "GGUF files are little-endian");

namespace {

/// Writes values of one entry; the key is for messages.
class ValueWriter {
 public:
  explicit ValueWriter(const std::string& key) : key_(key) {}

  [[nodiscard]] std::string Bytes(const nlohmann::json& value, GgufType type) const {
    switch (type) {
      case GgufType::kU8:
        return Whole<std::uint8_t>(value);
      case GgufType::kI8:
        return Whole<std::int8_t>(value);
      case GgufType::kU16:
        return Whole<std::uint16_t>(value);
      case GgufType::kI16:
        return Whole<std::int16_t>(value);
      case GgufType::kU32:
        return Whole<std::uint32_t>(value);
      case GgufType::kI32:
        return Whole<std::int32_t>(value);
      case GgufType::kU64:
        return Whole<std::uint64_t>(value);
      case GgufType::kI64:
        return Whole<std::int64_t>(value);
      case GgufType::kF32:
        return LittleEndianBytes(static_cast<float>(Number(value)));
      case GgufType::kF64:
        return LittleEndianBytes(Number(value));
      case GgufType::kBool:
        if (!value.is_boolean()) Refuse("is no truth value");
        return LittleEndianBytes(static_cast<std::uint8_t>(value.get<bool>() ? 1 : 0));
      case GgufType::kString:
        if (!value.is_string()) Refuse("is no text");
        return GgufStringBytes(value.get_ref<const std::string&>());
      case GgufType::kArray:
        break;
    }
    Refuse("holds a list of lists");
  }

  [[nodiscard]] std::string ListBytes(const nlohmann::json& list, GgufType element) const {
    if (!list.is_array()) Refuse("is no list");
    std::string bytes = LittleEndianBytes(static_cast<std::uint32_t>(element)) +
                        LittleEndianBytes(static_cast<std::uint64_t>(list.size()));
    for (const nlohmann::json& item : list) bytes += Bytes(item, element);
    return bytes;
  }

 private:
  [[noreturn]] void Refuse(std::string_view problem) const {
    ThrowInput("GGUF metadata \"{}\" {} as its type demands", key_, problem);
  }

  [[nodiscard]] double Number(const nlohmann::json& value) const {
    if (!value.is_number()) Refuse("is no number");
    return value.get<double>();
  }

  template <typename T>
  [[nodiscard]] std::string Whole(const nlohmann::json& value) const {
    if (!value.is_number_integer()) Refuse("is no whole number");
    const bool fits = value.is_number_unsigned() ? std::in_range<T>(value.get<std::uint64_t>())
                                                 : std::in_range<T>(value.get<std::int64_t>());
    if (!fits) Refuse("is too large or small");
    return LittleEndianBytes(value.get<T>());
  }

  const std::string& key_;
};

GgufType WholeNumberType(const nlohmann::json& value) {
  if (value.is_number_unsigned() || value.get<std::int64_t>() >= 0) {
    return std::in_range<std::uint32_t>(value.get<std::uint64_t>()) ? GgufType::kU32
                                                                    : GgufType::kU64;
  }
  return std::in_range<std::int32_t>(value.get<std::int64_t>()) ? GgufType::kI32 : GgufType::kI64;
}

std::optional<GgufType> ScalarType(const nlohmann::json& value) {
  if (value.is_string()) return GgufType::kString;
  if (value.is_boolean()) return GgufType::kBool;
  if (value.is_number_integer()) return WholeNumberType(value);
  if (value.is_number_float()) return GgufType::kF32;
  return std::nullopt;
}

/// Whole numbers in a list become i32, as token types are stored, or i64; never unsigned.
std::optional<GgufType> ListType(const nlohmann::json& list) {
  if (list.empty()) return GgufType::kI32;
  const auto all = [&](auto is) { return std::all_of(list.begin(), list.end(), is); };
  if (all([](const auto& v) { return v.is_string(); })) return GgufType::kString;
  if (all([](const auto& v) { return v.is_boolean(); })) return GgufType::kBool;
  if (all([](const auto& v) { return v.is_number_integer(); })) {
    const bool narrow = all([](const auto& v) {
      return v >= std::numeric_limits<std::int32_t>::min() &&
             v <= std::numeric_limits<std::int32_t>::max();
    });
    return narrow ? GgufType::kI32 : GgufType::kI64;
  }
  if (all([](const auto& v) { return v.is_number(); })) return GgufType::kF32;
  return std::nullopt;
}

}  // namespace

std::string GgufStringBytes(std::string_view text) {
  return LittleEndianBytes(static_cast<std::uint64_t>(text.size())).append(text);
}

std::string GgufEntryBytes(const GgufEntry& entry) {
  const ValueWriter writer(entry.key);
  return GgufStringBytes(entry.key) + LittleEndianBytes(static_cast<std::uint32_t>(entry.type)) +
         (entry.type == GgufType::kArray ? writer.ListBytes(entry.value, entry.element_type)
                                         : writer.Bytes(entry.value, entry.type));
}

GgufEntry MakeGgufEntry(std::string key, nlohmann::json value) {
  const auto type = value.is_array() ? ListType(value) : ScalarType(value);
  if (!type) ThrowInput("GGUF metadata \"{}\" cannot hold such a value", key);
  GgufEntry entry{.key = std::move(key), .type = *type, .element_type = *type, .value = {}};
  if (value.is_array()) entry.type = GgufType::kArray;
  entry.value = std::move(value);
  return entry;
}

std::vector<GgufEntry> ReadGgufEntries(const std::filesystem::path& path) {
  const MappedFile file(path);
  std::vector<GgufEntry> entries = ParseGgufHeader(file.bytes(), path.string()).entries;
  file.CheckIntact();
  return entries;
}

void SetGgufEntry(std::vector<GgufEntry>& entries, GgufEntry entry) {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const GgufEntry& existing) {
    return existing.key == entry.key;
  });
  if (found == entries.end()) {
    entries.push_back(std::move(entry));
  } else {
    *found = std::move(entry);
  }
}

}  // namespace sentei::formats
