// SPDX-License-Identifier: Apache-2.0
#include "core/text/vocabulary_tokenizer.h"

#include "core/base/error.h"
#include "core/text/json_field.h"
#include "core/text/split_scanner.h"
#include "core/text/unicode.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace sentei::text {
namespace {

using nlohmann::json;

/// Calls `visit` with every line, without its end.
template <typename Visit>
void ForEachLine(std::string_view text, const Visit& visit) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    visit(line);
  }
}

json MergesOf(std::string_view text) {
  json merges = json::array();
  ForEachLine(text, [&](std::string_view line) {
    if (line.empty() || line.starts_with("#version")) return;
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos || line.find(' ', space + 1) != std::string_view::npos) {
      ThrowInput("merges.txt: '{}' is no pair of tokens", ReplaceInvalidUtf8(line));
    }
    merges.push_back({std::string(line.substr(0, space)), std::string(line.substr(space + 1))});
  });
  return merges;
}

enum class MergesFamily : std::uint8_t { kGpt2, kRoberta, kQwen2 };

MergesFamily FamilyOf(const json& tokenizer_config, const json& model_config) {
  const auto text_at = [](const json& object, const char* key) {
    const bool has = object.is_object() && object.contains(key) && object.at(key).is_string();
    return has ? object.at(key).get<std::string>() : std::string();
  };
  const std::string name = text_at(tokenizer_config, "tokenizer_class");
  const std::string type = text_at(model_config, "model_type");
  if (name.starts_with("Roberta") || (name.empty() && type == "roberta")) {
    return MergesFamily::kRoberta;
  }
  if (name.starts_with("Qwen2") || (name.empty() && (type == "qwen2" || type == "qwen3"))) {
    return MergesFamily::kQwen2;
  }
  return MergesFamily::kGpt2;
}

/// Names the special tokens that a family has and the configuration does not.
void NameFamilyTokens(MergesFamily family, json& config) {
  if (family == MergesFamily::kRoberta) {
    for (const auto& [key, token] : {std::pair("bos_token", "<s>"),
                                     {"eos_token", "</s>"},
                                     {"sep_token", "</s>"},
                                     {"cls_token", "<s>"},
                                     {"unk_token", "<unk>"},
                                     {"pad_token", "<pad>"},
                                     {"mask_token", "<mask>"}}) {
      NameToken(config, key, token);
    }
    return;
  }
  NameToken(config, "eos_token", "<|endoftext|>");
  if (family == MergesFamily::kGpt2) NameToken(config, "bos_token", "<|endoftext|>");
}

/// The configured special tokens that the vocabulary holds, by their ids; RoBERTa's mask takes the
/// space before it along.
json SpecialTokensOf(const json& vocab, const json& config) {
  std::vector<std::pair<TokenId, json>> found;
  for (const char* key : {"bos_token",
                          "eos_token",
                          "unk_token",
                          "sep_token",
                          "pad_token",
                          "cls_token",
                          "mask_token"}) {
    const std::string token = ConfiguredToken(config, key);
    const auto place = vocab.find(token);
    if (token.empty() || place == vocab.end()) continue;
    const auto id = place->get<TokenId>();
    const auto same = [id](const auto& other) { return other.first == id; };
    if (std::any_of(found.begin(), found.end(), same)) continue;
    json entry = AddedTokenJson(id, token, TokenRole::kSpecial);
    entry["lstrip"] = token == "<mask>";
    found.emplace_back(id, std::move(entry));
  }
  std::sort(
      found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  json tokens = json::array();
  for (auto& [id, entry] : found) tokens.push_back(std::move(entry));
  return tokens;
}

TokenId IdIn(const json& vocab, const std::string& token, const char* file) {
  const auto found = vocab.find(token);
  if (found == vocab.end()) ThrowInput("{} has no token '{}'", file, token);
  return found->get<TokenId>();
}

json RobertaProcessing(const json& vocab, const json& config) {
  const auto pair = [&](const char* key) {
    const std::string token = ConfiguredToken(config, key);
    return json::array({token, IdIn(vocab, token, "vocab.json")});
  };
  return {{"type", "RobertaProcessing"},
          {"sep", pair("sep_token")},
          {"cls", pair("cls_token")},
          {"trim_offsets", true},
          {"add_prefix_space", FieldOr(config, "add_prefix_space", false)}};
}

json WordListVocab(std::string_view word_list) {
  json vocab = json::object();
  std::int64_t id = 0;
  ForEachLine(word_list, [&](std::string_view line) {
    if (ReplaceInvalidUtf8(line) != line) ThrowInput("vocab.txt: line {} is no UTF-8", id + 1);
    vocab[std::string(line)] = id++;
  });
  return vocab;
}

}  // namespace

