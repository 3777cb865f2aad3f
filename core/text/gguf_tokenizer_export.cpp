// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/text/gguf_tokenizer.h"
#include "core/text/gguf_vocabulary.h"
#include "core/text/json_field.h"
#include "core/text/tokenizer.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace sentei::text {
namespace {

using nlohmann::json;

/// Says why GGUF cannot hold a tokenizer, and what else can.
[[noreturn]] void Refuse(std::string sentence) {
  throw Error(ErrorCode::kInput, std::move(sentence), "Choose a Hugging Face profile instead.");
}

struct Slot {
  std::string token;
  GgufTokenType type = GgufTokenType::kUnused;
};

/// One slot for every row of the embedding.
class Rows {
 public:
  explicit Rows(std::int64_t count) {
    for (std::int64_t id = 0; id < count; ++id) slots_.push_back({fmt::format("[PAD{}]", id)});
  }
  void Set(TokenId id, const std::string& token, GgufTokenType type) {
    if (id < 0 || static_cast<std::size_t>(id) >= slots_.size()) {
      ThrowInput(
          "The token '{}' has the id {}, but the embedding has {} rows", token, id, slots_.size());
    }
    slots_[static_cast<std::size_t>(id)] = {token, type};
  }
  [[nodiscard]] const std::vector<Slot>& slots() const { return slots_; }

