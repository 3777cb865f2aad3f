// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <vector>

namespace sentei::text {

/// Turns tokens back into text, each stage a list of strings. Immutable; safe between threads.
class Decoder {
 public:
  virtual ~Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  /// The strings whose concatenation is the text.
  [[nodiscard]] virtual std::vector<std::string> Decode(std::vector<std::string> tokens) const = 0;

 protected:
  Decoder() = default;
};

/// From the "decoder" of tokenizer.json, null included (tokens joined by spaces). Throws kInput
/// naming a type that is not supported.
[[nodiscard]] std::unique_ptr<const Decoder> DecoderFromJson(const nlohmann::json& json);

}  // namespace sentei::text
