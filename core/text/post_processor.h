// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/token_model.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <vector>

namespace sentei::text {

/// Adds the tokens that a model expects around a text. Immutable; safe between threads.
class PostProcessor {
 public:
  virtual ~PostProcessor() = default;
  PostProcessor(const PostProcessor&) = delete;
  PostProcessor& operator=(const PostProcessor&) = delete;

  [[nodiscard]] virtual std::vector<TokenId> AddSpecial(std::vector<TokenId> ids) const = 0;

 protected:
  PostProcessor() = default;
};

/// From the "post_processor" of tokenizer.json, null included. Throws kInput naming a type that is
/// not supported.
[[nodiscard]] std::unique_ptr<const PostProcessor> PostProcessorFromJson(
    const nlohmann::json& json);

}  // namespace sentei::text
