// SPDX-License-Identifier: Apache-2.0
#include "core/text/tokenizer_json.h"

#include "core/base/base64.h"
#include "core/base/error.h"
#include "core/text/json_field.h"
#include "core/text/string_map.h"

#include <charconv>
#include <map>
#include <utility>

namespace sentei::text {
namespace {

using nlohmann::json;

json ByteLevel(bool use_regex) {
  return {{"type", "ByteLevel"},
          {"add_prefix_space", false},
          {"trim_offsets", true},
          {"use_regex", use_regex}};
}

json TemplateText(const char* name, int type_id) {
  return {{"Sequence", {{"id", name}, {"type_id", type_id}}}};
}

json TemplateToken(const NamedToken& token, int type_id) {
  return {{"SpecialToken", {{"id", token.content}, {"type_id", type_id}}}};
}

json TemplateEntry(const NamedToken& token) {
  return {{"id", token.content}, {"ids", {token.id}}, {"tokens", {token.content}}};
}

json TemplateJson(json single, json pair, json special) {
  return {{"type", "TemplateProcessing"},
          {"single", std::move(single)},
          {"pair", std::move(pair)},
          {"special_tokens", std::move(special)}};
}

}  // namespace

json AddedTokenJson(TokenId id, const std::string& content, TokenRole role) {
  return {{"id", id},
          {"content", content},
          {"single_word", false},
          {"lstrip", false},
          {"rstrip", false},
          {"normalized", false},
          {"special", role == TokenRole::kSpecial}};
}

json SurroundTemplate(const std::vector<NamedToken>& before, const std::vector<NamedToken>& after) {
  json single = json::array();
  json special = json::object();
  const auto add = [&](const NamedToken& token, json& items) {
    items.push_back(TemplateToken(token, 0));
    special[token.content] = TemplateEntry(token);
  };
  for (const NamedToken& token : before) add(token, single);
  single.push_back(TemplateText("A", 0));
  for (const NamedToken& token : after) add(token, single);
  json pair = single;
  pair.push_back(TemplateText("B", 1));
  for (const NamedToken& token : after) add(token, pair);
  return TemplateJson(std::move(single), std::move(pair), std::move(special));
}

json BertTemplate(const NamedToken& cls, const NamedToken& sep) {
  json single = json::array({TemplateToken(cls, 0), TemplateText("A", 0), TemplateToken(sep, 0)});
  json pair = single;
  pair.push_back(TemplateText("B", 1));
  pair.push_back(TemplateToken(sep, 1));
  return TemplateJson(std::move(single),
                      std::move(pair),
                      {{cls.content, TemplateEntry(cls)}, {sep.content, TemplateEntry(sep)}});
}

json TokenizerJson(json added_tokens, json model) {
  return {{"version", "1.0"},
          {"truncation", nullptr},
          {"padding", nullptr},
          {"added_tokens", std::move(added_tokens)},
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

json ByteLevelSplit() { return ByteLevel(true); }

json RegexByteLevel(std::string_view regex) {
  return PreTokenizerSequence(json::array({{{"type", "Split"},
                                            {"pattern", {{"Regex", std::string(regex)}}},
                                            {"behavior", "Isolated"},
                                            {"invert", false}},
                                           ByteLevel(false)}));
}

json ByteLevelDecoder() {
  return {{"type", "ByteLevel"},
          {"add_prefix_space", true},
          {"trim_offsets", true},
          {"use_regex", true}};
}

json PreTokenizerSequence(json parts) {
  return {{"type", "Sequence"}, {"pretokenizers", std::move(parts)}};
}

json NormalizerSequence(json parts) {
  return {{"type", "Sequence"}, {"normalizers", std::move(parts)}};
}

json ReplaceJson(const char* from, const char* to) {
  return {{"type", "Replace"}, {"pattern", {{"String", from}}}, {"content", to}};
}

json SpaceNormalizer(SpacePrefix prefix) {
  json replace = ReplaceJson(" ", kSpaceMark);
  if (prefix == SpacePrefix::kNone) return replace;
  return NormalizerSequence(
      json::array({{{"type", "Prepend"}, {"prepend", kSpaceMark}}, std::move(replace)}));
}

json SpaceDecoder(SpacePrefix prefix) {
  json decoders =
      json::array({ReplaceJson(kSpaceMark, " "), {{"type", "ByteFallback"}}, {{"type", "Fuse"}}});
  if (prefix == SpacePrefix::kPrepend) {
    decoders.push_back({{"type", "Strip"}, {"content", " "}, {"start", 1}, {"stop", 0}});
  }
  return {{"type", "Sequence"}, {"decoders", std::move(decoders)}};
}

json MetaspaceJson(const char* prepend_scheme) {
  return {{"type", "Metaspace"},
          {"replacement", kSpaceMark},
          {"prepend_scheme", prepend_scheme},
          {"split", true}};
}

json PrecompiledJson(std::string_view charsmap) {
  return {{"type", "Precompiled"}, {"precompiled_charsmap", EncodeBase64(charsmap)}};
}

std::string ConfiguredToken(const json& config, std::string_view key) {
  const auto found = config.find(key);
  if (found == config.end()) return {};
  if (found->is_string()) return found->get<std::string>();
  const auto content = found->find("content");  // the end for what is no object
  return content != found->end() && content->is_string() ? content->get<std::string>() : "";
}

void NameToken(json& config, const char* key, const std::string& token) {
  if (ConfiguredToken(config, key).empty()) config[key] = token;
}

TokenizerFiles WithConfiguredTokens(TokenizerFiles files) {
  if (!files.tokenizer_config.contains("tokenizer_class")) {
    files.tokenizer_config["tokenizer_class"] = "PreTrainedTokenizerFast";
  }
  const auto configured =
      FieldOr<json>(files.tokenizer_config, "added_tokens_decoder", json::object());
  std::map<TokenId, const json*> by_id;
  for (const auto& [key, token] : configured.items()) {
    TokenId id = -1;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), id);
    if (error != std::errc{} || end != key.data() + key.size() || id < 0) {
      ThrowInput("tokenizer_config.json: added_tokens_decoder has the id '{}'", key);
    }
    by_id.emplace(id, &token);
  }
  json& added = files.tokenizer_json["added_tokens"];
  StringMap<std::size_t> places;
  for (std::size_t i = 0; i < added.size(); ++i)
    places.emplace(added[i].at("content").get<std::string>(), i);
  for (const auto& [id, token] : by_id) {
    json entry = *token;
    entry["id"] = id;
    const auto place = places.find(entry.at("content").get_ref<const std::string&>());
    if (place == places.end()) {
      added.push_back(std::move(entry));
    } else {
      added[place->second] = std::move(entry);
    }
  }
  return files;
}

json BosTemplate(const TokenizerFiles& files, BosDefault otherwise) {
  const std::string bos = ConfiguredToken(files.tokenizer_config, "bos_token");
  if (FieldOr(files.tokenizer_config, "add_bos_token", otherwise == BosDefault::kAdd)) {
    for (const json& token : files.tokenizer_json.at("added_tokens")) {
      if (token.at("content") == bos) {
        return SurroundTemplate({{bos, token.at("id").get<TokenId>()}}, {});
      }
    }
  }
  return ByteLevelDecoder();
}

}  // namespace sentei::text
