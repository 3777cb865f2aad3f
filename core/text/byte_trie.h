// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace sentei::text {

/// Strings with a number >= 0 each, found where they begin in a text. 12 bytes a node; immutable
/// and safe between threads.
class ByteTrie {
 public:
  using Entry = std::pair<std::string_view, std::int32_t>;
  /// The first of equal strings wins; the empty string is ignored.
  explicit ByteTrie(std::vector<Entry> entries = {});

  /// Calls `visit(value, length)` for every string that begins at `position`, shortest first.
  template <typename Visit>
  void ForEachAt(std::string_view text, std::size_t position, const Visit& visit) const {
    std::size_t node = 0;
    for (std::size_t at = position; at < text.size(); ++at) {
      node = ChildOf(node, static_cast<std::uint8_t>(text[at]));
      if (node == 0) return;
      if (nodes_[node].value >= 0) visit(nodes_[node].value, at + 1 - position);
    }
  }

  struct Hit {
    std::int32_t value = -1;  ///< -1: nothing begins here
    std::size_t length = 0;   ///< bytes
  };
  [[nodiscard]] Hit LongestAt(std::string_view text, std::size_t position) const;

 private:
  struct Node {
    std::uint32_t children = 0;  ///< the first of them, in order of their labels
    std::uint16_t count = 0;
    std::uint8_t label = 0;
    std::int32_t value = -1;
  };

  /// 0, the root, when there is none.
  [[nodiscard]] std::size_t ChildOf(std::size_t node, std::uint8_t label) const;

  std::vector<Node> nodes_;
};

}  // namespace sentei::text
