// SPDX-License-Identifier: Apache-2.0
#include "core/text/sentencepiece_tokenizer.h"

#include "core/base/error.h"
#include "core/text/json_field.h"
#include "core/text/scored_merges.h"
#include "core/text/string_map.h"
#include "core/text/tokenizer_json.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sentei::text {
namespace {

using nlohmann::json;

constexpr std::int64_t kMostSentinels = 10'000;

struct FamilyName {
  std::string_view name;
  SentencePieceFamily family;
};
constexpr std::array<FamilyName, 5> kClasses = {
    {{"LlamaTokenizer", SentencePieceFamily::kLlama},
     {"CodeLlamaTokenizer", SentencePieceFamily::kLlama},
     {"GemmaTokenizer", SentencePieceFamily::kGemma},
     {"T5Tokenizer", SentencePieceFamily::kT5},
     {"DebertaV2Tokenizer", SentencePieceFamily::kDeberta}}};
constexpr std::array<FamilyName, 11> kModelTypes = {
    {{"llama", SentencePieceFamily::kLlama},
     {"mistral", SentencePieceFamily::kLlama},
     {"mixtral", SentencePieceFamily::kLlama},
     {"phi3", SentencePieceFamily::kLlama},
     {"gemma", SentencePieceFamily::kGemma},
     {"gemma2", SentencePieceFamily::kGemma},
     {"gemma3", SentencePieceFamily::kGemma},
     {"gemma3_text", SentencePieceFamily::kGemma},
     {"t5", SentencePieceFamily::kT5},
     {"mt5", SentencePieceFamily::kT5},
     {"deberta-v2", SentencePieceFamily::kDeberta}}};

template <std::size_t Count>
std::optional<SentencePieceFamily> Find(const std::array<FamilyName, Count>& names,
                                        std::string_view name) {
  const auto found = std::find_if(
      names.begin(), names.end(), [name](const FamilyName& entry) { return entry.name == name; });
  return found == names.end() ? std::nullopt : std::optional(found->family);
}

std::string TextAt(const json& object, std::string_view key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// A tokenizer.json being made of a model.
class Maker {
 public:
  Maker(const SentencePieceModel& model, const json& config) : model_(model), config_(config) {
    for (const SentencePiece& piece : model.pieces) Add(piece.text, piece.score);
  }
  // Tokens are views into the keys of the ids.
  Maker(const Maker&) = delete;
  Maker& operator=(const Maker&) = delete;
  ~Maker() = default;

  json Llama();
  json Gemma();
  json T5();
  json Deberta();
  json Plain();

 private:
  void Add(const std::string& text, double score);
  [[nodiscard]] std::optional<NamedToken> Piece(std::int64_t id) const;
  [[nodiscard]] NamedToken Named(const char* key, const char* fallback) const;
  [[nodiscard]] json AddedTokens() const;
  [[nodiscard]] json Vocab() const;
  [[nodiscard]] json Bpe() const;
  [[nodiscard]] json Unigram() const;
  [[nodiscard]] json Make(json added_tokens) const;
  [[nodiscard]] json AroundText(bool bos_by_default) const;
  [[nodiscard]] const char* PrependScheme() const;

  const SentencePieceModel& model_;
  const json& config_;
  std::vector<ScoredToken> tokens_;  ///< by id
  StringMap<TokenId> ids_;
};

void Maker::Add(const std::string& text, double score) {
  const auto entry = ids_.insert_or_assign(text, static_cast<TokenId>(tokens_.size())).first;
  tokens_.push_back({entry->first, score});
}

std::optional<NamedToken> Maker::Piece(std::int64_t id) const {
  if (id < 0 || static_cast<std::size_t>(id) >= model_.pieces.size()) return std::nullopt;
  return NamedToken{model_.pieces[static_cast<std::size_t>(id)].text, static_cast<TokenId>(id)};
}

/// A special token that the configuration may name, with its id; behind the vocabulary when new.
NamedToken Maker::Named(const char* key, const char* fallback) const {
  std::string token = ConfiguredToken(config_, key);
  if (token.empty()) token = fallback;
  const auto id = ids_.find(token);
  return {token, id == ids_.end() ? static_cast<TokenId>(tokens_.size()) : id->second};
}

json Maker::AddedTokens() const {
  json added = json::array();
  for (std::size_t id = 0; id < model_.pieces.size(); ++id) {
    const auto& [text, score, type] = model_.pieces[id];
    const bool special = type == PieceType::kControl || type == PieceType::kUnknown;
    if (!special && type != PieceType::kUserDefined) continue;
    added.push_back(AddedTokenJson(
        static_cast<TokenId>(id), text, special ? TokenRole::kSpecial : TokenRole::kOrdinary));
  }
  return added;
}

json Maker::Vocab() const {
  json vocab = json::object();
  for (const auto& [text, id] : ids_) vocab[text] = id;
  return vocab;
}

json Maker::Bpe() const {
  json bpe = BpeJson(Vocab(), MergesFromScores(tokens_, ids_));
  bpe["unk_token"] = model_.pieces[static_cast<std::size_t>(model_.unknown_id)].text;
  bpe["fuse_unk"] = true;
  return bpe;
}

json Maker::Unigram() const {
  json vocab = json::array();
  for (const ScoredToken& token : tokens_) {
    vocab.push_back({std::string(token.text), token.score});
  }
  return {{"type", "Unigram"},
          {"unk_id", model_.unknown_id},
          {"vocab", std::move(vocab)},
          {"byte_fallback", false}};
}

json Maker::Make(json added_tokens) const {
  const bool bpe = model_.algorithm == SentencePieceModel::Algorithm::kBpe;
  return TokenizerJson(std::move(added_tokens), bpe ? Bpe() : Unigram());
}

json Maker::AroundText(bool bos_by_default) const {
  std::vector<NamedToken> before;
  std::vector<NamedToken> after;
  const auto bos = Piece(model_.bos_id);
  const auto eos = Piece(model_.eos_id);
  if (bos && FieldOr(config_, "add_bos_token", bos_by_default)) before.push_back(*bos);
  if (eos && FieldOr(config_, "add_eos_token", false)) after.push_back(*eos);
  return SurroundTemplate(before, after);
}

const char* Maker::PrependScheme() const {
  if (!FieldOr(config_, "add_prefix_space", true)) return "never";
  return FieldOr(config_, "legacy", true) ? "always" : "first";
}

json Maker::Llama() {
  const SpacePrefix prefix =
      FieldOr(config_, "add_prefix_space", true) ? SpacePrefix::kPrepend : SpacePrefix::kNone;
  json tokenizer = Make(AddedTokens());
  tokenizer["model"]["byte_fallback"] = true;
  if (FieldOr(config_, "legacy", true)) {
    tokenizer["normalizer"] = SpaceNormalizer(prefix);
  } else {
    tokenizer["pre_tokenizer"] = MetaspaceJson(PrependScheme());
    tokenizer["pre_tokenizer"]["split"] = false;
  }
  tokenizer["post_processor"] = AroundText(true);
  tokenizer["decoder"] = SpaceDecoder(prefix);
  return tokenizer;
}

json Maker::Gemma() {
  // Early vocabularies have no tab but its byte, which stands for it then.
  if (const auto tab = ids_.find("<0x09>"); tab != ids_.end() && !ids_.contains("\t")) {
    const TokenId id = tab->second;
    ids_.erase(tab);
    tokens_[static_cast<std::size_t>(id)] = {ids_.emplace("\t", id).first->first, 0.0};
  }
  json added = AddedTokens();
  for (json& token : added) {
    const json& content = token.at("content");
    if (content == "<start_of_turn>" || content == "<end_of_turn>") token["special"] = true;
  }
  json tokenizer = Make(std::move(added));
  tokenizer["model"]["byte_fallback"] = true;
  tokenizer["normalizer"] = SpaceNormalizer(SpacePrefix::kNone);
  tokenizer["pre_tokenizer"] = {{"type", "Split"},
                                {"pattern", {{"String", " "}}},
                                {"behavior", "MergedWithPrevious"},
                                {"invert", false}};
  tokenizer["post_processor"] = AroundText(true);
  tokenizer["decoder"] = SpaceDecoder(SpacePrefix::kNone);
  return tokenizer;
}

json Maker::T5() {
  json added = AddedTokens();
  const std::int64_t sentinels = FieldOr<std::int64_t>(config_, "extra_ids", 100);
  if (sentinels < 0 || sentinels > kMostSentinels) {
    ThrowInput("tokenizer_config.json gives {} extra_ids", sentinels);
  }
  for (std::int64_t i = sentinels - 1; i >= 0; --i) {
    const std::string sentinel = fmt::format("<extra_id_{}>", i);
    const auto known = ids_.find(sentinel);
    const auto id = known == ids_.end() ? static_cast<TokenId>(tokens_.size()) : known->second;
    if (known == ids_.end()) Add(sentinel, 0.0);
    added.push_back(AddedTokenJson(id, sentinel, TokenRole::kSpecial));
  }
  json tokenizer = Make(std::move(added));
  if (!model_.charsmap.empty()) tokenizer["normalizer"] = PrecompiledJson(model_.charsmap);
  tokenizer["pre_tokenizer"] =
      PreTokenizerSequence(json::array({{{"type", "WhitespaceSplit"}}, MetaspaceJson("always")}));
  tokenizer["post_processor"] = SurroundTemplate({}, {Named("eos_token", "</s>")});
  tokenizer["decoder"] = MetaspaceJson("always");
  return tokenizer;
}

json Maker::Deberta() {
  json normalizers = json::array();
  if (FieldOr(config_, "do_lower_case", false)) normalizers.push_back({{"type", "Lowercase"}});
  normalizers.push_back({{"type", "Strip"}, {"strip_left", true}, {"strip_right", true}});
  if (!model_.charsmap.empty()) normalizers.push_back(PrecompiledJson(model_.charsmap));
  normalizers.push_back({{"type", "Replace"}, {"pattern", {{"Regex", " {2,}"}}}, {"content", " "}});
  json parts = json::array();
  if (FieldOr(config_, "split_by_punct", false)) {
    parts.push_back({{"type", "Punctuation"}, {"behavior", "Isolated"}});
  }
  parts.push_back(MetaspaceJson(PrependScheme()));
  json added = AddedTokens();
  if (const NamedToken mask = Named("mask_token", "[MASK]"); !ids_.contains(mask.content)) {
    added.push_back(AddedTokenJson(mask.id, mask.content, TokenRole::kSpecial));
  }
  json tokenizer = Make(std::move(added));
  tokenizer["normalizer"] = NormalizerSequence(std::move(normalizers));
  tokenizer["pre_tokenizer"] = PreTokenizerSequence(std::move(parts));
  tokenizer["post_processor"] =
      BertTemplate(Named("cls_token", "[CLS]"), Named("sep_token", "[SEP]"));
  tokenizer["decoder"] = MetaspaceJson(PrependScheme());
  return tokenizer;
}

json Maker::Plain() {
  json normalizers = json::array();
  if (!model_.charsmap.empty()) normalizers.push_back(PrecompiledJson(model_.charsmap));
  normalizers.push_back({{"type", "Strip"}, {"strip_left", false}, {"strip_right", true}});
  normalizers.push_back(
      {{"type", "Replace"}, {"pattern", {{"Regex", " {2,}"}}}, {"content", kSpaceMark}});
  json tokenizer = Make(AddedTokens());
  tokenizer["normalizer"] = NormalizerSequence(std::move(normalizers));
  tokenizer["pre_tokenizer"] = MetaspaceJson(PrependScheme());
  tokenizer["post_processor"] = AroundText(false);
  tokenizer["decoder"] = MetaspaceJson(PrependScheme());
  return tokenizer;
}

json MakeJson(const SentencePieceModel& model, const json& config, SentencePieceFamily family) {
  Maker maker(model, config);
  switch (family) {
    case SentencePieceFamily::kLlama:
      return maker.Llama();
    case SentencePieceFamily::kGemma:
      return maker.Gemma();
    case SentencePieceFamily::kT5:
      return maker.T5();
    case SentencePieceFamily::kDeberta:
      return maker.Deberta();
    case SentencePieceFamily::kPlain:
      break;
  }
  return maker.Plain();
}

}  // namespace

SentencePieceFamily SentencePieceFamilyOf(const json& tokenizer_config,
                                          const json& model_config,
                                          std::string_view file_name,
                                          const SentencePieceModel& model) {
  std::string name = TextAt(tokenizer_config, "tokenizer_class");
  if (name.ends_with("Fast")) name.resize(name.size() - 4);
  if (const auto family = Find(kClasses, name)) return *family;
  const std::string type = model_config.is_object() ? TextAt(model_config, "model_type") : "";
  if (const auto family = Find(kModelTypes, type)) return *family;
  if (file_name == "spiece.model") return SentencePieceFamily::kT5;
  if (file_name == "spm.model") return SentencePieceFamily::kDeberta;
  const bool bpe = model.algorithm == SentencePieceModel::Algorithm::kBpe;
  return bpe && model.byte_fallback ? SentencePieceFamily::kLlama : SentencePieceFamily::kPlain;
}

TokenizerFiles TokenizerFromSentencePiece(const SentencePieceModel& model,
                                          SentencePieceFamily family,
                                          json tokenizer_config) {
  json tokenizer_json = MakeJson(model, tokenizer_config, family);
  const auto name = [&](const char* key, std::int64_t id) {
    if (id < 0 || static_cast<std::size_t>(id) >= model.pieces.size()) return;
    NameToken(tokenizer_config, key, model.pieces[static_cast<std::size_t>(id)].text);
  };
  name("bos_token", model.bos_id);
  name("eos_token", model.eos_id);
  name("unk_token", model.unknown_id);
  name("pad_token", model.pad_id);
  return WithConfiguredTokens({std::move(tokenizer_json), std::move(tokenizer_config)});
}

}  // namespace sentei::text
