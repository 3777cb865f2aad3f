// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/formats/read_json.h"
#include "core/text/gguf_tokenizer.h"
#include "core/text/json_field.h"
#include "core/text/tokenizer.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

namespace sentei::text {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestTemplate = 1 << 20;

json ReadOptional(const fs::path& path) {
  return fs::exists(path) ? formats::ReadJsonObject(path) : json::object();
}

/// The chat template may lie in a file of its own. It is data here: never run, only carried along.
void AddChatTemplate(const fs::path& path, json& config) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error || size > kLargestTemplate || config.contains("chat_template")) return;
  std::ifstream file(path, std::ios::binary);
  config["chat_template"] = std::string(std::istreambuf_iterator<char>(file), {});
}

TokenizerFiles FilesBesideModel(const fs::path& folder) {
  const fs::path tokenizer_path = folder / "tokenizer.json";
  if (!fs::exists(tokenizer_path)) {
    throw Error(ErrorCode::kInput,
                fmt::format("{} has no tokenizer.json", folder.string()),
                "Load and save the tokenizer once with transformers (AutoTokenizer): it writes "
                "tokenizer.json");
  }
  TokenizerFiles files = {formats::ReadJsonObject(tokenizer_path),
                          ReadOptional(folder / "tokenizer_config.json")};
  const json special_tokens = ReadOptional(folder / "special_tokens_map.json");
  for (const auto& [key, value] : special_tokens.items()) {
    if (!files.tokenizer_config.contains(key)) files.tokenizer_config[key] = value;
  }
  AddChatTemplate(folder / "chat_template.jinja", files.tokenizer_config);
  return files;
}

/// One id or several, as eos_token_id is written.
std::vector<TokenId> IdsAt(const json& object, std::string_view key) {
  std::vector<TokenId> ids;
  if (!object.is_object() || !object.contains(key)) return ids;
  const json& value = object.at(key);
  if (value.is_number_integer()) ids.push_back(value.get<TokenId>());
  if (!value.is_array()) return ids;
  for (const json& id : value) {
    if (id.is_number_integer()) ids.push_back(id.get<TokenId>());
  }
  return ids;
}

void AddIds(const std::vector<TokenId>& more, std::vector<TokenId>& ids) {
  for (const TokenId id : more) {
    if (id >= 0 && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
}

std::optional<TokenId> FirstOf(const std::vector<TokenId>& ids) {
  return ids.empty() ? std::nullopt : std::optional(ids.front());
}

/// The tokenizer's own word for a special token, else the model configuration's id.
std::optional<TokenId> SpecialId(const ModelTokenizer& loaded,
                                 const json& model_config,
                                 const std::string& name) {
  const auto id = loaded.tokenizer.IdOf(ConfiguredToken(loaded.tokenizer_config, name));
  return id ? id : FirstOf(IdsAt(model_config, name + "_id"));
}

ModelTokenizer Assemble(TokenizerFiles files, const json& model_config, const json& generation) {
  Tokenizer tokenizer = Tokenizer::FromJson(files.tokenizer_json);
  ModelTokenizer loaded{std::move(tokenizer),
                        std::move(files.tokenizer_json),
                        std::move(files.tokenizer_config),
                        std::nullopt,
                        {},
                        std::nullopt};
  loaded.bos = SpecialId(loaded, model_config, "bos_token");
  loaded.pad = SpecialId(loaded, model_config, "pad_token");
  AddIds(IdsAt(generation, "eos_token_id"), loaded.eos);
  AddIds(IdsAt(model_config, "eos_token_id"), loaded.eos);
  if (const auto id =
          loaded.tokenizer.IdOf(ConfiguredToken(loaded.tokenizer_config, "eos_token"))) {
    AddIds({*id}, loaded.eos);
  }
  return loaded;
}

ModelTokenizer FromGguf(const formats::ModelSource& source) {
  const json& metadata = source.gguf_metadata();
  ModelTokenizer loaded = Assemble(TokenizerFromGguf(metadata), source.config(), json::object());
  AddIds(IdsAt(metadata, "tokenizer.ggml.eot_token_id"), loaded.eos);
  AddIds(IdsAt(metadata, "tokenizer.ggml.eom_token_id"), loaded.eos);
  return loaded;
}

}  // namespace

ModelTokenizer LoadTokenizer(const formats::ModelSource& source) {
  switch (source.format()) {
    case formats::SourceFormat::kGguf:
      return FromGguf(source);
    case formats::SourceFormat::kHfDirectory:
      return Assemble(FilesBesideModel(source.path()),
                      source.config(),
                      ReadOptional(source.path() / "generation_config.json"));
    case formats::SourceFormat::kSafetensorsFile:
      break;
  }
  ThrowInput("{} is a single file of tensors and has no tokenizer", source.path().string());
}

}  // namespace sentei::text
