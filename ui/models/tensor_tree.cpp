// SPDX-License-Identifier: Apache-2.0
#include "ui/models/tensor_tree.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

namespace sentei::ui {
namespace {

bool IsNumber(std::string_view part) {
  return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
}

// "model.layers.0.mlp.up_proj.weight" as model, layers.0, mlp, up_proj, weight.
std::vector<std::string> PartsOf(std::string_view name) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t dot = name.find('.');
    const std::string_view part = name.substr(0, dot);
    if (IsNumber(part) && !parts.empty()) {
      parts.back() += "." + std::string(part);
    } else {
      parts.emplace_back(part);
    }
    if (dot == std::string_view::npos) return parts;
    name.remove_prefix(dot + 1);
  }
}

bool Contains(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) ==
           std::tolower(static_cast<unsigned char>(b));
  };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

class Builder {
 public:
  void Add(const formats::TensorInfo& tensor, int index) {
    int node = 0;
    for (std::string& part : PartsOf(tensor.name)) node = Child(node, std::move(part));
    tree_.nodes[At(node)].tensor = index;
    for (; node >= 0; node = tree_.nodes[At(node)].parent) {
      tree_.nodes[At(node)].bytes += tensor.byte_size;
      ++tree_.nodes[At(node)].tensors;
    }
  }

  TensorTree Finish() {
    for (std::size_t i = 1; i < tree_.nodes.size(); ++i) JoinOnlyTensor(tree_.nodes[i]);
    for (TensorTree::Node& node : tree_.nodes) SortNumbered(node.children);
    return std::move(tree_);
  }

 private:
  static std::size_t At(int node) { return static_cast<std::size_t>(node); }

  int Child(int parent, std::string name) {
    const auto [known, is_new] = children_.try_emplace({parent, name}, -1);
    if (!is_new) return known->second;
    const int node = static_cast<int>(tree_.nodes.size());
    known->second = node;
    std::vector<int>& siblings = tree_.nodes[At(parent)].children;
    const int row = static_cast<int>(siblings.size());
    siblings.push_back(node);
    TensorTree::Node fresh;
    fresh.name = std::move(name);
    fresh.parent = parent;
    fresh.row = row;
    tree_.nodes.push_back(std::move(fresh));
    return node;
  }

  void JoinOnlyTensor(TensorTree::Node& node) {
    if (node.tensor >= 0 || node.children.size() != 1) return;
    TensorTree::Node& only = tree_.nodes[At(node.children.front())];
    if (only.tensor < 0 || !only.children.empty()) return;
    node.name += "." + only.name;
    node.tensor = std::exchange(only.tensor, -1);
    node.children.clear();
  }

  // Files list layers.10 before layers.2; numbered children change places among themselves.
  void SortNumbered(std::vector<int>& children) {
    std::map<std::string, std::vector<std::size_t>> places;
    for (std::size_t place = 0; place < children.size(); ++place) {
      const std::string& name = tree_.nodes[At(children[place])].name;
      const std::size_t dot = name.rfind('.');
      if (dot == std::string::npos || !IsNumber(std::string_view(name).substr(dot + 1))) continue;
      places[name.substr(0, dot)].push_back(place);
    }
    for (const auto& [prefix, own] : places) {
      std::vector<int> sorted;
      for (const std::size_t place : own) sorted.push_back(children[place]);
      std::stable_sort(sorted.begin(), sorted.end(), [this](int a, int b) {
        const std::string& left = tree_.nodes[At(a)].name;
        const std::string& right = tree_.nodes[At(b)].name;
        return left.size() != right.size() ? left.size() < right.size() : left < right;
      });
      for (std::size_t i = 0; i < own.size(); ++i) children[own[i]] = sorted[i];
    }
    int row = 0;
    for (const int child : children) tree_.nodes[At(child)].row = row++;
  }

  TensorTree tree_;
  std::map<std::pair<int, std::string>, int> children_;
};

}  // namespace

TensorTree BuildTensorTree(const formats::ModelSource& source, std::string_view filter) {
  Builder builder;
  int index = 0;
  for (const formats::TensorInfo& tensor : source.tensors()) {
    if (filter.empty() || Contains(tensor.name, filter)) builder.Add(tensor, index);
    ++index;
  }
  return builder.Finish();
}

}  // namespace sentei::ui
