// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/model_session.h"

#include <QWidget>

namespace sentei::viz {
class BarPlot;
class PlotPanel;
}  // namespace sentei::viz

namespace sentei::ui {

class Workspace;

/// Parameters of every layer as bars stacked by part; those of the embeddings in the caption.
class ModelLayers final : public QWidget {
  Q_OBJECT

 public:
  ModelLayers(Workspace& workspace, const QString& object_name, QWidget* parent = nullptr);

  void SetModel(const OpenedModelPtr& model);

 private:
  void Show();

  OpenedModelPtr model_;
  viz::PlotPanel* panel_;
  viz::BarPlot* bars_;
};

}  // namespace sentei::ui
