// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::fuzz {

/// What an input is made of; decides how it is damaged.
enum class Shape : std::uint8_t {
  kBytes,
  kJson,
  kSafetensors,  ///< a length of eight bytes, JSON of that length, data
};

/// Damages sound files: bits, lengths, numbers at their limits, truncation, parts of other files;
/// in JSON also values, types, keys, repetition and nesting. Immutable.
class Mutator {
 public:
  Mutator(Shape shape, std::vector<std::string> seeds);

  /// A damaged seed; a function of the seeds and `number` alone.
  [[nodiscard]] std::string Make(std::uint64_t number) const;
  /// `input` damaged once or several times.
  [[nodiscard]] std::string Mutate(std::string input, RandomStream& random) const;

 private:
  using Json = nlohmann::ordered_json;

  [[nodiscard]] std::string MutateJson(const std::string& text, RandomStream& random) const;
  [[nodiscard]] std::string MutateSafetensors(const std::string& file, RandomStream& random) const;
  [[nodiscard]] std::string MutateBytes(std::string bytes, RandomStream& random) const;
  void ChangeNode(Json& root, RandomStream& random) const;
  [[nodiscard]] Json Value(RandomStream& random) const;
  [[nodiscard]] std::string Key(RandomStream& random) const;

  Shape shape_;
  std::vector<std::string> seeds_;
  std::vector<Json> values_;       ///< every value of every seed
  std::vector<std::string> keys_;  ///< every key of every seed
};

/// The shape of a target's input.
[[nodiscard]] Shape ShapeOf(std::string_view target);
struct CorpusFile {
  std::filesystem::path path;
  std::string bytes;
};
/// The kept corpus of a target, by name.
[[nodiscard]] std::vector<CorpusFile> ReadCorpus(std::string_view target);
/// The bytes of its sound files, from which mutation starts.
[[nodiscard]] std::vector<std::string> SeedsOf(std::string_view target);

}  // namespace sentei::fuzz
