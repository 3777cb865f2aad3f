// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/formats/model_folder.h"
#include "core/text/gguf_tokenizer.h"
#include "core/text/sentencepiece_model.h"
#include "core/text/sentencepiece_tokenizer.h"
#include "core/text/tiktoken_model.h"
#include "core/text/tokenizer.h"
#include "core/text/tokenizer_json.h"
#include "core/text/vocabulary_tokenizer.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>

namespace sentei::text {
namespace {

using formats::ModelFolder;
using nlohmann::json;

constexpr std::uint64_t kLargestModel =
    std::max<std::uint64_t>(kLargestSentencePieceModel, kLargestTiktokenModel);

/// The vocabularies of SentencePiece and tiktoken, by the names that models are published with.
constexpr std::array<const char*, 7> kModelFiles = {"tokenizer.model",
                                                    "spiece.model",
                                                    "spm.model",
                                                    "sentencepiece.bpe.model",
                                                    "sentencepiece.model",
                                                    "m.model",
                                                    "tiktoken.model"};

json ObjectIfAny(const ModelFolder& folder, std::string_view name) {
  return folder.Contains(name) ? folder.ReadJsonObject(name, formats::kMaxConfigBytes)
                               : json::object();
}

/// tokenizer_config.json, completed from the files that older models keep its parts in. The chat
/// template is data here: never run, only carried along.
json ConfigIn(const ModelFolder& folder) {
  json config = ObjectIfAny(folder, "tokenizer_config.json");
  const json special_tokens = ObjectIfAny(folder, "special_tokens_map.json");
  for (const auto& [key, value] : special_tokens.items()) {
    if (!config.contains(key)) config[key] = value;
  }
  if (folder.Contains("chat_template.jinja") && !config.contains("chat_template")) {
    config["chat_template"] = folder.ReadText("chat_template.jinja", formats::kMaxTemplateBytes);
  }
  return config;
}

TokenizerFiles FromModelFile(const ModelFolder& folder,
                             const char* name,
                             json config,
                             const json& model_config) {
  const std::string bytes = folder.ReadText(name, kLargestModel);
  try {
    if (IsTiktokenModel(bytes)) return TokenizerFromTiktoken(bytes, std::move(config));
    const SentencePieceModel model = ReadSentencePieceModel(bytes);
    const auto family = SentencePieceFamilyOf(config, model_config, name, model);
    return TokenizerFromSentencePiece(model, family, std::move(config));
  } catch (const Error& error) {
    throw Error(error.code(),
                fmt::format("{}: {}", (folder.path() / name).string(), error.what()),
                error.hint());
  }
}

TokenizerFiles FilesIn(const ModelFolder& folder, const json& model_config) {
  json config = ConfigIn(folder);
  if (folder.Contains("tokenizer.json"))
    return {folder.ReadJsonObject("tokenizer.json", formats::kMaxTokenizerBytes),
            std::move(config)};
  for (const char* name : kModelFiles) {
    if (folder.Contains(name)) return FromModelFile(folder, name, std::move(config), model_config);
  }
  if (folder.Contains("vocab.json") && folder.Contains("merges.txt")) {
    return TokenizerFromMerges(folder.ReadJsonObject("vocab.json", formats::kMaxTokenizerBytes),
                               folder.ReadText("merges.txt", formats::kMaxTokenizerBytes),
                               std::move(config),
                               model_config);
  }
  if (folder.Contains("vocab.txt")) {
    return TokenizerFromWordList(folder.ReadText("vocab.txt", formats::kMaxTokenizerBytes),
                                 std::move(config));
  }
  throw Error(ErrorCode::kInput,
              fmt::format("{} has no tokenizer: no tokenizer.json, no .model file of SentencePiece "
                          "or tiktoken, no vocab.json with merges.txt, no vocab.txt",
                          folder.path().string()),
              "Copy the tokenizer's files beside the model; transformers (AutoTokenizer) saves "
              "them as tokenizer.json");
}

/// Files that do not have the form of their kind end in a sentence that names the folder.
TokenizerFiles FilesBesideModel(const ModelFolder& folder, const json& model_config) {
  try {
    return FilesIn(folder, model_config);
  } catch (const json::exception& error) {
    throw Error(ErrorCode::kInput,
                fmt::format("The tokenizer files in {} do not have the expected form: {}",
                            folder.path().string(),
                            error.what()));
  }
}

/// One id or several, as eos_token_id is written; what is no id is left out.
std::vector<TokenId> IdsAt(const json& object, std::string_view key) {
  std::vector<TokenId> ids;
  if (!object.is_object() || !object.contains(key)) return ids;
  const json& value = object.at(key);
  const auto add = [&](const json& id) {
    const bool is_id =
        id.is_number_integer() && id >= 0 && id <= std::numeric_limits<TokenId>::max();
    if (is_id) ids.push_back(id.get<TokenId>());
  };
  if (!value.is_array()) {
    add(value);
  } else {
    for (const json& id : value) add(id);
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

ModelTokenizer FromFolder(const ModelFolder& folder, const json& model_config) {
  return Assemble(FilesBesideModel(folder, model_config),
                  model_config,
                  ObjectIfAny(folder, "generation_config.json"));
}

}  // namespace

ModelTokenizer LoadTokenizer(const formats::ModelSource& source) {
  switch (source.format()) {
    case formats::SourceFormat::kGguf:
      return FromGguf(source);
    case formats::SourceFormat::kHfDirectory:
      return FromFolder(ModelFolder(source.path()), source.config());
    case formats::SourceFormat::kSafetensorsFile:
      break;
  }
  ThrowInput("{} is a single file of tensors and has no tokenizer", source.path().string());
}

}  // namespace sentei::text