 private:
  std::vector<Slot> slots_;
};

bool IsByteToken(std::string_view token) {
  return token.size() == 6 && token.starts_with("<0x") && token.ends_with('>');
}

Rows RowsOf(const json& tokenizer_json, const Tokenizer& tokenizer, std::int64_t count) {
  Rows rows(count);
  const json& model = tokenizer_json.at("model");
  const bool bytes = FieldOr(model, "byte_fallback", false);
  for (const auto& [token, id] : model.at("vocab").get_ref<const json::object_t&>()) {
    const bool is_byte = bytes && IsByteToken(token);
    rows.Set(id.get<TokenId>(), token, is_byte ? GgufTokenType::kByte : GgufTokenType::kNormal);
  }
  const auto added_tokens = FieldOr<json>(tokenizer_json, "added_tokens", json::array());
  for (const json& added : added_tokens) {
    const auto content = added.at("content").get<std::string>();
    const std::optional<TokenId> id = tokenizer.IdOf(content);
    if (!id) continue;
    rows.Set(
        *id,
        content,
        FieldOr(added, "special", false) ? GgufTokenType::kControl : GgufTokenType::kUserDefined);
  }
  if (const auto unknown = FieldOr<std::string>(model, "unk_token", ""); bytes) {
    if (const auto id = tokenizer.IdOf(unknown)) rows.Set(*id, unknown, GgufTokenType::kUnknown);
  }
  return rows;
}

std::pair<std::string, std::string> PairOf(const json& merge) {
  if (merge.is_array()) return {merge.at(0).get<std::string>(), merge.at(1).get<std::string>()};
  const auto& text = merge.get_ref<const std::string&>();
  const std::size_t space = text.find(' ');
  if (space == std::string::npos) ThrowInput("tokenizer.json: merge '{}' is not a pair", text);
  return {text.substr(0, space), text.substr(space + 1)};
}

json MergeStrings(const json& merges) {
  json strings = json::array();
  for (const json& merge : merges) {
    const auto [left, right] = PairOf(merge);
    if (left.find(' ') != std::string::npos || right.find(' ') != std::string::npos) {
      Refuse(fmt::format(
          "The merge of '{}' and '{}' holds a space, which GGUF cannot write", left, right));
    }
    strings.push_back(left + ' ' + right);
  }
  return strings;
}

/// Every token that merges make, with the rank at which its group begins: tokens whose merges
/// interleave had one score, and are told apart by length when merges are made of scores again.
StringMap<std::size_t> GroupRanks(const json& merges) {
  std::vector<std::string> made;
  StringMap<std::size_t> last;
  for (const json& merge : merges) {
    const auto [left, right] = PairOf(merge);
    made.push_back(left + right);
    last.insert_or_assign(made.back(), made.size() - 1);
  }
  StringMap<std::size_t> groups;
  std::size_t start = 0;
  std::size_t end = 0;  // of the group, inclusive
  for (std::size_t rank = 0; rank < made.size(); ++rank) {
    if (rank > end) start = end = rank;
    end = std::max(end, last.find(made[rank])->second);
    groups.try_emplace(made[rank], start);
  }
  return groups;
}

/// SentencePiece joins the neighbours whose token scores best, so a score is a negative rank;
/// tokens that no merge makes come last.
json ScoresOf(const json& merges, const Rows& rows) {
  const StringMap<std::size_t> ranks = GroupRanks(merges);
  json scores = json::array();
  for (const Slot& slot : rows.slots()) {
    const auto rank = ranks.find(slot.token);
    const bool is_made = rank != ranks.end();
    const auto place = static_cast<double>(is_made ? rank->second : merges.size());
    const bool is_scored = slot.type == GgufTokenType::kNormal ||
                           (slot.type == GgufTokenType::kUserDefined && is_made);
    scores.push_back(is_scored ? -place : 0.0);
  }
  return scores;
}

bool HasType(const json& part, std::string_view type) {
  if (part.is_array()) {
    return std::any_of(part.begin(), part.end(), [&](const json& p) { return HasType(p, type); });
  }
  if (!part.is_object()) return false;
  if (part.value("type", "") == type) return true;
  return HasType(part.value("normalizers", json()), type);
}

/// Whether text gets a space in front: a Prepend normalizer, or Metaspace with a scheme.
bool PrependsSpace(const json& tokenizer_json) {
  const auto pre = FieldOr<json>(tokenizer_json, "pre_tokenizer", nullptr);
  if (pre.is_object() && pre.value("type", "") == "Metaspace") {
    return pre.value("prepend_scheme", "always") != "never";
  }
  return HasType(FieldOr<json>(tokenizer_json, "normalizer", nullptr), "Prepend");
}

void DescribeByteLevel(const json& tokenizer_json, json& metadata) {
  const std::optional<GgufSplit> split = GgufSplitOf(tokenizer_json);
  if (!split) {
    Refuse(fmt::format("GGUF has no name for the pre-tokenizer {} with the normalizer {}",
                       FieldOr<json>(tokenizer_json, "pre_tokenizer", nullptr).dump(),
                       FieldOr<json>(tokenizer_json, "normalizer", nullptr).dump()));
  }
  metadata["tokenizer.ggml.model"] = "gpt2";
  metadata["tokenizer.ggml.pre"] = split->pre;
  metadata["tokenizer.ggml.add_space_prefix"] = false;
  metadata["tokenizer.ggml.merges"] = MergeStrings(tokenizer_json.at("model").at("merges"));
}

void DescribeSentencePiece(const json& tokenizer_json, const Rows& rows, json& metadata) {
  metadata["tokenizer.ggml.model"] = "llama";
  metadata["tokenizer.ggml.pre"] = "default";
  metadata["tokenizer.ggml.add_space_prefix"] = PrependsSpace(tokenizer_json);
  metadata["tokenizer.ggml.scores"] = ScoresOf(tokenizer_json.at("model").at("merges"), rows);
}

void NameSpecialTokens(const json& config, const Tokenizer& tokenizer, json& metadata) {
  const auto name = [&](const char* token, const char* key) {
    const std::optional<TokenId> id = tokenizer.IdOf(ConfiguredToken(config, token));
    if (id) metadata[key] = *id;
  };
  name("bos_token", "tokenizer.ggml.bos_token_id");
  name("eos_token", "tokenizer.ggml.eos_token_id");
  name("unk_token", "tokenizer.ggml.unknown_token_id");
  name("pad_token", "tokenizer.ggml.padding_token_id");
}

/// What the tokenizer puts around a text, of the special tokens that `metadata` names.
void NoteAddedTokens(const Tokenizer& tokenizer, json& metadata) {
  const std::vector<TokenId> around = tokenizer.Encode("", SpecialTokens::kAdd);
  const auto adds = [&](const char* key) {
    return metadata.contains(key) &&
           std::find(around.begin(), around.end(), metadata[key].get<TokenId>()) != around.end();
  };
  metadata["tokenizer.ggml.add_bos_token"] = adds("tokenizer.ggml.bos_token_id");
  metadata["tokenizer.ggml.add_eos_token"] = adds("tokenizer.ggml.eos_token_id");
}

json Describe(const json& tokenizer_json, const json& config, std::int64_t vocab_rows) {
  const json& type = tokenizer_json.at("model").at("type");
  if (type != "BPE") {
    Refuse(fmt::format("GGUF can hold BPE tokenizers only; this one is {}", type.dump()));
  }
  const Tokenizer tokenizer = Tokenizer::FromJson(tokenizer_json);
  const Rows rows = RowsOf(tokenizer_json, tokenizer, vocab_rows);
  json metadata = json::object();
  if (FieldOr(tokenizer_json.at("model"), "byte_fallback", false)) {
    DescribeSentencePiece(tokenizer_json, rows, metadata);
  } else {
    DescribeByteLevel(tokenizer_json, metadata);
  }
  json tokens = json::array();
  json types = json::array();
  for (const Slot& slot : rows.slots()) {
    tokens.push_back(slot.token);
    types.push_back(static_cast<std::int32_t>(slot.type));
  }
  metadata["tokenizer.ggml.tokens"] = std::move(tokens);
  metadata["tokenizer.ggml.token_type"] = std::move(types);
  NameSpecialTokens(config, tokenizer, metadata);
  NoteAddedTokens(tokenizer, metadata);
  if (const auto found = config.find("chat_template");
      found != config.end() && found->is_string()) {
    metadata["tokenizer.chat_template"] = *found;
  }
  return metadata;
}

}  // namespace

json GgufTokenizerMetadata(const json& tokenizer_json,
                           const json& tokenizer_config,
                           std::int64_t vocab_rows) {
  try {
    return Describe(tokenizer_json, tokenizer_config, vocab_rows);
  } catch (const json::exception& error) {
    throw Error(ErrorCode::kInput,
                fmt::format("tokenizer.json does not have the expected form: {}", error.what()));
  }
}

json GgufTokenizerMetadata(const ModelTokenizer& tokenizer, std::int64_t vocab_rows) {
  json metadata =
      GgufTokenizerMetadata(tokenizer.tokenizer_json, tokenizer.tokenizer_config, vocab_rows);
  const auto complete = [&](const char* key, std::optional<TokenId> id) {
    if (id.has_value() && !metadata.contains(key)) metadata[key] = *id;
  };
  complete("tokenizer.ggml.bos_token_id", tokenizer.bos);
  complete("tokenizer.ggml.padding_token_id", tokenizer.pad);
  if (!tokenizer.eos.empty()) complete("tokenizer.ggml.eos_token_id", tokenizer.eos.front());
  NoteAddedTokens(tokenizer.tokenizer, metadata);
  return metadata;
}

}  // namespace sentei::text
