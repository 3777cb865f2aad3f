// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "viz/chart.h"

#include <QPointF>
#include <span>
#include <vector>

class QCPAxisRect;
class QCPGraph;
class QCPMarginGroup;

namespace sentei::viz {

struct CurvePane {
  QString y_title;
  AxisScale scale = AxisScale::kLinear;
  NumberStyle numbers = NumberStyle::kPlain;
};

struct Curve {
  enum class Shape : std::uint8_t { kLine, kSteps };
  enum class Smoothing : std::uint8_t { kNone, kEma };  ///< kEma: raw data faint under its EMA

  QString name;  ///< plain text, for the legend and the table
  SeriesStyle style;
  std::size_t pane = 0;
  Shape shape = Shape::kLine;
  Smoothing smoothing = Smoothing::kNone;
  Markers markers = Markers::kNone;
  QString end_label;  ///< at the end of the line; empty = none
  LineWeight weight = LineWeight::kNormal;
};

/// Curves over a common x, in one pane or several stacked ones that share margins and x range.
/// Appending is cheap, painting throttled. Ids count from 0 in the order of AddCurve. GUI thread.
class CurvePlot final : public Chart {
  Q_OBJECT

 public:
  explicit CurvePlot(QWidget* parent = nullptr);
  ~CurvePlot() override;

  /// Removes all curves; one pane or more.
  void SetPanes(const std::vector<CurvePane>& panes);
  void SetXTitle(const QString& title);
  void SetXNumbers(NumberStyle numbers);
  /// Unset: follows the data.
  void SetXRange(std::optional<AxisRange> range);

  std::size_t AddCurve(const Curve& curve);
  void RemoveCurves();
  [[nodiscard]] std::size_t CurveCount() const;
  /// x must not fall. A y that is not finite interrupts the line.
  void Append(std::size_t curve, double x, double y);
  void SetPoints(std::size_t curve, std::vector<QPointF> points);
  /// 0 (raw) to 0.99, for all curves with Smoothing::kEma.
  void SetSmoothing(double factor);
  [[nodiscard]] double smoothing() const { return smoothing_; }

  /// A dashed horizontal line, e.g. the dense model.
  void SetBaseline(std::size_t pane, std::optional<double> value, const QString& name = {});
  struct Note {
    double x = 0.0;
    QString text;
    enum class Kind : std::uint8_t { kNote, kNow } kind = Kind::kNote;
  };
  void SetNotes(std::vector<Note> notes);
  struct Band {
    double from = 0.0;
    double to = 0.0;
    QString text;
  };
  void SetBands(std::vector<Band> bands);

  [[nodiscard]] std::vector<LegendEntry> Legend() const;
  [[nodiscard]] TableData Table() const override;

 signals:
  void CurveClicked(int curve);

 protected:
  [[nodiscard]] std::size_t SeriesCount() const override;
  [[nodiscard]] std::size_t PointCount(std::size_t series) const override;
  [[nodiscard]] QPointF PointPosition(std::size_t series, std::size_t point) const override;
  [[nodiscard]] QString DescribePoint(std::size_t series, std::size_t point) const override;
  void Restyle() override;
  void Update() override;
  void PaintOver(QCPPainter& painter) override;
  void PaintUnder(QCPPainter& painter) override;
  void PointHovered(std::optional<PointId> point) override;
  void PointClicked(PointId point, Qt::KeyboardModifiers modifiers) override;

 private:
  struct Line;
  struct Pane;

  void Resmooth(Line& line);
  void RestyleLine(Line& line);
  void Rescale(Pane& pane);
  void PaintNotes(QCPPainter& painter, const Pane& pane, bool first) const;
  void PaintEndLabels(QCPPainter& painter, std::size_t pane) const;
  void PaintMarkers(QCPPainter& painter, const Line& line) const;

  std::vector<std::unique_ptr<Pane>> panes_;
  std::vector<std::unique_ptr<Line>> lines_;
  std::vector<Note> notes_;
  std::vector<Band> bands_;
  std::optional<AxisRange> x_range_;
  QString x_title_;
  NumberStyle x_numbers_ = NumberStyle::kPlain;
  double smoothing_ = 0.9;
  std::optional<std::size_t> hovered_;
};

}  // namespace sentei::viz
