// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/tensor_tree.h"

#include <QAbstractItemModel>
#include <memory>

namespace sentei::ui {

/// Shows a TensorTree: name, shape, type, size. Cells are made when they are looked at. GUI thread.
class TensorTreeModel final : public QAbstractItemModel {
  Q_OBJECT

 public:
  enum Column : int { kName, kShape, kType, kSize, kColumns };
  /// Full name of a tensor; empty for a module.
  static constexpr int kTensorRole = Qt::UserRole + 1;

  using QAbstractItemModel::QAbstractItemModel;

  void SetTree(std::shared_ptr<const formats::ModelSource> source,
               std::shared_ptr<const TensorTree> tree);
  void Retranslate() { emit headerDataChanged(Qt::Horizontal, 0, kColumns - 1); }
  /// Where a tensor stands; invalid when the tree does not hold it.
  [[nodiscard]] QModelIndex IndexOf(const QString& tensor) const;

  [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent) const override;
  [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
  [[nodiscard]] int rowCount(const QModelIndex& parent) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section,
                                    Qt::Orientation orientation,
                                    int role) const override;

 private:
  [[nodiscard]] const TensorTree::Node& NodeOf(const QModelIndex& index) const;
  [[nodiscard]] QString Text(const TensorTree::Node& node, int column) const;

  std::shared_ptr<const formats::ModelSource> source_;
  std::shared_ptr<const TensorTree> tree_ = std::make_shared<const TensorTree>();
};

}  // namespace sentei::ui
