// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/tokenizer_json.h"

#include <nlohmann/json.hpp>

#include <string_view>

namespace sentei::text {

/// The files that transformers makes of vocab.json ({"token": id}) and the text of merges.txt:
/// GPT-2's pipeline, or that of RoBERTa or Qwen2 where tokenizer_class or the model_type of
/// config.json name them. Throws kInput for a merge that is no pair; unknown tokens are found when
/// the tokenizer is made.
[[nodiscard]] TokenizerFiles TokenizerFromMerges(nlohmann::json vocab,
                                                 std::string_view merges,
                                                 nlohmann::json tokenizer_config,
                                                 const nlohmann::json& model_config);

/// The files that transformers makes of a vocab.txt, a token a line: BERT's WordPiece, lower case
/// unless tokenizer_config.json says do_lower_case false. Throws kInput when a special token is
/// missing or a line is no UTF-8.
[[nodiscard]] TokenizerFiles TokenizerFromWordList(std::string_view word_list,
                                                   nlohmann::json tokenizer_config);

}  // namespace sentei::text
