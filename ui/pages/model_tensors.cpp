// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/model_tensors.h"

#include "ui/background.h"
#include "ui/language_binding.h"
#include "ui/models/model_words.h"
#include "ui/models/tensor_tree_model.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/workspace.h"
#include "viz/elided_label.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

constexpr int kTypingMs = 120;
constexpr int kMostExpanded = 400;  ///< tensors that a filter shows unfolded

QTreeView* MakeTree(TensorTreeModel* model) {
  auto* tree = new QTreeView;
  tree->setObjectName(QStringLiteral("model-tensors"));
  tree->setModel(model);
  tree->setUniformRowHeights(true);
  tree->setFrameShape(QFrame::NoFrame);
  tree->setTextElideMode(Qt::ElideMiddle);
  tree->setIndentation(Px(16));
  tree->setExpandsOnDoubleClick(true);
  tree->header()->setStretchLastSection(false);
  tree->header()->setSectionsMovable(false);
  tree->header()->setSectionResizeMode(TensorTreeModel::kName, QHeaderView::Stretch);
  tree->header()->setMinimumSectionSize(Px(40));
  const std::array<std::pair<int, int>, 3> widths{
      {{TensorTreeModel::kShape, 110}, {TensorTreeModel::kType, 60}, {TensorTreeModel::kSize, 84}}};
  for (const auto& [column, pixels] : widths) {
    tree->header()->setSectionResizeMode(column, QHeaderView::Interactive);
    tree->header()->resizeSection(column, Px(pixels));
  }
  return tree;
}

}  // namespace

ModelTensors::ModelTensors(Workspace& /*workspace*/, QWidget* parent) : QWidget(parent) {
  tensors_ = new TensorTreeModel(this);
  tree_ = MakeTree(tensors_);
  filter_ = new QLineEdit;
  filter_->setObjectName(QStringLiteral("model-filter"));
  filter_->setClearButtonEnabled(true);
  filter_->addAction(ThemedIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
  delay_ = new QTimer(this);
  delay_->setSingleShot(true);
  delay_->setInterval(kTypingMs);
  footer_ = new viz::ElidedLabel;
  footer_->setObjectName(QStringLiteral("model-tensors-footer"));
  SetTone(footer_, Tone::kSecondary);
  footer_->setContentsMargins(Px(12), Px(5), Px(12), Px(5));
  auto* tools = new QWidget;
  auto* row = new QHBoxLayout(tools);
  row->setContentsMargins(Px(8), Px(8), Px(8), Px(8));
  row->addWidget(filter_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(tools);
  column->addWidget(tree_, 1);
  column->addWidget(footer_);
  setMinimumWidth(Px(260));

  connect(filter_, &QLineEdit::textChanged, delay_, qOverload<>(&QTimer::start));
  connect(delay_, &QTimer::timeout, this, &ModelTensors::Rebuild);
  connect(tree_->selectionModel(),
          &QItemSelectionModel::currentChanged,
          this,
          [this](const QModelIndex& current) {
            const QString name = current.data(TensorTreeModel::kTensorRole).toString();
            if (!name.isEmpty()) emit TensorSelected(name);
          });
  connect(tree_, &QTreeView::activated, this, [this](const QModelIndex& index) {
    const QString name = index.data(TensorTreeModel::kTensorRole).toString();
    if (!name.isEmpty()) emit TensorActivated(name);
  });
  OnLanguage(this, [this] {
    filter_->setPlaceholderText(tr("Filter tensors"));
    filter_->setAccessibleName(tr("Filter tensors"));
    tree_->setAccessibleName(tr("Tensors"));
    tensors_->Retranslate();
    ShowFooter();
  });
}

QWidget* ModelTensors::filter() { return filter_; }

void ModelTensors::SetModel(const OpenedModelPtr& model) {
  model_ = model;
  const QSignalBlocker quiet(filter_);
  filter_->clear();
  ++attempt_;
  tensors_->SetTree(nullptr, std::make_shared<const TensorTree>());
  ShowFooter();
  if (model_ != nullptr) Rebuild();
}

void ModelTensors::Rebuild() {
  if (model_ == nullptr) return;
  InBackground(
      this,
      [source = model_->source, filter = ToStd(filter_->text().trimmed())] {
        return std::make_shared<const TensorTree>(BuildTensorTree(*source, filter));
      },
      [this, attempt = ++attempt_](const Result<std::shared_ptr<const TensorTree>>& tree) {
        if (attempt == attempt_ && tree.has_value()) Adopt(tree.value());
      });
}

void ModelTensors::Adopt(const std::shared_ptr<const TensorTree>& tree) {
  const QString current = tree_->currentIndex().data(TensorTreeModel::kTensorRole).toString();
  tensors_->SetTree(model_->source, tree);
  Expand();
  const QModelIndex again = current.isEmpty() ? QModelIndex() : tensors_->IndexOf(current);
  if (again.isValid()) tree_->setCurrentIndex(again);
  ShowFooter();
}

void ModelTensors::Expand() {
  if (!filter_->text().isEmpty()) {
    if (tensors_->rowCount({}) <= kMostExpanded) tree_->expandAll();
    return;
  }
  // The first layer shows what all the others hold.
  for (QModelIndex at = tensors_->index(0, 0, {}); at.isValid();) {
    tree_->expand(at);
    QModelIndex next;
    for (int row = 0; row < tensors_->rowCount(at) && !next.isValid(); ++row) {
      const QModelIndex child = tensors_->index(row, 0, at);
      if (tensors_->rowCount(child) > 0) next = child;
    }
    at = next;
  }
}

void ModelTensors::ShowFooter() {
  if (model_ == nullptr) return footer_->clear();
  const auto count = static_cast<int>(model_->source->tensors().size());
  footer_->setText(
      tr("%n tensor(s) · %1 · %2", nullptr, count)
          .arg(FormatWords(*model_->source), Bytes(static_cast<double>(model_->weight_bytes))));
}

void ModelTensors::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  tree_->setColumnHidden(TensorTreeModel::kType, width() < Px(420));
  tree_->setColumnHidden(TensorTreeModel::kShape, width() < Px(300));
}

}  // namespace sentei::ui
