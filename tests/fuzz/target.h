// SPDX-License-Identifier: Apache-2.0
// What fuzz targets share. A target is one file in targets/ with the entry point of libFuzzer; it
// hands the input to code that may refuse it with Error and may do nothing else but succeed.
#pragma once

#include "core/base/error.h"
#include "core/formats/model_source.h"
#include "core/text/tokenizer.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sentei::fuzz {

/// What a target throws when the code breaks its promise. It leaves the entry point, so libFuzzer
/// reports a crash and GoogleTest a failure.
class BrokenPromise : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Throws BrokenPromise unless `error` is one that a user may see for a bad file: its code is
/// kInput, kIo or kUsage, and its sentence is neither empty nor without end.
void CheckRefusal(const Error& error);

/// Runs `action`; true when it succeeds, false when it refuses with a proper Error. Any other
/// exception passes through, so that its stack is where it was thrown.
template <typename Action>
bool Accepts(Action action) {
  try {
    action();
    return true;
  } catch (const Error& error) {
    CheckRefusal(error);
    return false;
  }
}

inline void Require(bool condition, const char* promise) {
  if (!condition) throw BrokenPromise(promise);
}

inline std::string_view AsText(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// The input up to its first line break, and what follows it.
struct FirstLine {
  std::string_view line;
  std::string_view rest;
};
[[nodiscard]] FirstLine SplitFirstLine(std::string_view input);

/// A folder of this process, removed at its end, in which targets lay out what they open: "model",
/// a tiny Hugging Face model with its tokenizer, and "sharded", the same in two shards of which
/// each holds every tensor, without an index, and "vocabulary", the same without a tokenizer.
[[nodiscard]] const std::filesystem::path& Scratch();
/// Replaces a file of that folder; returns its path.
std::filesystem::path WriteScratch(const std::filesystem::path& name, std::string_view bytes);

/// Reads every tensor of a sensible size in all ways, and the model's id.
void ReadAll(const formats::ModelSource& source);

/// Encodes and decodes `text` in all ways and writes the tokenizer as GGUF metadata.
void UseTokenizer(const text::ModelTokenizer& tokenizer, std::string_view text);

}  // namespace sentei::fuzz
