// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>
#include <cstddef>

class QPlainTextEdit;
class QTabWidget;
class QTableView;

namespace sentei::viz {
class BarPlot;
class PlotPanel;
}  // namespace sentei::viz

namespace sentei::ui {

class RunEntriesModel;
class RunTrace;
class Workspace;

/// What happened in a run, how much of each layer is left, and its log, as tabs.
class RunJournal final : public QFrame {
  Q_OBJECT

 public:
  explicit RunJournal(Workspace& workspace, QWidget* parent = nullptr);

  void Show(const RunTrace& trace);
  void Reset();

 private:
  void BuildEvents();
  void BuildKept(Workspace& workspace);
  void ShowKept(const RunTrace& trace);
  void ShowLog(const RunTrace& trace);
  void Retranslate();

  RunEntriesModel* model_;
  QTabWidget* tabs_;
  QTableView* events_;
  viz::PlotPanel* kept_;
  viz::BarPlot* bars_;
  QPlainTextEdit* log_;
  std::size_t logged_ = 0;
};

}  // namespace sentei::ui
