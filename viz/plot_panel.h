// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "viz/plot_source.h"
#include "viz/series_style.h"

#include <QFrame>
#include <functional>
#include <vector>

class QAction;
class QDialog;
class QHBoxLayout;
class QLabel;
class QMenu;
class QPushButton;
class QStackedLayout;
class QTableView;

namespace sentei::viz {

class ElidedLabel;
class GlyphButton;
class LegendBar;

/// A frame around one plot: header with title, caption, legend, the caller's controls, "Show as
/// table" and the export menu; below it the plot, its table, or one sentence. Owns the plot it is
/// given. F11 shows the plot alone on the whole screen, F11 or Escape brings it back. Object names
/// of the children start with the panel's own, e.g. "run-heads" makes "run-heads-table",
/// "run-heads-menu". GUI thread.
class PlotPanel final : public QFrame {
  Q_OBJECT

 public:
  explicit PlotPanel(const QString& object_name, QWidget* parent = nullptr);

  /// `Plot` is a QWidget and a PlotSource: HeatMap, CurvePlot, BarPlot, ScatterPlot, ParallelPlot.
  template <typename Plot>
  Plot* SetPlot(Plot* plot) {
    SetPlot(plot, plot);
    return plot;
  }
  void SetTitle(const QString& title);
  /// "importance by layer and query head", "14 of 26 layers".
  void SetCaption(const QString& caption);
  void SetLegend(const std::vector<LegendEntry>& entries);
  /// Puts a control of the caller's left of the table button; the panel owns it.
  void AddHeaderWidget(QWidget* widget);

  /// Nothing to draw yet: a sentence and, unless `button` is empty, a button that emits
  /// EmptyButtonClicked.
  void ShowEmpty(const QString& sentence, const QString& button = {});
  /// "Reading 272 tensors…"
  void ShowLoading(const QString& text);
  void ShowPlot();
  void ShowTable();
  [[nodiscard]] bool IsTableShown() const;
  void ToggleFullScreen();

 signals:
  void EmptyButtonClicked();
  /// A sentence about an export that worked or did not, for the status bar or a note.
  void ExportFinished(const QString& sentence);

 protected:
  void changeEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  enum class Body { kPlot, kTable, kMessage };

  void SetPlot(QWidget* plot, PlotSource* source);
  void BuildHeader();
  void BuildBody();
  void BuildMenu();
  void Retranslate();
  void Restyle();
  void Show(Body body);
  void ToggleTable();
  void EndFullScreen();
  void CopyImage();
  void Export(const QString& filter,
              const QString& suffix,
              const std::function<QString(const QString&)>& save);

  QString name_;
  QWidget* plot_ = nullptr;
  PlotSource* source_ = nullptr;
  QWidget* header_ = nullptr;
  QHBoxLayout* header_layout_ = nullptr;
  QHBoxLayout* extra_layout_ = nullptr;
  ElidedLabel* title_ = nullptr;
  ElidedLabel* caption_ = nullptr;
  LegendBar* legend_ = nullptr;
  GlyphButton* table_button_ = nullptr;
  GlyphButton* menu_button_ = nullptr;
  QMenu* menu_ = nullptr;
  QAction* full_screen_action_ = nullptr;
  QAction* copy_ = nullptr;
  QAction* png_ = nullptr;
  QAction* pdf_ = nullptr;
  QAction* csv_ = nullptr;
  QStackedLayout* body_ = nullptr;
  QWidget* plot_host_ = nullptr;
  QDialog* full_screen_ = nullptr;  ///< has the plot while it is open
  Body shown_ = Body::kPlot;        ///< what the panel shows, or will once it has the plot again
  QTableView* table_ = nullptr;
  QWidget* message_page_ = nullptr;
  QLabel* message_ = nullptr;
  QPushButton* message_button_ = nullptr;
};

}  // namespace sentei::viz
