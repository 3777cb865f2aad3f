// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "viz/heat_map_frame.h"
#include "viz/plot_source.h"

#include <QWidget>
#include <functional>
#include <memory>
#include <set>

namespace sentei::viz {

class HeatMapModel;
class HeatMapPainter;
class RepaintThrottle;

/// Layers by units. Columns are binned to device pixels by maximum, so no single hot unit is lost
/// at any width. SetFrame stores the newest frame and returns; it is painted at most 10 times a
/// second (2 with reduced motion), the last one always, one equal to the last never again. GUI
/// thread.
///
/// Keys: arrows, Home, End and Page up/down (layers) move the cursor; + and - zoom, 0 fits, P asks
/// to protect, Delete asks to force, C copies the value, Enter activates.
class HeatMap final : public QWidget, public PlotSource {
  Q_OBJECT

 public:
  explicit HeatMap(QWidget* parent = nullptr);
  ~HeatMap() override;

  void SetFrame(HeatMapFrame frame);
  void SetTitle(const QString& title);
  /// Forgets the locked range and what was fresh: another run or model follows.
  void Reset();

  void SetOrder(UnitOrder order);
  void SetScale(ValueScale scale);
  void SetRangeMode(RangeMode mode);
  void SetColors(HeatMapColors colors);
  [[nodiscard]] UnitOrder order() const;
  [[nodiscard]] ValueScale scale() const;
  [[nodiscard]] RangeMode range_mode() const;

  /// Selection is by layer number and shared with a table; setting it emits nothing.
  void SetSelectedLayers(std::set<std::int64_t> layers);
  void SetCurrentLayer(std::optional<std::int64_t> layer);

  /// Lines added to the description of a cell: iteration of its fate, tensor name and rows. Plain
  /// text.
  using CellNotes = std::function<QStringList(const HeatMapCell&)>;
  void SetCellNotes(CellNotes notes);
  /// Offers P and Delete and the cursor of a hand over the units; off by default.
  enum class Editing : std::uint8_t { kOff, kOn };
  void SetEditing(Editing editing);

  [[nodiscard]] std::optional<HeatMapCell> CellAt(QPoint position) const;
  [[nodiscard]] QString Describe(const HeatMapCell& cell) const;
  /// Where the columns of a row are painted, in widget coordinates.
  [[nodiscard]] QRect RowRect(std::size_t row) const;
  /// Frames painted so far: for benches and tests.
  [[nodiscard]] std::size_t painted_frames() const { return painted_frames_; }
  /// The iteration of the frame on screen; unset when no run is behind it.
  [[nodiscard]] std::optional<std::int64_t> shown_step() const;

  [[nodiscard]] QString Title() const override;
  [[nodiscard]] QStringList Protocol() const override;
  [[nodiscard]] TableData Table() const override;
  void Render(QCPPainter& painter, QSize size) override;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 signals:
  /// The text of the hovered or current cell; empty when there is none.
  void CellDescribed(const QString& text);
  void CellActivated(std::int64_t layer, std::size_t unit);
  void ProtectRequested(std::int64_t layer, std::size_t unit);
  void ForceRequested(std::int64_t layer, std::size_t unit);
  void RowSelected(std::int64_t layer, Qt::KeyboardModifiers modifiers);
  void RangeModeChanged(sentei::viz::RangeMode mode);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Cursor {
    std::size_t row = 0;
    std::size_t bin = 0;
  };

  void TakeFrame();
  void Relayout();
  void Redraw();
  void MoveCursor(std::ptrdiff_t rows, std::ptrdiff_t bins);
  void SetCursorTo(std::ptrdiff_t row, std::ptrdiff_t bin);
  [[nodiscard]] std::optional<HeatMapCell> CursorCell() const;
  void Announce();
  void Zoom(double factor, double around);
  bool HandleMove(int key);
  bool HandleCommand(int key);
  void EndFresh();

  std::unique_ptr<HeatMapModel> model_;
  std::unique_ptr<HeatMapPainter> painter_;
  RepaintThrottle* throttle_ = nullptr;
  std::optional<HeatMapFrame> next_frame_;
  QString title_;
  CellNotes notes_;
  Editing editing_ = Editing::kOff;
  std::set<std::int64_t> selected_layers_;
  std::optional<std::int64_t> current_layer_;
  std::optional<Cursor> cursor_;
  std::size_t painted_frames_ = 0;
};

}  // namespace sentei::viz
