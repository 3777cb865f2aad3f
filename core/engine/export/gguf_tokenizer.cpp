// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/gguf_tokenizer.h"

#include "core/base/error.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sentei::engine {
namespace {

using nlohmann::json;

// Token types of the GGUF specification.
enum TokenType : std::int32_t {
  kNormal = 1,
  kUnknown = 2,
  kControl = 3,
  kUserDefined = 4,
  kUnused = 5,
  kByte = 6,
};

constexpr const char* kHint = "Choose a Hugging Face profile and convert with llama.cpp's script.";

[[noreturn]] void Refuse(const std::string& why) {
  throw Error(
      ErrorCode::kUsage, fmt::format("this tokenizer cannot be written to GGUF: {}", why), kHint);
}

const json& Part(const json& object, const char* key) {
  static const json nothing;
  const auto found = object.find(key);
  return found == object.end() ? nothing : *found;
}

struct Vocabulary {
  std::vector<std::string> tokens;
  std::vector<std::int32_t> types;
};

void Place(Vocabulary& vocabulary, const json& id, const std::string& token, TokenType type) {
  const auto index = id.get<std::int64_t>();
  if (index < 0 || index >= static_cast<std::int64_t>(vocabulary.tokens.size())) {
    Refuse(fmt::format(
        "token id {} lies outside the model's vocabulary of {}", index, vocabulary.tokens.size()));
  }
  vocabulary.tokens[static_cast<std::size_t>(index)] = token;
  vocabulary.types[static_cast<std::size_t>(index)] = type;
}

bool IsByteToken(const std::string& token) {
  return token.size() == 6 && token.starts_with("<0x") && token.back() == '>';
}

Vocabulary ReadVocabulary(const json& tokenizer, std::int64_t vocab_size) {
  Vocabulary vocabulary;
  const auto size = static_cast<std::size_t>(vocab_size);
  for (std::size_t id = 0; id < size; ++id) vocabulary.tokens.push_back(fmt::format("[PAD{}]", id));
  vocabulary.types.assign(size, kUnused);
  const json& model = tokenizer.at("model");
  const bool byte_fallback = Part(model, "byte_fallback") == true;
  for (const auto& [token, id] : model.at("vocab").items()) {
    Place(vocabulary, id, token, byte_fallback && IsByteToken(token) ? kByte : kNormal);
  }
  for (const json& added : Part(tokenizer, "added_tokens")) {
    const std::string content = added.at("content");
    const bool unknown = byte_fallback && Part(model, "unk_token") == content;
    const TokenType special = unknown ? kUnknown : kControl;
    Place(vocabulary,
          added.at("id"),
          content,
          Part(added, "special") == true ? special : kUserDefined);
  }
  return vocabulary;
}

// "left right", whichever way tokenizer.json writes the pair.
std::vector<std::string> ReadMerges(const json& model) {
  std::vector<std::string> merges;
  for (const json& merge : model.at("merges")) {
    merges.push_back(merge.is_string()
                         ? merge.get<std::string>()
                         : merge.at(0).get<std::string>() + " " + merge.at(1).get<std::string>());
  }
  return merges;
}

bool IsByteLevel(const json& step) { return Part(step, "type") == "ByteLevel"; }

// The pre-tokenizers that llama.cpp knows by name and that are told apart by their parts.
std::string PreTokenizerName(const json& pre) {
  if (IsByteLevel(pre) && Part(pre, "use_regex") != false) return "gpt-2";
  const json& steps = Part(pre, "pretokenizers");
  if (!steps.is_array() || steps.size() != 2 || !IsByteLevel(steps[1])) {
    Refuse("its pre-tokenizer has no GGUF name");
  }
  const bool own_split = Part(steps[1], "use_regex") != false;
  if (Part(steps[0], "type") == "Digits" && Part(steps[0], "individual_digits") == true &&
      own_split) {
    return "smollm";
  }
  const json& pattern = Part(Part(steps[0], "pattern"), "Regex");
  const bool llama3 = pattern.is_string() &&
                      pattern.get<std::string>().find("\\p{N}{1,3}") != std::string::npos &&
                      pattern.get<std::string>().find("(?i:'s|'t|'re|'ve|'m|'ll|'d)") == 0;
  if (Part(steps[0], "type") == "Split" && llama3 && !own_split) return "llama-bpe";
  Refuse("its pre-tokenizer has no GGUF name");
}

bool AddsBos(const text::ModelTokenizer& tokenizer) {
  const auto ids = tokenizer.tokenizer.Encode("a", text::SpecialTokens::kAdd);
  return tokenizer.bos && !ids.empty() && ids.front() == *tokenizer.bos;
}

bool AddsEos(const text::ModelTokenizer& tokenizer) {
  const auto ids = tokenizer.tokenizer.Encode("a", text::SpecialTokens::kAdd);
  return !tokenizer.eos.empty() && !ids.empty() && ids.back() == tokenizer.eos.front();
}

bool PrependsSpace(const json& tokenizer) {
  const json& normalizer = Part(tokenizer, "normalizer");
  for (const json& step : Part(normalizer, "normalizers")) {
    if (Part(step, "type") == "Prepend") return true;
  }
  const json& pre = Part(tokenizer, "pre_tokenizer");
  return Part(normalizer, "type") == "Prepend" ||
         (Part(pre, "type") == "Metaspace" && Part(pre, "prepend_scheme") != "never");
}

void AddSpecialIds(json& metadata, const text::ModelTokenizer& tokenizer) {
  const json& unk = Part(tokenizer.tokenizer_json.at("model"), "unk_token");
  if (tokenizer.bos) metadata["tokenizer.ggml.bos_token_id"] = *tokenizer.bos;
  if (!tokenizer.eos.empty()) metadata["tokenizer.ggml.eos_token_id"] = tokenizer.eos.front();
  if (tokenizer.pad) metadata["tokenizer.ggml.padding_token_id"] = *tokenizer.pad;
  if (unk.is_string()) {
    if (const auto id = tokenizer.tokenizer.IdOf(unk.get<std::string>())) {
      metadata["tokenizer.ggml.unknown_token_id"] = *id;
    }
  }
  metadata["tokenizer.ggml.add_bos_token"] = AddsBos(tokenizer);
  metadata["tokenizer.ggml.add_eos_token"] = AddsEos(tokenizer);
  const json& chat = Part(tokenizer.tokenizer_config, "chat_template");
  if (chat.is_string()) metadata["tokenizer.chat_template"] = chat;
}

// A SentencePiece BPE joins the pair whose result has the highest score: the earlier the merge, the
// higher. What no merge makes comes after all of them.
std::vector<float> ScoresOf(const Vocabulary& vocabulary, const std::vector<std::string>& merges) {
  std::unordered_map<std::string, std::size_t> ranks;
  for (std::size_t rank = 0; rank < merges.size(); ++rank) {
    std::string joined = merges[rank];
    joined.erase(joined.find(' ', 1), 1);
    ranks.emplace(std::move(joined), rank);
  }
  std::vector<float> scores;
  for (std::size_t id = 0; id < vocabulary.tokens.size(); ++id) {
    const auto found = ranks.find(vocabulary.tokens[id]);
    const std::size_t rank = found == ranks.end() ? merges.size() + id : found->second;
    scores.push_back(vocabulary.types[id] == kNormal ? -static_cast<float>(rank) : 0.0F);
  }
  return scores;
}

}  // namespace

