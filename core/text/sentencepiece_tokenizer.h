// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/sentencepiece_model.h"
#include "core/text/tokenizer_json.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string_view>

namespace sentei::text {

/// The pipelines around SentencePiece vocabularies that transformers converts to tokenizer.json.
enum class SentencePieceFamily : std::uint8_t {
  kLlama,    ///< LLaMA-2, Mistral, Phi-3: BPE, U+2581 for spaces and one in front
  kGemma,    ///< BPE, U+2581 for spaces and none in front
  kT5,       ///< unigram, charsmap, words, </s> behind, sentinels after the pieces
  kDeberta,  ///< unigram, charsmap, [CLS] ... [SEP]
  kPlain,    ///< as transformers converts a class it has no rules for
};

/// By the tokenizer_class of tokenizer_config.json, else the model_type of config.json, else the
/// name of the file and what the model is.
[[nodiscard]] SentencePieceFamily SentencePieceFamilyOf(const nlohmann::json& tokenizer_config,
                                                        const nlohmann::json& model_config,
                                                        std::string_view file_name,
                                                        const SentencePieceModel& model);

/// The files that transformers makes of the model. `tokenizer_config` (an object, {} where there is
/// none) decides where it may: legacy, add_bos_token, add_eos_token, add_prefix_space, extra_ids,
/// do_lower_case, split_by_punct. Where it does not say "legacy": false, LLaMA's text gets a space
/// in front of every part between special tokens, as its published tokenizer.json and SentencePiece
/// have it. Throws kInput for a setting out of bounds.
[[nodiscard]] TokenizerFiles TokenizerFromSentencePiece(const SentencePieceModel& model,
                                                        SentencePieceFamily family,
                                                        nlohmann::json tokenizer_config);

}  // namespace sentei::text
