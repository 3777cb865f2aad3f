// SPDX-License-Identifier: Apache-2.0
#include "core/text/merge_table.h"

#include "core/base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace sentei::text {
namespace {

using Pair = std::pair<TokenId, TokenId>;
struct Rule {
  Pair pair;
  TokenId merged;
};

/// The definition, word for word: look for the lowest-ranked pair, merge its leftmost place, again.
std::vector<TokenId> MergeSlowly(const std::vector<Rule>& rules, std::vector<TokenId> tokens) {
  std::map<Pair, std::size_t> ranks;
  for (std::size_t i = 0; i < rules.size(); ++i) ranks[rules[i].pair] = i;
  while (true) {
    std::size_t best = rules.size();
    std::size_t place = 0;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
      const auto rank = ranks.find({tokens[i], tokens[i + 1]});
      if (rank != ranks.end() && rank->second < best) {
        best = rank->second;
        place = i;
      }
    }
    if (best == rules.size()) return tokens;
    tokens[place] = rules[best].merged;
    tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(place) + 1);
  }
}

MergeTable TableOf(const std::vector<Rule>& rules) {
  MergeTable table(rules.size());
  for (const Rule& rule : rules) table.Add(rule.pair.first, rule.pair.second, rule.merged);
  return table;
}

/// Each rule makes a new token of two that exist already.
std::vector<Rule> RandomRules(RandomStream& random, int letters, int count) {
  std::vector<Rule> rules;
  for (int i = 0; i < count; ++i) {
    const auto known = static_cast<std::uint64_t>(letters + i);
    const Pair pair(static_cast<TokenId>(random.NextBelow(known)),
                    static_cast<TokenId>(random.NextBelow(known)));
    const bool repeated = std::any_of(
        rules.begin(), rules.end(), [&](const Rule& rule) { return rule.pair == pair; });
    if (!repeated) rules.push_back({pair, static_cast<TokenId>(letters + i)});
  }
  return rules;
}

TEST(MergeTable, MergesAsTheDefinitionSays) {
  RandomStream random(RandomKey{1});
  for (int round = 0; round < 300; ++round) {
    const int letters = 2 + static_cast<int>(random.NextBelow(3));
    const std::vector<Rule> rules = RandomRules(random, letters, 12);
    std::vector<TokenId> tokens(random.NextBelow(60));
    for (TokenId& token : tokens) {
      token = static_cast<TokenId>(random.NextBelow(static_cast<std::uint64_t>(letters)));
    }
    ASSERT_EQ(TableOf(rules).MergeAll(tokens), MergeSlowly(rules, tokens)) << "round " << round;
  }
}

TEST(MergeTable, LeavesTokensWithoutMergesAlone) {
  EXPECT_EQ(MergeTable().MergeAll({}), (std::vector<TokenId>{}));
  EXPECT_EQ(MergeTable().MergeAll({3, 1, 2}), (std::vector<TokenId>{3, 1, 2}));
}

TEST(MergeTable, TakesTheLaterRankOfAPairAddedAgain) {
  MergeTable table(3);
  table.Add(0, 1, 10);
  table.Add(1, 0, 11);
  table.Add(0, 1, 12);
  EXPECT_EQ(table.MergeAll({0, 1, 0}), (std::vector<TokenId>{0, 11}));
}

}  // namespace
}  // namespace sentei::text
