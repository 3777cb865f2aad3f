// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/page.h"

class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabWidget;

namespace sentei::ui {

class ModelConfig;
class ModelFiles;
class ModelLayers;
class ModelSummary;
class ModelTensor;
class ModelTensors;
class ModelTokenizer;

/// What the open checkpoint holds: its tensors at the left, tabs about it at the right. A model of
/// an unknown architecture is shown as far as it can be read.
class ModelPage final : public Page {
  Q_OBJECT

 public:
  explicit ModelPage(Workspace& workspace, QWidget* parent = nullptr);

  [[nodiscard]] QWidget* filter() override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] QWidget* MakeEmpty();
  [[nodiscard]] QWidget* MakeContent();
  void MakeActions();
  void ShowModel();
  void ShowState();

  QStackedWidget* stack_;
  QSplitter* splitter_;
  QTabWidget* tabs_;
  ModelTensors* tensors_;
  ModelSummary* summary_;
  ModelLayers* layers_;
  ModelTensor* tensor_;
  ModelTokenizer* tokenizer_;
  ModelConfig* config_;
  ModelFiles* files_;
  QLabel* empty_;
  QPushButton* demo_;
  QPushButton* open_;
  QPushButton* budget_;
  bool sized_ = false;
};

}  // namespace sentei::ui
