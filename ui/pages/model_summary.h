// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/model_session.h"

#include <QWidget>

namespace sentei::ui {

class ModelBaseline;
class ModelLayers;
class ModelSelfCheck;
class ModelTokenizer;
class Note;
class Workspace;

/// A model's facts, its dense baseline, and small forms of the other tabs.
class ModelSummary final : public QWidget {
  Q_OBJECT

 public:
  explicit ModelSummary(Workspace& workspace, QWidget* parent = nullptr);

  void SetModel(const OpenedModelPtr& model);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void ShowFacts();

  OpenedModelPtr model_;
  Note* problem_;
  ModelSelfCheck* check_;
  QWidget* facts_;
  ModelBaseline* baseline_;
  ModelLayers* layers_;
  ModelTokenizer* tokenizer_;
  int columns_ = 2;
};

}  // namespace sentei::ui
