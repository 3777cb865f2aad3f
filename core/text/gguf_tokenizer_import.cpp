// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/text/gguf_tokenizer.h"
#include "core/text/gguf_vocabulary.h"
#include "core/text/json_field.h"
#include "core/text/unicode.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace sentei::text {
namespace {

using nlohmann::json;

constexpr const char* kSpaceMark = "\u2581";  // SentencePiece's word separator

json AddedToken(TokenId id, const std::string& content, bool special) {
  return {{"id", id},
          {"content", content},
          {"single_word", false},
          {"lstrip", false},
          {"rstrip", false},
          {"normalized", false},
          {"special", special}};
}

json AddedTokensOf(const GgufVocabulary& vocabulary) {
  json added = json::array();
  for (std::size_t id = 0; id < vocabulary.tokens.size(); ++id) {
    const GgufTokenType type = vocabulary.types[id];
    const bool special = type == GgufTokenType::kControl || type == GgufTokenType::kUnknown;
    if (!special && type != GgufTokenType::kUserDefined) continue;
    added.push_back(AddedToken(static_cast<TokenId>(id), vocabulary.tokens[id], special));
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
  json single = json::array();
  json pair = json::array();
  json special = json::object();
  const auto add_token = [&](const char* flag, const char* key, bool fallback) {
    const auto id = GgufTokenId(metadata, key, vocabulary);
    if (!FieldOr(metadata, flag, fallback) || !id) return;
    const std::string& token = vocabulary.tokens[static_cast<std::size_t>(*id)];
    single.push_back({{"SpecialToken", {{"id", token}, {"type_id", 0}}}});
    pair.push_back(single.back());
    special[token] = {{"id", token}, {"ids", {*id}}, {"tokens", {token}}};
  };
  const auto add_text = [](json& items, const char* name, int type_id) {
    items.push_back({{"Sequence", {{"id", name}, {"type_id", type_id}}}});
  };
  add_token("tokenizer.ggml.add_bos_token", "tokenizer.ggml.bos_token_id", default_bos);
  add_text(single, "A", 0);
  add_text(pair, "A", 0);
  add_text(pair, "B", 1);
  add_token("tokenizer.ggml.add_eos_token", "tokenizer.ggml.eos_token_id", false);
  return {{"type", "TemplateProcessing"},
          {"single", std::move(single)},
          {"pair", std::move(pair)},
          {"special_tokens", std::move(special)}};
}

json TokenizerJson(const GgufVocabulary& vocabulary, json model) {
  return {{"version", "1.0"},
          {"truncation", nullptr},
          {"padding", nullptr},
          {"added_tokens", AddedTokensOf(vocabulary)},
          {"normalizer", nullptr},
          {"pre_tokenizer", nullptr},
          {"post_processor", nullptr},
          {"decoder", nullptr},
          {"model", std::move(model)}};
}

json BpeJson(json vocab, json merges) {
  return {{"type", "BPE"},
          {"dropout", nullptr},
          {"unk_token", nullptr},
          {"continuing_subword_prefix", nullptr},
          {"end_of_word_suffix", nullptr},
          {"fuse_unk", false},
          {"byte_fallback", false},
          {"ignore_merges", false},
          {"vocab", std::move(vocab)},
          {"merges", std::move(merges)}};
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
  json tokenizer = TokenizerJson(vocabulary, BpeJson(VocabOf(vocabulary), MergePairs(metadata)));
  tokenizer["model"]["ignore_merges"] = split->ignore_merges;
  tokenizer["normalizer"] = split->normalizer;
  tokenizer["pre_tokenizer"] = split->pre_tokenizer;
  tokenizer["post_processor"] = PostProcessorOf(metadata, vocabulary, split->adds_bos);
  tokenizer["decoder"] = {{"type", "ByteLevel"},
                          {"add_prefix_space", true},
                          {"trim_offsets", true},
                          {"use_regex", true}};
  return tokenizer;
}

struct ScoredMerge {
  std::string left;
  std::string right;
  TokenId left_id = 0;
  TokenId right_id = 0;
  double score = 0;
  std::size_t left_length = 0;  ///< code points
  std::size_t right_length = 0;
};

/// Every way to make `token` of two tokens, by their ids.
std::vector<ScoredMerge> MergesOf(const std::string& token,
                                  double score,
                                  const GgufVocabulary& vocabulary) {
  std::vector<std::size_t> starts;  // of its code points
  for (std::size_t at = 0; at < token.size(); at += DecodeAt(token, at).length) {
    starts.push_back(at);
  }
  std::vector<ScoredMerge> merges;
  for (std::size_t i = 1; i < starts.size(); ++i) {
    std::string left = token.substr(0, starts[i]);
    std::string right = token.substr(starts[i]);
    const auto left_id = vocabulary.ids.find(left);
    const auto right_id = vocabulary.ids.find(right);
    if (left_id == vocabulary.ids.end() || right_id == vocabulary.ids.end()) continue;
    merges.push_back({std::move(left),
                      std::move(right),
                      left_id->second,
                      right_id->second,
                      score,
                      i,
                      starts.size() - i});
  }
  std::sort(merges.begin(), merges.end(), [](const ScoredMerge& a, const ScoredMerge& b) {
    return std::pair(a.left_id, a.right_id) < std::pair(b.left_id, b.right_id);
  });
  return merges;
}

/// SentencePiece joins the neighbours whose token scores best; as ranks, best score first.
json MergesFromScores(const GgufVocabulary& vocabulary) {
  if (vocabulary.scores.empty()) {
    ThrowInput("The GGUF metadata have no array tokenizer.ggml.scores");
  }
  std::vector<ScoredMerge> merges;
  for (std::size_t id = 0; id < vocabulary.tokens.size(); ++id) {
    if (vocabulary.types[id] != GgufTokenType::kNormal) continue;
    auto ways = MergesOf(vocabulary.tokens[id], vocabulary.scores[id], vocabulary);
    merges.insert(
        merges.end(), std::make_move_iterator(ways.begin()), std::make_move_iterator(ways.end()));
  }
  std::stable_sort(merges.begin(), merges.end(), [](const ScoredMerge& a, const ScoredMerge& b) {
    return std::tuple(a.score, a.left_length, a.right_length) >
           std::tuple(b.score, b.left_length, b.right_length);
  });
  json pairs = json::array();
  for (ScoredMerge& merge : merges) {
    pairs.push_back({std::move(merge.left), std::move(merge.right)});
  }
  return pairs;
}

json SpaceNormalizer(bool prefix) {
  json replace = {{"type", "Replace"}, {"pattern", {{"String", " "}}}, {"content", kSpaceMark}};
  if (!prefix) return replace;
  return {{"type", "Sequence"},
          {"normalizers",
           json::array({{{"type", "Prepend"}, {"prepend", kSpaceMark}}, std::move(replace)})}};
}

json SpaceDecoder(bool prefix) {
  json decoders =
      json::array({{{"type", "Replace"}, {"pattern", {{"String", kSpaceMark}}}, {"content", " "}},
                   {{"type", "ByteFallback"}},
                   {{"type", "Fuse"}}});
  if (prefix) {
    decoders.push_back({{"type", "Strip"}, {"content", " "}, {"start", 1}, {"stop", 0}});
  }
  return {{"type", "Sequence"}, {"decoders", std::move(decoders)}};
}

json SentencePieceTokenizer(const json& metadata, const GgufVocabulary& vocabulary) {
  json model = BpeJson(VocabOf(vocabulary), MergesFromScores(vocabulary));
  model["fuse_unk"] = true;
  model["byte_fallback"] = true;
  if (const auto unknown = GgufTokenId(metadata, "tokenizer.ggml.unknown_token_id", vocabulary)) {
    model["unk_token"] = vocabulary.tokens[static_cast<std::size_t>(*unknown)];
  } else if (vocabulary.ids.contains("<unk>")) {
    model["unk_token"] = "<unk>";
  }
  const bool prefix = FieldOr(metadata, "tokenizer.ggml.add_space_prefix", true);
  json tokenizer = TokenizerJson(vocabulary, std::move(model));
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

TokenizerFiles FilesFrom(const json& metadata) {
  const auto model = FieldOr<std::string>(metadata, "tokenizer.ggml.model", "");
  if (model.empty()) ThrowInput("The GGUF file holds no tokenizer (tokenizer.ggml.model)");
  if (model != "gpt2" && model != "llama") {
    ThrowInput(
        "The GGUF metadata give tokenizer.ggml.model = '{}', which is not supported; gpt2 "
        "and llama are",
        model);
  }
  const GgufVocabulary vocabulary = GgufVocabulary::FromMetadata(metadata);
  return {model == "gpt2" ? ByteLevelTokenizer(metadata, vocabulary)
                          : SentencePieceTokenizer(metadata, vocabulary),
          ConfigOf(metadata, vocabulary)};
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
