// SPDX-License-Identifier: Apache-2.0
#include "core/formats/read_json.h"

#include "core/base/error.h"
#include "core/base/mapped_file.h"

#include <cstdint>

namespace sentei::formats {
namespace {

constexpr std::uint64_t kMaxJsonBytes = 256'000'000;

/// True when some value lies deeper than kMaxJsonDepth; for text that is no JSON either is right.
bool IsTooDeep(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\') ++at;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxJsonDepth) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

}  // namespace

nlohmann::json ParseJson(std::string_view text, std::string_view what) {
  if (IsTooDeep(text)) ThrowInput("{} is nested more than {} levels deep", what, kMaxJsonDepth);
  try {
    return nlohmann::json::parse(text.begin(), text.end());
  } catch (const nlohmann::json::parse_error& error) {
    ThrowInput("{} is not valid JSON at byte {}", what, error.byte);
  } catch (const nlohmann::json::exception&) {
    ThrowInput("{} holds a JSON number that is out of range", what);
  }
}

nlohmann::json ReadJsonFile(const std::filesystem::path& path) {
  const MappedFile file(path);
  if (file.size() > kMaxJsonBytes) {
    ThrowInput("{} is too long for a JSON file: {} bytes", path.string(), file.size());
  }
  nlohmann::json value = ParseJson(file.text(), path.string());
  file.CheckIntact();
  return value;
}

nlohmann::json ReadJsonObject(const std::filesystem::path& path) {
  nlohmann::json value = ReadJsonFile(path);
  if (!value.is_object()) ThrowInput("{} is not a JSON object", path.string());
  return value;
}

}  // namespace sentei::formats
