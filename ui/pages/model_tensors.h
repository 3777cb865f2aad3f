// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/model_session.h"
#include "ui/models/tensor_tree.h"

#include <QWidget>

class QLineEdit;
class QTimer;
class QTreeView;

namespace sentei::viz {
class ElidedLabel;
}  // namespace sentei::viz

namespace sentei::ui {

class TensorTreeModel;
class Workspace;

/// The tree of a model's tensors with a filter above and their number and size below.
class ModelTensors final : public QWidget {
  Q_OBJECT

 public:
  explicit ModelTensors(Workspace& workspace, QWidget* parent = nullptr);

  void SetModel(const OpenedModelPtr& model);
  [[nodiscard]] QWidget* filter();

 signals:
  /// The current tensor; not for modules.
  void TensorSelected(const QString& name);
  /// Double click or Enter on a tensor.
  void TensorActivated(const QString& name);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void Rebuild();
  void Adopt(const std::shared_ptr<const TensorTree>& tree);
  void Expand();
  void ShowFooter();

  OpenedModelPtr model_;
  quint64 attempt_ = 0;  ///< newest filter; older trees are dropped
  QLineEdit* filter_;
  QTimer* delay_;
  QTreeView* tree_;
  TensorTreeModel* tensors_;
  viz::ElidedLabel* footer_;
};

}  // namespace sentei::ui
