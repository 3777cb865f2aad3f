// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/mapped_file.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::formats {

/// Upper limits for files that are read whole. The largest published ones have half of that.
inline constexpr std::uint64_t kMaxConfigBytes = 16U << 20;
inline constexpr std::uint64_t kMaxIndexBytes = 64U << 20;
inline constexpr std::uint64_t kMaxTokenizerBytes = 64U << 20;
inline constexpr std::uint64_t kMaxTemplateBytes = 1U << 20;

/// A model's folder: the one way by which files of a model are found and opened. A model is not
/// trusted, so a file counts only when it lies, after all links are resolved, inside the folder
/// or, for a snapshot in the Hugging Face cache, inside the cache folder of that repository
/// (models--ORG--NAME), and is a regular file. Names are relative to the folder, without "..".
/// Everything throws kInput with the file and what is wrong with it, kIo when the system refuses.
/// Immutable; any thread.
class ModelFolder {
 public:
  /// Links that lead to `path` itself are the user's and are followed.
  explicit ModelFolder(const std::filesystem::path& path);

  /// As it was named.
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Whether something of that name is there, sound or not: a dangling link is not.
  [[nodiscard]] bool Contains(std::string_view name) const;
  /// "ORG/NAME" for a snapshot in the Hugging Face cache, else empty.
  [[nodiscard]] const std::string& hub_name() const { return hub_name_; }

  [[nodiscard]] MappedFile Map(std::string_view name) const;
  /// The whole of a text, which must not be longer than `max_bytes`.
  [[nodiscard]] std::string ReadText(std::string_view name, std::uint64_t max_bytes) const;
  /// A JSON object, see ParseJson.
  [[nodiscard]] nlohmann::json ReadJsonObject(std::string_view name, std::uint64_t max_bytes) const;
  /// A folder within this one, by the same rules.
  [[nodiscard]] ModelFolder Subfolder(std::string_view name) const;

 private:
  [[nodiscard]] std::filesystem::path Resolve(std::string_view name) const;

  std::filesystem::path path_;
  std::filesystem::path root_;  ///< canonical; links may lead to anywhere inside
  std::filesystem::path base_;  ///< canonical; names are relative to it
  std::string hub_name_;
};

}  // namespace sentei::formats
