// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/model_source.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::ui {

/// A checkpoint's tensors as a tree of their names' parts: numbers stay with what they number
/// ("layers.0"), and a tensor that is alone in its module is shown with it ("q_proj.weight").
/// Immutable once built.
struct TensorTree {
  struct Node {
    std::string name;  ///< the part of the name that this node adds
    int parent = -1;
    int row = 0;  ///< among the parent's children
    std::vector<int> children;
    int tensor = -1;  ///< index into ModelSource::tensors(); -1: a module
    std::uint64_t bytes = 0;
    std::int64_t tensors = 0;
  };
  std::vector<Node> nodes{Node{}};  ///< the first is the invisible root

  [[nodiscard]] const Node& root() const { return nodes.front(); }
};

/// The tree of all tensors whose name contains `filter`, in file order. Any thread.
[[nodiscard]] TensorTree BuildTensorTree(const formats::ModelSource& source,
                                         std::string_view filter = {});

}  // namespace sentei::ui
