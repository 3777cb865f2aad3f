// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace sentei::text {

/// Rewrites a text before it is cut. Immutable; safe between threads.
class Normalizer {
 public:
  virtual ~Normalizer() = default;
  Normalizer(const Normalizer&) = delete;
  Normalizer& operator=(const Normalizer&) = delete;

  /// Well-formed UTF-8 in and out.
  [[nodiscard]] virtual std::string Normalize(std::string_view text) const = 0;

 protected:
  Normalizer() = default;
};

/// From the "normalizer" of tokenizer.json, null included (the text stays as it is). Throws kInput
/// naming a type that is not supported.
[[nodiscard]] std::unique_ptr<const Normalizer> NormalizerFromJson(const nlohmann::json& json);

}  // namespace sentei::text
