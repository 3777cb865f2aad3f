// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/contamination.h"
#include "ui/page.h"

#include <optional>

class QPushButton;

namespace sentei::viz {
class CurvePlot;
class PlotPanel;
}  // namespace sentei::viz

namespace sentei::ui {

class DataSource;
class Note;
class Panel;
class TokenView;

/// The texts to tune on and to measure with, and what they look like to the model.
class DataPage final : public Page {
  Q_OBJECT

 public:
  explicit DataPage(Workspace& workspace, QWidget* parent = nullptr);

  void OnShown() override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] QWidget* MakePreview();
  [[nodiscard]] QWidget* MakeHistogram();
  void Translate();
  void Refresh();
  void ShowPreview();
  void ShowHistogram();
  void CompareTexts();
  void ShowWarning();

  DataSource* training_;
  DataSource* evaluation_;
  QBoxLayout* sources_;
  QBoxLayout* views_;
  Note* warning_;
  Panel* preview_;
  TokenView* tokens_;
  QLabel* preview_empty_;
  QPushButton* previous_;
  QPushButton* next_;
  viz::PlotPanel* histogram_panel_;
  viz::CurvePlot* histogram_;
  QPushButton* budget_;
  std::int64_t sequence_ = 0;
  quint64 preview_attempt_ = 0;
  quint64 overlap_attempt_ = 0;
  bool same_file_ = false;
  std::optional<text::Contamination> overlap_;
};

}  // namespace sentei::ui
