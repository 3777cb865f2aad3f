// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/tensor_statistics.h"
#include "ui/model_session.h"

#include <QWidget>
#include <optional>
#include <stop_token>

class QLabel;
class QTimer;

namespace sentei::viz {
class CurvePlot;
class PlotPanel;
}  // namespace sentei::viz

namespace sentei::ui {

class MagnitudeImage;
class Panel;
class Workspace;

/// The values of the current tensor: histogram, moments, what is not a number, norms of rows, and a
/// small map. Read in the background; a newer choice stops the older reading.
class ModelTensor final : public QWidget {
  Q_OBJECT

 public:
  explicit ModelTensor(Workspace& workspace, QWidget* parent = nullptr);
  ~ModelTensor() override;

  void SetModel(const OpenedModelPtr& model);
  /// Reads it once the tab is seen.
  void ShowTensor(const QString& name);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void Read();
  void Take(const Result<std::optional<formats::TensorStatistics>>& statistics);
  void Show();
  void ShowHistogram();
  void ShowNorms();
  void ShowFacts();

  OpenedModelPtr model_;
  Workspace& workspace_;
  QString name_;
  bool pending_ = false;
  quint64 attempt_ = 0;
  std::stop_source stop_;
  QTimer* slow_;
  std::optional<formats::TensorStatistics> statistics_;
  std::optional<Failure> failure_;
  Panel* panel_;
  QLabel* facts_;
  QLabel* warning_;
  viz::PlotPanel* histogram_panel_;
  viz::CurvePlot* histogram_;
  viz::PlotPanel* norms_panel_;
  viz::CurvePlot* norms_;
  Panel* map_panel_;
  MagnitudeImage* map_;
};

}  // namespace sentei::ui
