// SPDX-License-Identifier: Apache-2.0
#include "core/text/tokenizer.h"

#include "core/base/error.h"
#include "core/text/added_tokens.h"
#include "core/text/decoder.h"
#include "core/text/json_field.h"
#include "core/text/normalizer.h"
#include "core/text/post_processor.h"
#include "core/text/pre_tokenizer.h"
#include "core/text/token_model.h"
#include "core/text/unicode.h"

#include <algorithm>
#include <utility>

namespace sentei::text {
namespace {

constexpr int kDeepestPart = 16;  // sequences within sequences; real files have two

bool IsDeeperThan(const nlohmann::json& json, int levels) {
  if (!json.is_structured()) return false;
  return levels == 0 || std::any_of(json.begin(), json.end(), [levels](const nlohmann::json& part) {
           return IsDeeperThan(part, levels - 1);
         });
}

/// A component, whose sequences may be followed by recursion.
const nlohmann::json& PartOrNull(const nlohmann::json& json, std::string_view key) {
  static const nlohmann::json null;
  const auto found = json.find(key);
  if (found == json.end()) return null;
  if (IsDeeperThan(*found, kDeepestPart)) {
    ThrowInput("tokenizer.json: '{}' is nested more than {} deep", key, kDeepestPart);
  }
  return *found;
}

}  // namespace

struct Tokenizer::Impl {
  explicit Impl(const nlohmann::json& json)
      : model(TokenModelFromJson(json.at("model"))),
        normalizer(NormalizerFromJson(PartOrNull(json, "normalizer"))),
        added(PartOrNull(json, "added_tokens"), *model, *normalizer),
        pre_tokenizer(PreTokenizerFromJson(PartOrNull(json, "pre_tokenizer"))),
        post_processor(PostProcessorFromJson(PartOrNull(json, "post_processor"))),
        decoder(DecoderFromJson(PartOrNull(json, "decoder"))) {}

  void AppendNormalized(std::string_view text, bool at_text_start, std::vector<TokenId>& ids) const;
  void AppendPlain(std::string_view text, bool at_text_start, std::vector<TokenId>& ids) const;
  /// The string that the decoder starts from; nullopt for an id that stands for nothing.
  [[nodiscard]] std::optional<std::string> DecodedForm(TokenId id) const;

  std::unique_ptr<const TokenModel> model;
  std::unique_ptr<const Normalizer> normalizer;
  AddedTokens added;
  std::unique_ptr<const PreTokenizer> pre_tokenizer;
  std::unique_ptr<const PostProcessor> post_processor;
  std::unique_ptr<const Decoder> decoder;
};

void Tokenizer::Impl::AppendNormalized(std::string_view text,
                                       bool at_text_start,
                                       std::vector<TokenId>& ids) const {
  const std::string normalized = normalizer->Normalize(text);
  for (const TokenOrText& part : added.SplitNormalized(normalized)) {
    if (part.token) {
      ids.push_back(*part.token);
    } else {
      AppendPlain(std::string_view(normalized).substr(part.begin, part.end - part.begin),
                  at_text_start && part.begin == 0,
                  ids);
    }
  }
}

void Tokenizer::Impl::AppendPlain(std::string_view text,
                                  bool at_text_start,
                                  std::vector<TokenId>& ids) const {
  std::vector<Piece> pieces;
  pieces.push_back({std::string(text), at_text_start});
  for (const Piece& piece : pre_tokenizer->Split(std::move(pieces))) {
    model->AppendTokens(piece.text, ids);
  }
}

std::optional<std::string> Tokenizer::Impl::DecodedForm(TokenId id) const {
  if (const AddedToken* token = added.Find(id)) return token->decoded;
  const std::optional<std::string_view> token = model->TokenOf(id);
  return token ? std::optional<std::string>(*token) : std::nullopt;
}

Tokenizer::Tokenizer(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Tokenizer Tokenizer::FromJson(const nlohmann::json& tokenizer_json) {
  try {
    return Tokenizer(std::make_shared<const Impl>(tokenizer_json));
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorCode::kInput,
                fmt::format("tokenizer.json does not have the expected form: {}", error.what()));
  }
}

std::vector<TokenId> Tokenizer::Encode(std::string_view text, SpecialTokens special) const {
  const std::string valid = ReplaceInvalidUtf8(text);
  std::vector<TokenId> ids;
  for (const TokenOrText& part : impl_->added.SplitRaw(valid)) {
    if (part.token) {
      ids.push_back(*part.token);
    } else {
      impl_->AppendNormalized(
          std::string_view(valid).substr(part.begin, part.end - part.begin), part.begin == 0, ids);
    }
  }
  return special == SpecialTokens::kAdd ? impl_->post_processor->AddSpecial(std::move(ids)) : ids;
}

std::string Tokenizer::Decode(std::span<const TokenId> ids, Skip skip) const {
  std::vector<std::string> tokens;
  tokens.reserve(ids.size());
  for (const TokenId id : ids) {
    std::optional<std::string> token = impl_->DecodedForm(id);
    if (!token || (skip == Skip::kSpecial && impl_->added.IsSpecial(*token))) continue;
    tokens.push_back(*std::move(token));
  }
  std::string text;
  for (const std::string& part : impl_->decoder->Decode(std::move(tokens))) text += part;
  return text;
}

std::int64_t Tokenizer::vocab_size() const {
  return impl_->model->vocab_size() + impl_->added.beyond_model();
}

std::optional<TokenId> Tokenizer::IdOf(std::string_view token) const {
  const std::optional<TokenId> added = impl_->added.IdOf(token);
  return added ? added : impl_->model->IdOf(token);
}

std::string Tokenizer::TokenOf(TokenId id) const {
  if (const AddedToken* token = impl_->added.Find(id)) return token->content;
  return std::string(impl_->model->TokenOf(id).value_or(std::string_view()));
}

}  // namespace sentei::text
