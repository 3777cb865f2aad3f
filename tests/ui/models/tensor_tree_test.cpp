// SPDX-License-Identifier: Apache-2.0
#include "ui/models/tensor_tree.h"

#include "tests/support/temporary_directory.h"
#include "tests/support/tiny_checkpoint.h"
#include "ui/models/tensor_tree_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>

namespace sentei::ui {
namespace {

class TensorTreeTest : public ::testing::Test {
 protected:
  TensorTreeTest() {
    testing::WriteTinyCheckpoint(folder_ / "model");
    source_ = formats::OpenModel(folder_ / "model");
  }

  static QModelIndex ChildNamed(const QAbstractItemModel& model,
                                const QModelIndex& parent,
                                const char* name) {
    for (int row = 0; row < model.rowCount(parent); ++row) {
      const QModelIndex child = model.index(row, 0, parent);
      if (child.data().toString() == QLatin1String(name)) return child;
    }
    return {};
  }

  testing::TemporaryDirectory folder_;
  std::shared_ptr<const formats::ModelSource> source_;
};

TEST_F(TensorTreeTest, NumbersStayWithWhatTheyNumberAndLoneTensorsWithTheirModule) {
  TensorTreeModel model;
  const QAbstractItemModelTester tester(&model);
  model.SetTree(source_, std::make_shared<const TensorTree>(BuildTensorTree(*source_)));
  const QModelIndex root = ChildNamed(model, {}, "model");
  ASSERT_TRUE(root.isValid());
  const QModelIndex layer = ChildNamed(model, root, "layers.2");
  ASSERT_TRUE(layer.isValid());
  const QModelIndex query =
      ChildNamed(model, ChildNamed(model, layer, "self_attn"), "q_proj.weight");
  ASSERT_TRUE(query.isValid());
  EXPECT_EQ(model.rowCount(query), 0);
  EXPECT_EQ(query.data(TensorTreeModel::kTensorRole).toString(),
            QStringLiteral("model.layers.2.self_attn.q_proj.weight"));
  EXPECT_EQ(query.siblingAtColumn(TensorTreeModel::kShape).data().toString(),
            QString::fromUtf8("32 × 32"));
  EXPECT_EQ(model.IndexOf(QStringLiteral("model.layers.2.self_attn.q_proj.weight")), query);
}

TEST_F(TensorTreeTest, LayersStandInTheOrderOfTheirNumbers) {
  testing::WriteTinyCheckpoint(folder_ / "deep", {.layers = 12});
  const auto source = formats::OpenModel(folder_ / "deep");
  const TensorTree tree = BuildTensorTree(*source);
  std::vector<std::string> layers;
  for (const TensorTree::Node& node : tree.nodes) {
    if (!node.name.starts_with("layers.")) continue;
    const auto row = static_cast<std::size_t>(node.row);
    layers.resize(std::max(layers.size(), row + 1));
    layers[row] = node.name;
  }
  std::erase(layers, "");
  ASSERT_EQ(layers.size(), 12U);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    EXPECT_EQ(layers[i], "layers." + std::to_string(i));
  }
}

TEST_F(TensorTreeTest, SizesAddUpToThoseOfAllTensors) {
  const TensorTree tree = BuildTensorTree(*source_);
  std::uint64_t bytes = 0;
  for (const formats::TensorInfo& tensor : source_->tensors()) bytes += tensor.byte_size;
  EXPECT_EQ(tree.root().bytes, bytes);
  EXPECT_EQ(tree.root().tensors, static_cast<std::int64_t>(source_->tensors().size()));
}

TEST_F(TensorTreeTest, AFilterKeepsOnlyTensorsWhoseNameHoldsIt) {
  const TensorTree tree = BuildTensorTree(*source_, "UP_PROJ");
  EXPECT_EQ(tree.root().tensors, 4);
  EXPECT_TRUE(BuildTensorTree(*source_, "no such").root().children.empty());
}

}  // namespace
}  // namespace sentei::ui
