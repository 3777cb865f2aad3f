// SPDX-License-Identifier: Apache-2.0
#include "core/text/tiktoken_model.h"

#include "core/base/base64.h"
#include "core/base/error.h"
#include "core/text/byte_alphabet.h"
#include "core/text/scored_merges.h"
#include "core/text/sentencepiece_model.h"
#include "core/text/split_scanner.h"
#include "core/text/string_map.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sentei::text {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestToken = 256;  // bytes
constexpr std::size_t kLlama3Ranks = 128'000;
constexpr int kLlama3SpecialTokens = 256;
constexpr char kSentencePieceTag = '\x0A';

struct Ranks {
  StringMap<TokenId> by_bytes;
  std::map<TokenId, std::string_view> by_rank;  ///< views into the keys of by_bytes
};

void ReadLine(std::string_view line, std::size_t number, Ranks& ranks) {
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) {
    ThrowInput("Line {} of the tiktoken model is no token with a rank", number);
  }
  const auto bytes = DecodeBase64(line.substr(0, space));
  const std::string_view digits = line.substr(space + 1);
  TokenId rank = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), rank);
  if (!bytes || bytes->empty() || error != std::errc{} || end != digits.data() + digits.size() ||
      rank < 0) {
    ThrowInput("Line {} of the tiktoken model is no token with a rank", number);
  }
  if (bytes->size() > kLongestToken) {
    ThrowInput("Line {} of the tiktoken model has a token of {} bytes; the limit is {}",
               number,
               bytes->size(),
               kLongestToken);
  }
  if (ranks.by_rank.size() == kMostPieces) {
    ThrowInput("The tiktoken model has more than {} tokens", kMostPieces);
  }
  const auto [entry, is_new] = ranks.by_bytes.emplace(*bytes, rank);
  if (!is_new || !ranks.by_rank.emplace(rank, entry->first).second) {
    ThrowInput("Line {} of the tiktoken model repeats a token or the rank {}", number, rank);
  }
}

Ranks ReadRanks(std::string_view bytes) {
  if (bytes.size() > kLargestTiktokenModel) {
    ThrowInput(
        "The tiktoken model has {} bytes; the limit is {}", bytes.size(), kLargestTiktokenModel);
  }
  Ranks ranks;
  std::size_t number = 0;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number;
    if (!line.empty()) ReadLine(line, number, ranks);
  }
  if (ranks.by_rank.empty()) ThrowInput("The tiktoken model holds no token");
  return ranks;
}

struct Halves {
  TokenId left_rank = 0;
  TokenId right_rank = 0;
  std::size_t cut = 0;
};

/// Every way to make the token of two, by their ranks.
void AppendMerges(std::string_view token, const StringMap<TokenId>& ranks, json& merges) {
  std::vector<Halves> ways;
  for (std::size_t cut = 1; cut < token.size(); ++cut) {
    const auto left = ranks.find(token.substr(0, cut));
    if (left == ranks.end()) continue;
    const auto right = ranks.find(token.substr(cut));
    if (right != ranks.end()) ways.push_back({left->second, right->second, cut});
  }
  std::sort(ways.begin(), ways.end(), [](const Halves& a, const Halves& b) {
    return std::pair(a.left_rank, a.right_rank) < std::pair(b.left_rank, b.right_rank);
  });
  if (merges.size() + ways.size() > kMostMerges) {
    ThrowInput("The tokens of the tiktoken model make more than {} merges", kMostMerges);
  }
  for (const Halves& way : ways) {
    merges.push_back(
        {ToByteAlphabet(token.substr(0, way.cut)), ToByteAlphabet(token.substr(way.cut))});
  }
}

/// What LLaMA-3.1 calls its special tokens, by their distance from the last rank.
std::vector<std::string> Llama3SpecialTokens() {
  const std::map<int, const char*> named = {{0, "<|begin_of_text|>"},
                                            {1, "<|end_of_text|>"},
                                            {4, "<|finetune_right_pad_id|>"},
                                            {6, "<|start_header_id|>"},
                                            {7, "<|end_header_id|>"},
                                            {8, "<|eom_id|>"},
                                            {9, "<|eot_id|>"},
                                            {10, "<|python_tag|>"}};
  std::vector<std::string> tokens;
  int reserved = 0;
  for (int i = 0; i < kLlama3SpecialTokens; ++i) {
    const auto name = named.find(i);
    tokens.push_back(name == named.end() ? fmt::format("<|reserved_special_token_{}|>", reserved++)
                                         : std::string(name->second));
  }
  return tokens;
}

}  // namespace

bool IsTiktokenModel(std::string_view bytes) {
  return !bytes.empty() && bytes.front() != kSentencePieceTag;
}

TokenizerFiles TokenizerFromTiktoken(std::string_view bytes, json tokenizer_config) {
  const Ranks ranks = ReadRanks(bytes);
  json vocab = json::object();
  json merges = json::array();
  for (const auto& [rank, token] : ranks.by_rank) {
    vocab[ToByteAlphabet(token)] = rank;
    AppendMerges(token, ranks.by_bytes, merges);
  }
  json added = json::array();
  const bool is_llama3 =
      ranks.by_rank.size() == kLlama3Ranks && !tokenizer_config.contains("added_tokens_decoder");
  if (is_llama3) {
    auto id = static_cast<TokenId>(kLlama3Ranks);
    for (const std::string& token : Llama3SpecialTokens()) {
      added.push_back(AddedTokenJson(id++, token, TokenRole::kSpecial));
    }
    NameToken(tokenizer_config, "bos_token", "<|begin_of_text|>");
    NameToken(tokenizer_config, "eos_token", "<|end_of_text|>");
  }
  json tokenizer = TokenizerJson(std::move(added), BpeJson(std::move(vocab), std::move(merges)));
  tokenizer["model"]["ignore_merges"] = true;
  tokenizer["pre_tokenizer"] = RegexByteLevel(kLlama3Regex);
  tokenizer["decoder"] = ByteLevelDecoder();
  TokenizerFiles files = WithConfiguredTokens({std::move(tokenizer), std::move(tokenizer_config)});
  files.tokenizer_json["post_processor"] = BosTemplate(files, BosDefault::kAdd);
  return files;
}

}  // namespace sentei::text
