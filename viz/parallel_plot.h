// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "viz/plot_source.h"
#include "viz/plot_style.h"
#include "viz/series_style.h"

#include <QWidget>
#include <optional>
#include <vector>

namespace sentei::viz {

class RepaintThrottle;

struct ParallelAxis {
  QString title;
  QStringList categories;  ///< not empty: values are indices into it
  AxisScale scale = AxisScale::kLinear;
  NumberStyle numbers = NumberStyle::kPlain;
  bool flipped = false;
};
struct ParallelRun {
  QString name;
  QString label;  ///< at the line's end
  SeriesStyle style;
  std::vector<std::optional<double>> values;  ///< one per axis
};

/// Parallel coordinates of the first 2,000 runs. Dragging along an axis brushes it, a click clears,
/// dragging a title moves the axis. Keys: left and right choose an axis, with Shift they move it;
/// up and down move its brush, + and - resize it, Escape clears it; F flips, L switches to
/// logarithms. The context menu of an axis has the same. GUI thread.
class ParallelPlot final : public QWidget, public PlotSource {
  Q_OBJECT

 public:
  static constexpr std::size_t kMaxRuns = 2000;

  explicit ParallelPlot(QWidget* parent = nullptr);

  void SetTitle(const QString& title);
  void SetProtocol(const QStringList& protocol);
  void SetData(std::vector<ParallelAxis> axes, std::vector<ParallelRun> runs);
  [[nodiscard]] const std::vector<ParallelAxis>& axes() const { return axes_; }
  [[nodiscard]] std::size_t shown_runs() const { return runs_.size(); }

  struct Brush {
    double low = 0.0;
    double high = 0.0;  ///< in the axis' values
  };
  void SetBrush(std::size_t axis, std::optional<Brush> brush);
  [[nodiscard]] bool IsInRange(std::size_t run) const;
  [[nodiscard]] std::size_t InRangeCount() const;
  void Flip(std::size_t axis);
  /// Nothing happens where the axis has values that are not positive, or categories.
  void ToggleLog(std::size_t axis);
  void MoveAxis(std::size_t from, std::size_t to);

  [[nodiscard]] QString Title() const override { return title_; }
  [[nodiscard]] QStringList Protocol() const override { return protocol_; }
  [[nodiscard]] TableData Table() const override;
  void Render(QCPPainter& painter, QSize size) override;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 signals:
  void BrushChanged();
  void RunActivated(int run);
  void Described(const QString& text);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  enum class Drag : std::uint8_t { kNone, kBrush, kTitle };
  struct Span {
    double low = 0.0;
    double high = 1.0;
  };

  [[nodiscard]] QRectF Area(QSize size) const;
  [[nodiscard]] double AxisX(std::size_t axis, const QRectF& area) const;
  [[nodiscard]] double ToY(std::size_t axis, double value, const QRectF& area) const;
  [[nodiscard]] double FromY(std::size_t axis, double y, const QRectF& area) const;
  [[nodiscard]] std::optional<std::size_t> AxisAt(QPointF position) const;
  [[nodiscard]] std::optional<std::size_t> TitleAt(QPointF position) const;
  [[nodiscard]] std::optional<std::size_t> RunAt(QPointF position) const;
  [[nodiscard]] Span SpanOf(std::size_t axis) const;
  [[nodiscard]] QString ValueText(std::size_t axis, double value) const;
  [[nodiscard]] QString DescribeRun(std::size_t run) const;
  [[nodiscard]] QString DescribeAxis(std::size_t axis) const;
  void Paint(QPainter& painter, QSize size) const;
  void PaintRun(QPainter& painter, std::size_t run, const QRectF& area) const;
  void PaintAxis(QPainter& painter, std::size_t axis, const QRectF& area) const;
  void PaintTicks(QPainter& painter, std::size_t axis, const QRectF& area) const;
  void PaintEndLabels(QPainter& painter, const QRectF& area) const;
  void HoverRun(std::optional<std::size_t> run);
  void SelectAxis(std::ptrdiff_t axis);
  void StepBrush(double move, double grow);
  bool HandleAxisKey(QKeyEvent& event);
  void Announce(const QString& text);

  QString title_;
  QStringList protocol_;
  std::vector<ParallelAxis> axes_;
  std::vector<ParallelRun> runs_;
  std::vector<Span> spans_;
  std::vector<std::optional<Brush>> brushes_;
  std::optional<std::size_t> hovered_run_;
  std::size_t current_axis_ = 0;
  Drag drag_ = Drag::kNone;
  std::size_t drag_axis_ = 0;
  QPointF drag_start_;
};

}  // namespace sentei::viz
