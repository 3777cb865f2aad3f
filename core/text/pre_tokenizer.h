// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sentei::text {

/// A part of the text that the model encodes on its own; never empty.
struct Piece {
  std::string text;
  bool at_text_start = false;  ///< begins where the whole input begins
};

/// Cuts a text into pieces. Immutable; safe between threads.
class PreTokenizer {
 public:
  virtual ~PreTokenizer() = default;
  PreTokenizer(const PreTokenizer&) = delete;
  PreTokenizer& operator=(const PreTokenizer&) = delete;

  [[nodiscard]] virtual std::vector<Piece> Split(std::vector<Piece> pieces) const = 0;

 protected:
  PreTokenizer() = default;
};

/// From the "pre_tokenizer" of tokenizer.json, null included (pieces stay whole). Throws kInput
/// naming a type that is not supported.
[[nodiscard]] std::unique_ptr<const PreTokenizer> PreTokenizerFromJson(const nlohmann::json& json);

}  // namespace sentei::text
