// SPDX-License-Identifier: Apache-2.0
#include "core/text/contamination.h"

#include "core/base/error.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace sentei::text {
namespace {

using Tokens = std::span<const TokenId>;

/// The hash of every n-gram, each from the one before it (Karp and Rabin 1987, modulo 2^64).
std::vector<std::uint64_t> RollingHashes(Tokens tokens, std::size_t length) {
  constexpr std::uint64_t kBase = 0x9E3779B97F4A7C15;
  std::uint64_t highest = 1;  // kBase^(length - 1)
  for (std::size_t i = 1; i < length; ++i) highest *= kBase;
  std::vector<std::uint64_t> hashes;
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i >= length) hash -= highest * static_cast<std::uint64_t>(tokens[i - length] + 1);
    hash = hash * kBase + static_cast<std::uint64_t>(tokens[i] + 1);
    if (i + 1 >= length) hashes.push_back(hash);
  }
  return hashes;
}

/// The different n-grams of a text, with how often each occurs and whether it was met elsewhere.
class NgramSet {
 public:
  NgramSet(Tokens tokens, std::size_t length) : tokens_(tokens), length_(length) {
    const std::vector<std::uint64_t> hashes = RollingHashes(tokens, length);
    for (std::size_t at = 0; at < hashes.size(); ++at) {
      std::vector<Entry>& entries = by_hash_[hashes[at]];
      Entry* known = Find(entries, tokens.subspan(at, length));
      if (known == nullptr) {
        entries.push_back({at, 1, false});
      } else {
        ++known->count;
      }
    }
  }

  void MarkThoseIn(Tokens other) {
    const std::vector<std::uint64_t> hashes = RollingHashes(other, length_);
    for (std::size_t at = 0; at < hashes.size(); ++at) {
      const auto bucket = by_hash_.find(hashes[at]);
      if (bucket == by_hash_.end()) continue;
      Entry* entry = Find(bucket->second, other.subspan(at, length_));
      if (entry != nullptr) entry->seen = true;
    }
  }

  [[nodiscard]] Contamination Count() const {
    Contamination result;
    for (const auto& [hash, entries] : by_hash_) {
      for (const Entry& entry : entries) {
        result.ngrams += entry.count;
        if (entry.seen) result.seen += entry.count;
      }
    }
    return result;
  }

 private:
  struct Entry {
    std::size_t at = 0;
    std::int64_t count = 0;
    bool seen = false;
  };

  Entry* Find(std::vector<Entry>& entries, Tokens ngram) const {
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) {
      return std::ranges::equal(tokens_.subspan(entry.at, length_), ngram);
    });
    return found == entries.end() ? nullptr : &*found;
  }

  Tokens tokens_;
  std::size_t length_;
  std::unordered_map<std::uint64_t, std::vector<Entry>> by_hash_;
};

}  // namespace

Contamination MeasureContamination(Tokens training, Tokens evaluation, std::int64_t length) {
  SENTEI_CHECK(length >= 1, "n-grams of {} tokens", length);
  NgramSet ngrams(evaluation, static_cast<std::size_t>(length));
  ngrams.MarkThoseIn(training);
  return ngrams.Count();
}

}  // namespace sentei::text
