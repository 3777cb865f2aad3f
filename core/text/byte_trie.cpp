// SPDX-License-Identifier: Apache-2.0
#include "core/text/byte_trie.h"

#include "core/base/error.h"

#include <algorithm>
#include <deque>
#include <limits>

namespace sentei::text {
namespace {

/// Entries [begin, end) of the sorted list, which share the `depth` bytes of a node.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t depth = 0;
};

}  // namespace

ByteTrie::ByteTrie(std::vector<Entry> entries) : nodes_(1) {
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.first < b.first;
  });
  std::deque<Range> ranges = {{0, entries.size(), 0}};  // of the nodes without children yet
  for (std::size_t node = 0; node < nodes_.size(); ++node) {
    auto [begin, end, depth] = ranges.front();
    ranges.pop_front();
    while (begin < end && entries[begin].first.size() == depth) {
      if (depth > 0 && nodes_[node].value < 0) nodes_[node].value = entries[begin].second;
      ++begin;
    }
    nodes_[node].children = static_cast<std::uint32_t>(nodes_.size());
    while (begin < end) {
      const char label = entries[begin].first[depth];
      const std::size_t first = begin;
      while (begin < end && entries[begin].first[depth] == label) ++begin;
      Node child;
      child.label = static_cast<std::uint8_t>(label);
      nodes_.push_back(child);
      ranges.push_back({first, begin, depth + 1});
      ++nodes_[node].count;
    }
  }
  SENTEI_CHECK(nodes_.size() <= std::numeric_limits<std::uint32_t>::max(), "a trie too large");
}

std::size_t ByteTrie::ChildOf(std::size_t node, std::uint8_t label) const {
  const auto first = nodes_.begin() + nodes_[node].children;
  const auto last = first + nodes_[node].count;
  const auto child = std::lower_bound(
      first, last, label, [](const Node& a, std::uint8_t wanted) { return a.label < wanted; });
  return child == last || child->label != label ? 0
                                                : static_cast<std::size_t>(child - nodes_.begin());
}

ByteTrie::Hit ByteTrie::LongestAt(std::string_view text, std::size_t position) const {
  Hit hit;
  ForEachAt(text, position, [&](std::int32_t value, std::size_t length) { hit = {value, length}; });
  return hit;
}

}  // namespace sentei::text