json GgufTokenizer(const text::ModelTokenizer& tokenizer, std::int64_t vocab_size) {
  const json& source = tokenizer.tokenizer_json;
  const json& model = Part(source, "model");
  if (Part(model, "type") != "BPE") Refuse("it is no BPE");
  const Vocabulary vocabulary = ReadVocabulary(source, vocab_size);
  const std::vector<std::string> merges = ReadMerges(model);
  json metadata = {{"tokenizer.ggml.tokens", vocabulary.tokens},
                   {"tokenizer.ggml.token_type", vocabulary.types}};
  if (Part(model, "byte_fallback") == true) {
    metadata["tokenizer.ggml.model"] = "llama";
    metadata["tokenizer.ggml.pre"] = "default";
    metadata["tokenizer.ggml.scores"] = ScoresOf(vocabulary, merges);
    metadata["tokenizer.ggml.add_space_prefix"] = PrependsSpace(source);
  } else {
    metadata["tokenizer.ggml.model"] = "gpt2";
    metadata["tokenizer.ggml.pre"] = PreTokenizerName(Part(source, "pre_tokenizer"));
    metadata["tokenizer.ggml.merges"] = merges;
  }
  AddSpecialIds(metadata, tokenizer);
  return metadata;
}

}  // namespace sentei::engine
