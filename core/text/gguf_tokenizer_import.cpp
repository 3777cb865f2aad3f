// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/text/gguf_tokenizer.h"
#include "core/text/gguf_vocabulary.h"
#include "core/text/json_field.h"
#include "core/text/scored_merges.h"
#include "core/text/sentencepiece_tokenizer.h"
#include "core/text/tokenizer_json.h"
#include "core/text/vocabulary_tokenizer.h"

#include <string>
#include <utility>
#include <vector>

namespace sentei::text {
namespace {

using nlohmann::json;

json AddedTokensOf(const GgufVocabulary& vocabulary) {
  json added = json::array();
  for (std::size_t id = 0; id < vocabulary.tokens.size(); ++id) {
    const GgufTokenType type = vocabulary.types[id];
    const bool special = type == GgufTokenType::kControl || type == GgufTokenType::kUnknown;
    if (!special && type != GgufTokenType::kUserDefined) continue;
    added.push_back(AddedTokenJson(static_cast<TokenId>(id),
                                   vocabulary.tokens[id],
                                   special ? TokenRole::kSpecial : TokenRole::kOrdinary));
  }
  return added;
}

json VocabOf(const GgufVocabulary& vocabulary) {
  json vocab = json::object();
  for (const auto& [token, id] : vocabulary.ids) vocab[token] = id;
  return vocab;
}

/// The beginning-of-text token as a template writes it before the text, the end after it.
json PostProcessorOf(const json& metadata, const GgufVocabulary& vocabulary, bool default_bos) {
  const auto tokens = [&](const char* flag, const char* key, bool fallback) {
    std::vector<NamedToken> named;
    const auto id = GgufTokenId(metadata, key, vocabulary);
    if (FieldOr(metadata, flag, fallback) && id) {
      named.push_back({vocabulary.tokens[static_cast<std::size_t>(*id)], *id});
    }
    return named;
  };
  return SurroundTemplate(
      tokens("tokenizer.ggml.add_bos_token", "tokenizer.ggml.bos_token_id", default_bos),
      tokens("tokenizer.ggml.add_eos_token", "tokenizer.ggml.eos_token_id", false));
}

json MergePairs(const json& metadata) {
  const auto found = metadata.find("tokenizer.ggml.merges");
  if (found == metadata.end() || !found->is_array()) {
    ThrowInput("The GGUF metadata have no array tokenizer.ggml.merges");
  }
  json pairs = json::array();
  for (const json& merge : *found) {
    const auto& text = merge.get_ref<const std::string&>();
    const std::size_t space = text.find(' ', 1);
    if (space == std::string::npos) ThrowInput("The GGUF merge '{}' is not a pair", text);
    pairs.push_back({text.substr(0, space), text.substr(space + 1)});
  }
  return pairs;
}

json ByteLevelTokenizer(const json& metadata, const GgufVocabulary& vocabulary) {
  const auto pre = FieldOr<std::string>(metadata, "tokenizer.ggml.pre", "");
  const std::optional<GgufSplit> split = GgufSplitByName(pre);
  if (!split) {
    ThrowInput(
        "The GGUF metadata give tokenizer.ggml.pre = '{}', which is not supported; "
        "smollm, gpt-2, llama-bpe and qwen2 are",
        pre);
  }
  json tokenizer =
      TokenizerJson(AddedTokensOf(vocabulary), BpeJson(VocabOf(vocabulary), MergePairs(metadata)));
  tokenizer["model"]["ignore_merges"] = split->ignore_merges;
  tokenizer["normalizer"] = split->normalizer;
  tokenizer["pre_tokenizer"] = split->pre_tokenizer;
  tokenizer["post_processor"] = PostProcessorOf(metadata, vocabulary, split->adds_bos);
  tokenizer["decoder"] = ByteLevelDecoder();
  return tokenizer;
}

/// The merges of the tokens that a text can hold.
json MergesOf(const GgufVocabulary& vocabulary) {
  if (vocabulary.scores.empty()) {
    ThrowInput("The GGUF metadata have no array tokenizer.ggml.scores");
  }
  std::vector<ScoredToken> tokens;
  for (std::size_t id = 0; id < vocabulary.tokens.size(); ++id) {
    const GgufTokenType type = vocabulary.types[id];
    if (type != GgufTokenType::kNormal && type != GgufTokenType::kUserDefined) continue;
    tokens.push_back({vocabulary.tokens[id], vocabulary.scores[id]});
  }
  return MergesFromScores(tokens, vocabulary.ids);
}

json SentencePieceTokenizer(const json& metadata, const GgufVocabulary& vocabulary) {
  json model = BpeJson(VocabOf(vocabulary), MergesOf(vocabulary));
  model["fuse_unk"] = true;
  model["byte_fallback"] = true;
  if (const auto unknown = GgufTokenId(metadata, "tokenizer.ggml.unknown_token_id", vocabulary)) {
    model["unk_token"] = vocabulary.tokens[static_cast<std::size_t>(*unknown)];
  } else if (vocabulary.ids.contains("<unk>")) {
    model["unk_token"] = "<unk>";
  }
  const SpacePrefix prefix = FieldOr(metadata, "tokenizer.ggml.add_space_prefix", true)
                                 ? SpacePrefix::kPrepend
                                 : SpacePrefix::kNone;
  json tokenizer = TokenizerJson(AddedTokensOf(vocabulary), std::move(model));
  tokenizer["normalizer"] = SpaceNormalizer(prefix);
  tokenizer["post_processor"] = PostProcessorOf(metadata, vocabulary, true);
  tokenizer["decoder"] = SpaceDecoder(prefix);
  return tokenizer;
}

json ConfigOf(const json& metadata, const GgufVocabulary& vocabulary) {
  json config = {{"tokenizer_class", "PreTrainedTokenizerFast"},
                 {"clean_up_tokenization_spaces", false}};
  const auto name = [&](const char* token, const char* key) {
    if (const auto id = GgufTokenId(metadata, key, vocabulary)) {
      config[token] = vocabulary.tokens[static_cast<std::size_t>(*id)];
    }
  };
  name("bos_token", "tokenizer.ggml.bos_token_id");
  name("eos_token", "tokenizer.ggml.eos_token_id");
  name("unk_token", "tokenizer.ggml.unknown_token_id");
  name("pad_token", "tokenizer.ggml.padding_token_id");
  const auto architecture = FieldOr<std::string>(metadata, "general.architecture", "");
  const auto length = metadata.find(architecture + ".context_length");
  if (length != metadata.end()) config["model_max_length"] = *length;
  const auto chat_template = metadata.find("tokenizer.chat_template");
  if (chat_template != metadata.end()) config["chat_template"] = *chat_template;
  return config;
}

/// An array of bytes, which writers store as signed or unsigned numbers.
std::string BytesAt(const json& metadata, const char* key) {
  std::string bytes;
  const auto numbers = FieldOr<json>(metadata, key, json::array());
  for (const json& number : numbers) {
    bytes.push_back(static_cast<char>(number.get<std::int64_t>() & 0xFF));
  }
  return bytes;
}

/// T5's vocabulary; its sentinels are among the tokens.
TokenizerFiles UnigramTokenizer(const json& metadata,
                                const GgufVocabulary& vocabulary,
                                json config) {
  if (vocabulary.scores.empty()) {
    ThrowInput("The GGUF metadata have no array tokenizer.ggml.scores");
  }
  SentencePieceModel model;
  for (std::size_t id = 0; id < vocabulary.tokens.size(); ++id) {
    model.pieces.push_back({vocabulary.tokens[id],
                            vocabulary.scores[id],
                            static_cast<PieceType>(vocabulary.types[id])});
  }
  const auto unknown = GgufTokenId(metadata, "tokenizer.ggml.unknown_token_id", vocabulary);
  if (!unknown) ThrowInput("The GGUF metadata have no tokenizer.ggml.unknown_token_id");
  model.unknown_id = *unknown;
  model.charsmap = BytesAt(metadata, "tokenizer.ggml.precompiled_charsmap");
  config["extra_ids"] = 0;
  return TokenizerFromSentencePiece(model, SentencePieceFamily::kT5, std::move(config));
}

/// BERT's vocabulary, whose words GGUF writes with U+2581 in front and continuations bare.
TokenizerFiles WordPieceTokenizer(const GgufVocabulary& vocabulary, json config) {
  constexpr std::string_view kMark = kSpaceMark;
  std::string word_list;
  for (std::size_t id = 0; id < vocabulary.tokens.size(); ++id) {
    const std::string& token = vocabulary.tokens[id];
    const bool is_text = vocabulary.types[id] == GgufTokenType::kNormal && !token.starts_with('[');
    const bool is_word = token.starts_with(kMark);
    if (is_text && !is_word) word_list += "##";
    word_list += is_word ? token.substr(kMark.size()) : token;
    word_list += '\n';
  }
  return TokenizerFromWordList(word_list, std::move(config));
}

TokenizerFiles FilesFrom(const json& metadata) {
  const auto model = FieldOr<std::string>(metadata, "tokenizer.ggml.model", "");
  if (model.empty()) ThrowInput("The GGUF file holds no tokenizer (tokenizer.ggml.model)");
  if (model != "gpt2" && model != "llama" && model != "t5" && model != "bert") {
    ThrowInput(
        "The GGUF metadata give tokenizer.ggml.model = '{}', which is not supported; gpt2, llama, "
        "t5 and bert are",
        model);
  }
  const GgufVocabulary vocabulary = GgufVocabulary::FromMetadata(metadata);
  json config = ConfigOf(metadata, vocabulary);
  if (model == "t5") return UnigramTokenizer(metadata, vocabulary, std::move(config));
  if (model == "bert") return WordPieceTokenizer(vocabulary, std::move(config));
  return {model == "gpt2" ? ByteLevelTokenizer(metadata, vocabulary)
                          : SentencePieceTokenizer(metadata, vocabulary),
          std::move(config)};
}

}  // namespace

TokenizerFiles TokenizerFromGguf(const json& metadata) {
  try {
    return FilesFrom(metadata);
  } catch (const json::exception& error) {
    throw Error(ErrorCode::kInput,
                fmt::format("The tokenizer in the GGUF metadata is malformed: {}", error.what()));
  }
}

}  // namespace sentei::text
