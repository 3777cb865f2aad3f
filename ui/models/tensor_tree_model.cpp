// SPDX-License-Identifier: Apache-2.0
#include "ui/models/tensor_tree_model.h"

#include "ui/text.h"
#include "ui/theme/theme.h"
#include "viz/appearance.h"
#include "viz/tool_tip.h"

#include <QSize>

namespace sentei::ui {
namespace {

QString ShapeWords(const std::vector<std::int64_t>& shape) {
  QStringList sizes;
  for (const std::int64_t size : shape) sizes << QString::number(size);
  return sizes.join(QStringLiteral(" × "));
}

Qt::Alignment AlignmentOf(int column) {
  const bool number = column == TensorTreeModel::kShape || column == TensorTreeModel::kSize;
  return (number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
}

}  // namespace

void TensorTreeModel::SetTree(std::shared_ptr<const formats::ModelSource> source,
                              std::shared_ptr<const TensorTree> tree) {
  beginResetModel();
  source_ = std::move(source);
  tree_ = std::move(tree);
  endResetModel();
}

const TensorTree::Node& TensorTreeModel::NodeOf(const QModelIndex& index) const {
  return index.isValid() ? tree_->nodes.at(index.internalId()) : tree_->root();
}

QModelIndex TensorTreeModel::IndexOf(const QString& tensor) const {
  for (std::size_t i = 1; i < tree_->nodes.size(); ++i) {
    const TensorTree::Node& node = tree_->nodes[i];
    if (node.tensor < 0) continue;
    if (source_->tensors()[static_cast<std::size_t>(node.tensor)].name == ToStd(tensor)) {
      return createIndex(node.row, 0, i);
    }
  }
  return {};
}

QModelIndex TensorTreeModel::index(int row, int column, const QModelIndex& parent) const {
  if (!hasIndex(row, column, parent)) return {};
  const auto child = NodeOf(parent).children[static_cast<std::size_t>(row)];
  return createIndex(row, column, static_cast<quintptr>(child));
}

QModelIndex TensorTreeModel::parent(const QModelIndex& child) const {
  if (!child.isValid()) return {};
  const int parent = NodeOf(child).parent;
  if (parent <= 0) return {};
  return createIndex(
      tree_->nodes[static_cast<std::size_t>(parent)].row, 0, static_cast<quintptr>(parent));
}

int TensorTreeModel::rowCount(const QModelIndex& parent) const {
  if (parent.column() > 0) return 0;
  return static_cast<int>(NodeOf(parent).children.size());
}

int TensorTreeModel::columnCount(const QModelIndex& /*parent*/) const { return kColumns; }

QString TensorTreeModel::Text(const TensorTree::Node& node, int column) const {
  if (column == kName) return Shown(node.name);
  if (column == kSize) return Bytes(static_cast<double>(node.bytes));
  if (node.tensor < 0) return {};
  const formats::TensorInfo& tensor = source_->tensors()[static_cast<std::size_t>(node.tensor)];
  return column == kShape ? ShapeWords(tensor.shape) : ToQString(formats::Name(tensor.type));
}

QVariant TensorTreeModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const TensorTree::Node& node = NodeOf(index);
  switch (role) {
    case Qt::DisplayRole:
      return Text(node, index.column());
    case Qt::TextAlignmentRole:
      return QVariant::fromValue(AlignmentOf(index.column()));
    case Qt::SizeHintRole:
      return QSize(Px(40), Px(24));
    case Qt::FontRole:
      if (index.column() == kSize) return {};
      return FontFor(TypeRole::kMono);
    case Qt::ForegroundRole:
      if (index.column() != kShape && index.column() != kType) return {};
      return viz::ToQColor(viz::Appearance::Instance().tokens().text2);
    case kTensorRole:
      if (node.tensor < 0) return QString();
      return ToQString(source_->tensors()[static_cast<std::size_t>(node.tensor)].name);
    case Qt::ToolTipRole:
      if (node.tensor < 0) return {};
      return viz::ToolTipOf(Shown(source_->tensors()[static_cast<std::size_t>(node.tensor)].name));
    default:
      return {};
  }
}

QVariant TensorTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return QVariant::fromValue(AlignmentOf(section));
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case kName:
      return tr("Tensor");
    case kShape:
      return tr("Shape");
    case kType:
      return tr("Type");
    case kSize:
      return tr("Size");
    default:
      return {};
  }
}

}  // namespace sentei::ui
