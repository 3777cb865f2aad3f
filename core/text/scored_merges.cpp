// SPDX-License-Identifier: Apache-2.0
#include "core/text/scored_merges.h"

#include "core/base/error.h"
#include "core/text/unicode.h"

#include <algorithm>
#include <cstdint>
#include <tuple>

namespace sentei::text {
namespace {

struct Merge {
  std::string_view left;
  std::string_view right;
  TokenId left_id = 0;
  TokenId right_id = 0;
  double score = 0;
  std::size_t left_length = 0;  ///< code points
  std::size_t right_length = 0;
};

/// Every way to make the token of two, by their ids.
void AppendWays(const ScoredToken& token,
                const StringMap<TokenId>& ids,
                std::vector<Merge>& merges) {
  if (token.text.size() > kLongestMergedToken) {
    ThrowInput("A token of the vocabulary has {} bytes; {} is the most that merges may make",
               token.text.size(),
               kLongestMergedToken);
  }
  std::vector<std::size_t> starts;  // of its code points
  for (std::size_t at = 0; at < token.text.size(); at += DecodeAt(token.text, at).length) {
    starts.push_back(at);
  }
  const auto first = static_cast<std::ptrdiff_t>(merges.size());
  for (std::size_t i = 1; i < starts.size(); ++i) {
    const std::string_view left = token.text.substr(0, starts[i]);
    const auto left_id = ids.find(left);
    if (left_id == ids.end()) continue;
    const std::string_view right = token.text.substr(starts[i]);
    const auto right_id = ids.find(right);
    if (right_id == ids.end()) continue;
    merges.push_back(
        {left, right, left_id->second, right_id->second, token.score, i, starts.size() - i});
  }
  std::sort(merges.begin() + first, merges.end(), [](const Merge& a, const Merge& b) {
    return std::pair(a.left_id, a.right_id) < std::pair(b.left_id, b.right_id);
  });
}

}  // namespace

nlohmann::json MergesFromScores(std::span<const ScoredToken> tokens,
                                const StringMap<TokenId>& ids) {
  std::vector<Merge> merges;
  for (const ScoredToken& token : tokens) {
    AppendWays(token, ids, merges);
    if (merges.size() > kMostMerges) {
      ThrowInput("The tokens of the vocabulary make more than {} merges", kMostMerges);
    }
  }
  std::stable_sort(merges.begin(), merges.end(), [](const Merge& a, const Merge& b) {
    return std::tuple(a.score, a.left_length, a.right_length) >
           std::tuple(b.score, b.left_length, b.right_length);
  });
  nlohmann::json pairs = nlohmann::json::array();
  for (const Merge& merge : merges) {
    pairs.push_back({std::string(merge.left), std::string(merge.right)});
  }
  return pairs;
}

}  // namespace sentei::text
