// SPDX-License-Identifier: Apache-2.0
#include "core/formats/read_json.h"

#include "core/base/error.h"
#include "core/base/mapped_file.h"

#include <cstdint>
#include <string_view>

namespace sentei::formats {
namespace {

constexpr std::uint64_t kMaxJsonBytes = 256'000'000;

}  // namespace

nlohmann::json ReadJsonFile(const std::filesystem::path& path) {
  const MappedFile file(path);
  if (file.size() > kMaxJsonBytes) {
    ThrowInput("{} is too long for a JSON file: {} bytes", path.string(), file.size());
  }
  const std::string_view text(reinterpret_cast<const char*>(file.bytes().data()), file.size());
  try {
    return nlohmann::json::parse(text.begin(), text.end());
  } catch (const nlohmann::json::parse_error& error) {
    ThrowInput("{} is not valid JSON at byte {}", path.string(), error.byte);
  } catch (const nlohmann::json::exception& error) {
    ThrowInput("{} holds a JSON number that is out of range", path.string());
  }
}

nlohmann::json ReadJsonObject(const std::filesystem::path& path) {
  nlohmann::json value = ReadJsonFile(path);
  if (!value.is_object()) ThrowInput("{} is not a JSON object", path.string());
  return value;
}

}  // namespace sentei::formats
