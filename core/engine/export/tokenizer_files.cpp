// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/tokenizer_files.h"

#include "core/engine/export/text_files.h"

#include <array>
#include <string_view>

namespace sentei::engine {
namespace {

using nlohmann::json;

constexpr std::array<const char*, 6> kTokens{
    "bos_token", "eos_token", "unk_token", "pad_token", "sep_token", "mask_token"};
constexpr std::array<const char*, 6> kSettings{"model_max_length",
                                               "clean_up_tokenization_spaces",
                                               "add_prefix_space",
                                               "padding_side",
                                               "truncation_side",
                                               "chat_template"};

// A token as plain text, whether the source wrote text or an object with its content.
json TokenText(const json& token) {
  if (token.is_string()) return token;
  if (token.is_object() && token.contains("content") && token["content"].is_string()) {
    return token["content"];
  }
  return nullptr;
}

bool IsPlain(const json& value) {
  return value.is_string() || value.is_number() || value.is_boolean();
}

void AddExtraTokens(json& config, const json& source) {
  const auto found = source.find("additional_special_tokens");
  if (found == source.end() || !found->is_array()) return;
  json tokens = json::array();
  for (const json& token : *found) {
    if (const json text = TokenText(token); !text.is_null()) tokens.push_back(text);
  }
  if (!tokens.empty()) config["additional_special_tokens"] = tokens;
}

}  // namespace

json PortableTokenizerConfig(const json& source_config) {
  json config = {{"tokenizer_class", "PreTrainedTokenizerFast"}};
  if (!source_config.is_object()) return config;
  for (const char* key : kTokens) {
    const auto found = source_config.find(key);
    if (found == source_config.end()) continue;
    if (const json text = TokenText(*found); !text.is_null()) config[key] = text;
  }
  for (const char* key : kSettings) {
    const auto found = source_config.find(key);
    if (found != source_config.end() && IsPlain(*found)) config[key] = *found;
  }
  AddExtraTokens(config, source_config);
  return config;
}

json SpecialTokensMap(const json& tokenizer_config) {
  json map = json::object();
  for (const char* key : kTokens) {
    if (tokenizer_config.contains(key)) map[key] = tokenizer_config[key];
  }
  if (tokenizer_config.contains("additional_special_tokens")) {
    map["additional_special_tokens"] = tokenizer_config["additional_special_tokens"];
  }
  return map;
}

void WriteTokenizerFiles(const text::ModelTokenizer& tokenizer,
                         const std::filesystem::path& folder) {
  const json config = PortableTokenizerConfig(tokenizer.tokenizer_config);
  WriteJson(tokenizer.tokenizer_json, folder / "tokenizer.json");
  WriteJson(config, folder / "tokenizer_config.json");
  WriteJson(SpecialTokensMap(config), folder / "special_tokens_map.json");
}

}  // namespace sentei::engine
