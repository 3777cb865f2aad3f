// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "viz/plot_source.h"
#include "viz/plot_style.h"
#include "viz/series_style.h"

#include <QWidget>
#include <memory>
#include <optional>

class QCustomPlot;

namespace sentei::viz {

class RepaintThrottle;

struct AxisRange {
  double low = 0.0;
  double high = 1.0;
};

/// The common part of the plots with axes: look, throttled painting, hover, and a keyboard cursor
/// that walks over the points (left and right along a series, up and down between series, Home,
/// End, Enter, C to copy). What it stands on is said through PointDescribed and to screen readers.
class Chart : public QWidget, public PlotSource {
  Q_OBJECT

 public:
  ~Chart() override;

  void SetTitle(const QString& title);
  void SetProtocol(const QStringList& protocol);

  [[nodiscard]] QString Title() const override { return title_; }
  [[nodiscard]] QStringList Protocol() const override { return protocol_; }
  void Render(QCPPainter& painter, QSize size) override;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 signals:
  /// Plain text of the point under pointer or cursor; empty when there is none.
  void PointDescribed(const QString& text);

 protected:
  struct PointId {
    std::size_t series = 0;
    std::size_t point = 0;

    friend bool operator==(const PointId&, const PointId&) = default;
  };

  explicit Chart(QWidget* parent);

  [[nodiscard]] QCustomPlot& plot() const;
  /// Asks for Update and a painted frame soon.
  void RequestUpdate();
  /// Update and paint at once.
  void UpdateNow();

  [[nodiscard]] virtual std::size_t SeriesCount() const = 0;
  [[nodiscard]] virtual std::size_t PointCount(std::size_t series) const = 0;
  /// In pixels of the widget; not finite where the point is not drawn.
  [[nodiscard]] virtual QPointF PointPosition(std::size_t series, std::size_t point) const = 0;
  [[nodiscard]] virtual QString DescribePoint(std::size_t series, std::size_t point) const = 0;
  /// What the pointer means at a position in pixels of the widget.
  [[nodiscard]] virtual std::optional<PointId> NearestPoint(QPointF position, double reach) const;
  /// Colours and fonts from the Appearance.
  virtual void Restyle() = 0;
  /// Data into the plot, before a frame is painted.
  virtual void Update() = 0;
  virtual void PaintOver(QCPPainter& painter);
  virtual void PaintUnder(QCPPainter& painter);
  virtual void PointHovered(std::optional<PointId> point);
  virtual void PointClicked(PointId point, Qt::KeyboardModifiers modifiers);

  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void Hover(QPointF position);
  void Leave();
  void MoveCursor(std::ptrdiff_t series, std::ptrdiff_t points);
  void SetCursorTo(std::ptrdiff_t series, std::ptrdiff_t point);
  void Announce(std::optional<PointId> point);
  void PaintCursor(QCPPainter& painter);

  QCustomPlot* plot_ = nullptr;
  RepaintThrottle* throttle_ = nullptr;
  QString title_;
  QStringList protocol_;
  std::optional<PointId> cursor_;
  std::optional<PointId> hovered_;
  bool dirty_ = true;
  bool exporting_ = false;
};

}  // namespace sentei::viz
