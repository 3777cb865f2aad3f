// SPDX-License-Identifier: Apache-2.0
#include "core/text/merge_table.h"

#include "core/base/error.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <limits>
#include <utility>

namespace sentei::text {
namespace {

std::uint64_t PairKey(TokenId left, TokenId right) {
  return static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32 |
         static_cast<std::uint32_t>(right);
}

}  // namespace

MergeTable::MergeTable(std::size_t count) : slots_(std::bit_ceil(2 * count + 2)) {
  merged_by_rank_.reserve(count);
}

std::size_t MergeTable::SlotOf(std::uint64_t pair) const {
  constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15;  // 2^64 / golden ratio, Knuth 6.4
  const std::size_t mask = slots_.size() - 1;
  auto at = static_cast<std::size_t>((pair * kGolden) >> 20) & mask;
  while (slots_[at].rank >= 0 && slots_[at].pair != pair) at = (at + 1) & mask;
  return at;
}

void MergeTable::Add(TokenId left, TokenId right, TokenId merged) {
  SENTEI_CHECK(2 * merged_by_rank_.size() < slots_.size(), "the table is full");
  const auto rank = static_cast<std::int32_t>(merged_by_rank_.size());
  const std::uint64_t pair = PairKey(left, right);
  slots_[SlotOf(pair)] = {pair, rank, merged};
  merged_by_rank_.push_back(merged);
}

std::int32_t MergeTable::RankOf(TokenId left, TokenId right) const {
  return slots_[SlotOf(PairKey(left, right))].rank;
}

/// One text being merged: its tokens as a linked list, and a heap of pairs that may be merged.
class MergeTable::Run {
 public:
  Run(const MergeTable& table, std::vector<TokenId> tokens);
  std::vector<TokenId> Finish() &&;

 private:
  struct Link {
    std::int32_t previous = -1;
    std::int32_t next = -1;
  };
  // Rank above, place of the left token below: the least is the next to merge.
  using Candidate = std::uint64_t;

  static std::size_t Index(std::int32_t place) { return static_cast<std::size_t>(place); }
  [[nodiscard]] Candidate CandidateAt(std::int32_t left) const;
  void Offer(std::int32_t left);
  Candidate Pop();
  void Merge(std::int32_t left, TokenId merged);

  static constexpr Candidate kNone = std::numeric_limits<Candidate>::max();
  static constexpr TokenId kGone = -1;

  const MergeTable& table_;
  std::vector<TokenId> tokens_;
  std::vector<Link> links_;
  std::vector<Candidate> heap_;
};

MergeTable::Run::Run(const MergeTable& table, std::vector<TokenId> tokens)
    : table_(table), tokens_(std::move(tokens)), links_(tokens_.size()) {
  const auto count = static_cast<std::int32_t>(tokens_.size());
  for (std::int32_t i = 0; i < count; ++i) links_[Index(i)] = {i - 1, i + 1 < count ? i + 1 : -1};
  for (std::int32_t i = 0; i < count; ++i) {
    const Candidate candidate = CandidateAt(i);
    if (candidate != kNone) heap_.push_back(candidate);
  }
  std::make_heap(heap_.begin(), heap_.end(), std::greater<>());
}

MergeTable::Run::Candidate MergeTable::Run::CandidateAt(std::int32_t left) const {
  const std::int32_t right = links_[Index(left)].next;
  if (right < 0) return kNone;
  const std::int32_t rank = table_.RankOf(tokens_[Index(left)], tokens_[Index(right)]);
  if (rank < 0) return kNone;
  return static_cast<Candidate>(rank) << 32 | static_cast<std::uint32_t>(left);
}

void MergeTable::Run::Offer(std::int32_t left) {
  const Candidate candidate = CandidateAt(left);
  if (candidate == kNone) return;
  heap_.push_back(candidate);
  std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
}

MergeTable::Run::Candidate MergeTable::Run::Pop() {
  std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
  const Candidate top = heap_.back();
  heap_.pop_back();
  return top;
}

std::vector<TokenId> MergeTable::Run::Finish() && {
  while (!heap_.empty()) {
    const Candidate top = Pop();
    const auto left = static_cast<std::int32_t>(top & 0xFFFFFFFF);
    if (tokens_[Index(left)] == kGone) continue;
    const std::int32_t right = links_[Index(left)].next;
    if (right < 0) continue;
    // The pair that was queued may be gone: what stands here now must make the same token.
    const TokenId merged = table_.merged_by_rank_[top >> 32];
    const std::int32_t rank = table_.RankOf(tokens_[Index(left)], tokens_[Index(right)]);
    if (rank >= 0 && table_.merged_by_rank_[Index(rank)] == merged) Merge(left, merged);
  }
  std::erase(tokens_, kGone);
  return std::move(tokens_);
}

void MergeTable::Run::Merge(std::int32_t left, TokenId merged) {
  const std::int32_t right = links_[Index(left)].next;
  const std::int32_t after = links_[Index(right)].next;
  const std::int32_t before = links_[Index(left)].previous;
  tokens_[Index(left)] = merged;
  tokens_[Index(right)] = kGone;
  links_[Index(left)].next = after;
  if (after >= 0) links_[Index(after)].previous = left;
  if (before >= 0) Offer(before);
  Offer(left);
}

std::vector<TokenId> MergeTable::MergeAll(std::vector<TokenId> tokens) const {
  if (tokens.size() >= static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
    ThrowInput("A text of {} characters without a break is too long to tokenise", tokens.size());
  }
  return Run(*this, std::move(tokens)).Finish();
}

}  // namespace sentei::text
