// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace sentei::text {

using TokenId = std::int32_t;

/// The merges of byte-pair encoding by their pair of ids, in a flat hash table, and the merging
/// itself. Immutable once filled; safe between threads.
class MergeTable {
 public:
  /// Room for `count` merges.
  explicit MergeTable(std::size_t count = 0);

  /// The merge of two tokens with the next rank; a pair added again takes the later rank.
  void Add(TokenId left, TokenId right, TokenId merged);

  /// Merges neighbours until no pair is left, the lowest rank first and leftmost among equals:
  /// O(n log n) for n tokens. Throws kInput for 2^31 tokens or more.
  [[nodiscard]] std::vector<TokenId> MergeAll(std::vector<TokenId> tokens) const;

 private:
  struct Slot {
    std::uint64_t pair = 0;
    std::int32_t rank = -1;  ///< -1: free
    TokenId merged = 0;
  };
  class Run;

  [[nodiscard]] std::size_t SlotOf(std::uint64_t pair) const;
  /// The rank of a pair; -1 when the two do not merge.
  [[nodiscard]] std::int32_t RankOf(TokenId left, TokenId right) const;

  std::vector<Slot> slots_;  ///< a power of two of them, at most half full
  std::vector<TokenId> merged_by_rank_;
};

}  // namespace sentei::text
