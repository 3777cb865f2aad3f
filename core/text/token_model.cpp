// SPDX-License-Identifier: Apache-2.0
#include "core/text/token_model.h"

#include "core/base/error.h"
#include "core/text/bpe_model.h"
#include "core/text/json_field.h"
#include "core/text/unicode.h"
#include "core/text/unigram_model.h"
#include "core/text/word_piece_model.h"

#include <limits>
#include <mutex>

namespace sentei::text {
namespace {

constexpr std::size_t kCachedPieceBytes = 128;
constexpr std::size_t kCachedPieces = 50'000;
constexpr TokenId kNoToken = -1;

/// Files of before the "type" was written are told apart by what they hold.
std::string TypeOfModel(const nlohmann::json& model) {
  const auto type = FieldOr<std::string>(model, "type", "");
  if (!type.empty()) return type;
  if (model.contains("merges")) return "BPE";
  if (model.contains("unk_id")) return "Unigram";
  return model.contains("max_input_chars_per_word") ? "WordPiece" : "";
}

}  // namespace

Vocabulary Vocabulary::FromObject(const nlohmann::json& object) {
  Vocabulary vocabulary;
  vocabulary.ids_.reserve(object.size());
  for (const auto& [token, id] : object.get_ref<const nlohmann::json::object_t&>()) {
    if (!id.is_number_integer() || id < 0 || id > std::numeric_limits<TokenId>::max()) {
      ThrowInput("tokenizer.json: token '{}' has the id {}", token, id.dump());
    }
    if (ReplaceInvalidUtf8(token) != token) {
      ThrowInput("tokenizer.json: the token with the id {} is no UTF-8 text", id.dump());
    }
    vocabulary.ids_.emplace(token, id.get<TokenId>());
  }
  vocabulary.tokens_.reserve(vocabulary.ids_.size());
  for (const auto& [token, id] : vocabulary.ids_) {
    vocabulary.tokens_.insert_or_assign(id, std::string_view(token));
  }
  vocabulary.size_ = static_cast<std::int64_t>(vocabulary.ids_.size());
  return vocabulary;
}

Vocabulary Vocabulary::FromList(const std::vector<std::string>& tokens) {
  if (tokens.size() > static_cast<std::size_t>(std::numeric_limits<TokenId>::max())) {
    ThrowInput("A vocabulary of {} tokens is too large", tokens.size());
  }
  Vocabulary vocabulary;
  vocabulary.ids_.reserve(tokens.size());
  vocabulary.tokens_.reserve(tokens.size());
  for (std::size_t id = 0; id < tokens.size(); ++id) {
    const auto entry = vocabulary.ids_.insert_or_assign(tokens[id], static_cast<TokenId>(id)).first;
    vocabulary.tokens_.emplace(static_cast<TokenId>(id), std::string_view(entry->first));
  }
  vocabulary.size_ = static_cast<std::int64_t>(tokens.size());
  return vocabulary;
}

std::optional<TokenId> Vocabulary::IdOf(std::string_view token) const {
  const auto found = ids_.find(token);
  return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string_view> Vocabulary::TokenOf(TokenId id) const {
  const auto found = tokens_.find(id);
  return found == tokens_.end() ? std::nullopt : std::optional(found->second);
}

/// Pieces met before. A full cache stays as it is: natural text has its frequent words early.
class TokenModel::PieceCache {
 public:
  bool Append(std::string_view piece, std::vector<TokenId>& ids) {
    const std::lock_guard lock(mutex_);
    const auto found = pieces_.find(piece);
    if (found == pieces_.end()) return false;
    ids.insert(ids.end(), found->second.begin(), found->second.end());
    return true;
  }
  void Store(std::string_view piece, std::vector<TokenId> tokens) {
    const std::lock_guard lock(mutex_);
    if (pieces_.size() < kCachedPieces) pieces_.try_emplace(std::string(piece), std::move(tokens));
  }

 private:
  std::mutex mutex_;
  StringMap<std::vector<TokenId>> pieces_;
};

TokenModel::TokenModel(Vocabulary vocabulary)
    : vocabulary_(std::move(vocabulary)), cache_(std::make_unique<PieceCache>()) {}
TokenModel::~TokenModel() = default;

void TokenModel::AppendTokens(std::string_view piece, std::vector<TokenId>& ids) const {
  const bool cached = piece.size() <= kCachedPieceBytes;
  if (cached && cache_->Append(piece, ids)) return;
  std::vector<TokenId> tokens = Tokenize(piece);
  ids.insert(ids.end(), tokens.begin(), tokens.end());
  if (cached) cache_->Store(piece, std::move(tokens));
}

ByteTokens::ByteTokens(const Vocabulary& vocabulary) {
  for (int byte = 0; byte < 256; ++byte) {
    ids_.push_back(vocabulary.IdOf(fmt::format("<0x{:02X}>", byte)).value_or(kNoToken));
  }
}

std::optional<std::vector<TokenId>> ByteTokens::Spell(std::string_view text) const {
  std::vector<TokenId> tokens;
  for (const char byte : text) {
    const TokenId id = ids_[static_cast<unsigned char>(byte)];
    if (id == kNoToken) return std::nullopt;
    tokens.push_back(id);
  }
  return tokens;
}

std::unique_ptr<const TokenModel> TokenModelFromJson(const nlohmann::json& model) {
  const std::string type = TypeOfModel(model);
  if (type == "BPE") return std::make_unique<BpeModel>(model);
  if (type == "Unigram") return std::make_unique<UnigramModel>(model);
  if (type == "WordPiece") return std::make_unique<WordPieceModel>(model);
  ThrowInput("tokenizer.json: the model '{}' is not supported; BPE, Unigram and WordPiece are",
             type);
}

}  // namespace sentei::text
