// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>
#include <cstddef>

namespace sentei::viz {
class CurvePlot;
class PlotPanel;
}  // namespace sentei::viz

namespace sentei::ui {

class RunTrace;
class Workspace;

/// Loss and perplexity of one run over its iterations, beside those of the dense model.
class RunQualityPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit RunQualityPanel(Workspace& workspace, QWidget* parent = nullptr);

  void Show(const RunTrace& trace);
  void Reset();

 private:
  void AddCurves();
  void ShowPerplexity(const RunTrace& trace);
  void Retranslate();

  viz::PlotPanel* panel_;
  viz::CurvePlot* plot_;
  std::size_t loss_ = 0;
  std::size_t perplexity_ = 0;
  std::size_t drawn_ = 0;  ///< steps already in the plot
};

/// The share of the parameters that left, beside what the schedule asks for.
class RunSparsityPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit RunSparsityPanel(Workspace& workspace, QWidget* parent = nullptr);

  void Show(const RunTrace& trace);
  void Reset();

 private:
  void AddCurves();
  void Retranslate();

  viz::PlotPanel* panel_;
  viz::CurvePlot* plot_;
  std::size_t target_ = 0;
  std::size_t actual_ = 0;
};

}  // namespace sentei::ui