TokenizerFiles TokenizerFromMerges(json vocab,
                                   std::string_view merges,
                                   json tokenizer_config,
                                   const json& model_config) {
  const MergesFamily family = FamilyOf(tokenizer_config, model_config);
  NameFamilyTokens(family, tokenizer_config);
  json added = SpecialTokensOf(vocab, tokenizer_config);
  json roberta;
  if (family == MergesFamily::kRoberta) roberta = RobertaProcessing(vocab, tokenizer_config);
  json tokenizer = TokenizerJson(std::move(added), BpeJson(std::move(vocab), MergesOf(merges)));
  const bool prefix = FieldOr(tokenizer_config, "add_prefix_space", false);
  if (family == MergesFamily::kQwen2) {
    tokenizer["normalizer"] = {{"type", "NFC"}};
    tokenizer["pre_tokenizer"] = RegexByteLevel(kQwen2Regex);
    tokenizer["pre_tokenizer"]["pretokenizers"][1]["add_prefix_space"] = prefix;
  } else {
    tokenizer["pre_tokenizer"] = ByteLevelSplit();
    tokenizer["pre_tokenizer"]["add_prefix_space"] = prefix;
  }
  tokenizer["decoder"] = ByteLevelDecoder();
  TokenizerFiles files = WithConfiguredTokens({std::move(tokenizer), std::move(tokenizer_config)});
  files.tokenizer_json["post_processor"] = family == MergesFamily::kRoberta
                                               ? std::move(roberta)
                                               : BosTemplate(files, BosDefault::kLeaveOut);
  return files;
}

TokenizerFiles TokenizerFromWordList(std::string_view word_list, json tokenizer_config) {
  json vocab = WordListVocab(word_list);
  for (const auto& [key, token] : {std::pair("unk_token", "[UNK]"),
                                   {"sep_token", "[SEP]"},
                                   {"pad_token", "[PAD]"},
                                   {"cls_token", "[CLS]"},
                                   {"mask_token", "[MASK]"}}) {
    NameToken(tokenizer_config, key, token);
  }
  const auto named = [&](const char* key) {
    const std::string token = ConfiguredToken(tokenizer_config, key);
    return NamedToken{token, IdIn(vocab, token, "vocab.txt")};
  };
  const NamedToken cls = named("cls_token");
  const NamedToken sep = named("sep_token");
  json added = SpecialTokensOf(vocab, tokenizer_config);
  json tokenizer = TokenizerJson(std::move(added),
                                 {{"type", "WordPiece"},
                                  {"unk_token", named("unk_token").content},
                                  {"continuing_subword_prefix", "##"},
                                  {"max_input_chars_per_word", 100},
                                  {"vocab", std::move(vocab)}});
  tokenizer["normalizer"] = {
      {"type", "BertNormalizer"},
      {"clean_text", true},
      {"handle_chinese_chars", FieldOr(tokenizer_config, "tokenize_chinese_chars", true)},
      {"strip_accents", FieldOr<json>(tokenizer_config, "strip_accents", nullptr)},
      {"lowercase", FieldOr(tokenizer_config, "do_lower_case", true)}};
  tokenizer["pre_tokenizer"] = {{"type", "BertPreTokenizer"}};
  tokenizer["post_processor"] = BertTemplate(cls, sep);
  tokenizer["decoder"] = {{"type", "WordPiece"}, {"prefix", "##"}, {"cleanup", true}};
  return WithConfiguredTokens({std::move(tokenizer), std::move(tokenizer_config)});
}

}  // namespace sentei::text
