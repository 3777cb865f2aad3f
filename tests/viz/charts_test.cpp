// SPDX-License-Identifier: Apache-2.0
#include "tests/viz/viz_samples.h"
#include "viz/bar_plot.h"
#include "viz/curve_plot.h"
#include "viz/scatter_plot.h"

#include <gtest/gtest.h>
#include <qcustomplot.h>

#include <QElapsedTimer>
#include <QSignalSpy>
#include <cmath>

namespace sentei::viz {
namespace {

using Kind = SeriesStyle::Kind;

double At(const TableData& table, std::size_t row, std::size_t column) {
  return table.cell(row, column).toDouble();
}

TEST(CurvePlot, TableEqualsTheDataAndTheEma) {
  CurvePlot plot;
  Curve loss;
  loss.name = QStringLiteral("loss");
  loss.smoothing = Curve::Smoothing::kEma;
  Curve quality;
  quality.name = QStringLiteral("perplexity");
  plot.AddCurve(loss);
  plot.AddCurve(quality);
  plot.SetSmoothing(0.5);
  for (int i = 0; i < 4; ++i) plot.Append(0, i, i);
  plot.SetPoints(1, {{2.0, 31.5}});
  const TableData table = plot.Table();
  ASSERT_EQ(table.rows, 4U);
  ASSERT_EQ(table.columns.size(), 4);
  EXPECT_EQ(At(table, 3, 1), 3.0);
  EXPECT_DOUBLE_EQ(At(table, 3, 2), 0.5 * (0.5 * 0.5 + 1.0) + 1.5);  // EMA of 0, 1, 2, 3
  EXPECT_EQ(At(table, 2, 3), 31.5);
  EXPECT_FALSE(table.cell(1, 3).isValid());
}

TEST(CurvePlot, AppendingGivesTheSameAsSetting) {
  CurvePlot appended;
  CurvePlot set;
  Curve curve;
  curve.smoothing = Curve::Smoothing::kEma;
  appended.AddCurve(curve);
  set.AddCurve(curve);
  std::vector<QPointF> points;
  for (int i = 0; i < 100; ++i) {
    const double y = i == 40 ? std::nan("") : std::sin(i);
    points.emplace_back(i, y);
    appended.Append(0, i, y);
  }
  set.SetPoints(0, points);
  for (std::size_t row = 0; row < 100; ++row) {
    EXPECT_EQ(appended.Table().cell(row, 2), set.Table().cell(row, 2)) << row;
  }
}

TEST(CurvePlot, ShowsOneHundredThousandPointsQuickly) {
  PlainAppearance appearance;
  CurvePlot plot;
  plot.AddCurve({});
  std::vector<QPointF> points;
  for (int i = 0; i < 100000; ++i) points.emplace_back(i, std::sin(i * 0.001));
  plot.SetPoints(0, points);
  ShowAndSettle(plot, {900, 300});
  QElapsedTimer timer;
  timer.start();
  plot.resize(901, 300);
  EXPECT_LT(timer.elapsed(), 5000);  // milliseconds; 100,000 paths one by one would take longer
}

TEST(CurvePlot, DrawsTheDenseLineDashed) {
  PlainAppearance appearance;
  CurvePlot plot;
  plot.AddCurve({});
  plot.SetPoints(0, {{0, 1}, {10, 1}});
  plot.SetBaseline(0, 2.0, QStringLiteral("dense"));
  ShowAndSettle(plot, {500, 250});
  const QImage image = plot.grab().toImage();
  const QRgb dense = qRgb(DenseColor(Theme::kLight).red,
                          DenseColor(Theme::kLight).green,
                          DenseColor(Theme::kLight).blue);
  int best = 0;
  int gaps = 0;
  for (int y = 0; y < image.height(); ++y) {
    int found = 0;
    int changes = 0;
    bool on = false;
    for (int x = 0; x < image.width(); ++x) {
      const QRgb pixel = image.pixel(x, y);
      const bool is = std::abs(qRed(pixel) - qRed(dense)) < 40 &&
                      std::abs(qBlue(pixel) - qBlue(dense)) < 40 &&
                      std::abs(qGreen(pixel) - qGreen(dense)) < 40;
      found += is ? 1 : 0;
      changes += is != on ? 1 : 0;
      on = is;
    }
    if (found > best) {
      best = found;
      gaps = changes / 2;
    }
  }
  EXPECT_GT(best, 100);
  EXPECT_GT(gaps, 20);
  ASSERT_EQ(plot.Legend().size(), 1U);  // the curve has no name
  EXPECT_EQ(plot.Legend()[0].style.kind, Kind::kDense);
}

TEST(CurvePlot, KeyboardWalksOverThePoints) {
  PlainAppearance appearance;
  CurvePlot plot;
  Curve a;
  a.name = QStringLiteral("run 12");
  Curve b;
  b.name = QStringLiteral("run 9");
  plot.AddCurve(a);
  plot.AddCurve(b);
  plot.SetPoints(0, {{0, 1}, {1, 2}});
  plot.SetPoints(1, {{0, 5}, {1, 6}});
  ShowAndSettle(plot, {500, 250});
  QSignalSpy described(&plot, &Chart::PointDescribed);
  QSignalSpy clicked(&plot, &CurvePlot::CurveClicked);
  FocusByKeyboard(plot);
  QTest::keyClick(&plot, Qt::Key_Right);
  QTest::keyClick(&plot, Qt::Key_Down);
  const QString text = described.last()[0].toString();
  EXPECT_TRUE(text.startsWith(QStringLiteral("run 9"))) << text.toStdString();
  EXPECT_TRUE(text.contains(QLatin1Char('6')));
  QTest::keyClick(&plot, Qt::Key_Return);
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked[0][0].toInt(), 1);
}

TEST(CurvePlot, LogScaleLeavesOutWhatIsNotPositive) {
  PlainAppearance appearance;
  CurvePlot plot;
  plot.SetPanes({{QStringLiteral("loss"), AxisScale::kLog, NumberStyle::kPlain}});
  plot.AddCurve({});
  plot.SetPoints(0, {{0, -1}, {1, 0}, {2, 10}, {3, 1000}});
  ShowAndSettle(plot, {500, 250});  // a warning of QCustomPlot would fail the test
  EXPECT_EQ(plot.Table().rows, 4U);
}

std::vector<ScatterPoint> FivePoints() {
  const auto at = [](double x, double y) {
    ScatterPoint point;
    point.name = QStringLiteral("p");
    point.x = x;
    point.y = y;
    return point;
  };
  return {at(1, 5), at(2, 3), at(3, 4), at(4, 1), at(2, std::nan(""))};
}

TEST(ParetoFront, KeepsWhatNothingBeats) {
  ScatterAxis lower;
  ScatterAxis higher;
  higher.better = ScatterAxis::Better::kHigher;
  const auto points = FivePoints();
  EXPECT_EQ(ParetoFront(points, lower, lower), (std::vector<std::size_t>{0, 1, 3}));
  EXPECT_EQ(ParetoFront(points, higher, higher), (std::vector<std::size_t>{0, 2, 3}));
  EXPECT_EQ(ParetoFront(points, higher, lower), (std::vector<std::size_t>{3}));
  EXPECT_TRUE(ParetoFront({}, lower, lower).empty());
}

TEST(ParetoFront, AgreesWithTheDefinition) {
  std::mt19937 engine(5);
  for (int round = 0; round < 50; ++round) {
    std::vector<ScatterPoint> points(30);
    for (ScatterPoint& point : points) {
      point.x = static_cast<double>(engine() % 12);
      point.y = static_cast<double>(engine() % 12);
    }
    const auto front = ParetoFront(points, {}, {});
    for (std::size_t i = 0; i < points.size(); ++i) {
      const bool beaten = std::any_of(points.begin(), points.end(), [&](const ScatterPoint& other) {
        return other.x <= points[i].x && other.y <= points[i].y &&
               (other.x < points[i].x || other.y < points[i].y);
      });
      EXPECT_EQ(std::find(front.begin(), front.end(), i) == front.end(), beaten) << i;
    }
  }
}

TEST(ScatterPlot, ClickTellsThePoint) {
  PlainAppearance appearance;
  ScatterPlot plot;
  plot.SetPoints(FivePoints());
  ShowAndSettle(plot, {400, 300});
  QSignalSpy activated(&plot, &ScatterPlot::PointActivated);
  FocusByKeyboard(plot);
  QTest::keyClick(&plot, Qt::Key_Right);
  QTest::keyClick(&plot, Qt::Key_Return);
  ASSERT_EQ(activated.count(), 1);
  EXPECT_EQ(activated[0][0].toInt(), 1);
  const TableData table = plot.Table();
  EXPECT_EQ(table.rows, 5U);
  EXPECT_EQ(At(table, 2, 2), 4.0);
}

TEST(BarPlot, RemovedPartIsHatched) {
  PlainAppearance appearance;
  BarPlot plot;
  BarSeries series;
  series.name = QStringLiteral("kept");
  for (int i = 0; i < 8; ++i)
    series.bars.push_back({QStringLiteral("layer %1").arg(i), QString::number(i), 600, 1000});
  plot.SetSeries({series});
  ShowAndSettle(plot, {500, 250});
  const QImage image = plot.grab().toImage();
  const ThemeTokens& tokens = Tokens(Theme::kLight);
  EXPECT_GT(CountPixels(image, image.rect(), tokens.pruned), 500U);
  EXPECT_GT(CountPixels(image, image.rect(), tokens.accent_line), 500U);
  const TableData table = plot.Table();
  ASSERT_EQ(table.rows, 8U);
  EXPECT_EQ(At(table, 3, 1), 600.0);
  EXPECT_EQ(At(table, 3, 2), 1000.0);
}

BarSeries PartOfEight(const char* name, std::size_t color, double kept, double total) {
  BarSeries part{QString::fromLatin1(name), {Kind::kRun, color}, {}};
  for (int i = 0; i < 8; ++i) {
    part.bars.push_back({QStringLiteral("layer %1").arg(i), QString::number(i), kept, total});
  }
  return part;
}

TEST(BarPlot, StackedPartsFillOneBarInProportion) {
  PlainAppearance appearance;
  BarPlot plot;
  plot.SetArrangement(BarArrangement::kStacked);
  plot.SetSeries({PartOfEight("attention", 1, 250, 250), PartOfEight("FFN", 2, 750, 750)});
  ShowAndSettle(plot, {500, 250});
  const QImage image = plot.grab().toImage();
  const auto lower =
      static_cast<double>(CountPixels(image, image.rect(), RunColor(Theme::kLight, 1)));
  const auto upper =
      static_cast<double>(CountPixels(image, image.rect(), RunColor(Theme::kLight, 2)));
  ASSERT_GT(lower, 1000.0);
  EXPECT_NEAR(upper / lower, 3.0, 0.15);
  // One stands on the other: no column of pixels has the second without the first.
  for (int x = 0; x < image.width(); ++x) {
    const QRect column(x, 0, 1, image.height());
    EXPECT_EQ(CountPixels(image, column, RunColor(Theme::kLight, 1)) > 0,
              CountPixels(image, column, RunColor(Theme::kLight, 2)) > 0)
        << x;
  }
}

TEST(BarPlot, AStackSaysItsPartsAndTheTotal) {
  PlainAppearance appearance;
  BarPlot plot;
  plot.SetArrangement(BarArrangement::kStacked);
  plot.SetSeries({PartOfEight("attention", 1, 250, 250), PartOfEight("FFN", 2, 750, 750)});
  const TableData table = plot.Table();
  EXPECT_EQ(table.columns,
            QStringList({QStringLiteral("Bar"),
                         QStringLiteral("attention"),
                         QStringLiteral("FFN"),
                         QStringLiteral("total")}));
  ASSERT_EQ(table.rows, 8U);
  EXPECT_EQ(table.cell(5, 0).toString(), QStringLiteral("5"));
  EXPECT_EQ(At(table, 5, 1), 250.0);
  EXPECT_EQ(At(table, 5, 2), 750.0);
  EXPECT_EQ(At(table, 5, 3), 1000.0);
  EXPECT_TRUE(ToCsv(table, {}).contains(QStringLiteral("5,250,750,1000")));
  ASSERT_EQ(plot.Legend().size(), 2U);

  ShowAndSettle(plot, {500, 250});
  QSignalSpy described(&plot, &Chart::PointDescribed);
  FocusByKeyboard(plot);
  QTest::keyClick(&plot, Qt::Key_Down);
  EXPECT_EQ(described.last()[0].toString(),
            QStringLiteral("layer 0 · FFN\nattention 250\nFFN 750\ntotal ") +
                NumberText(1000, NumberStyle::kPlain));
}

TEST(BarPlot, AStackWithRemovedPartsSaysBothValues) {
  BarPlot plot;
  plot.SetArrangement(BarArrangement::kStacked);
  plot.SetSeries({PartOfEight("attention", 1, 200, 250), PartOfEight("FFN", 2, 700, 750)});
  const TableData table = plot.Table();
  ASSERT_EQ(table.columns.size(), 7);
  EXPECT_EQ(At(table, 0, 3), 900.0);
  EXPECT_EQ(At(table, 0, 4), 250.0);
  EXPECT_EQ(At(table, 0, 5), 750.0);
  EXPECT_EQ(At(table, 0, 6), 1000.0);
}

TEST(BarPlot, APointerAnywhereOnAPartMeansThatPart) {
  PlainAppearance appearance;
  BarPlot plot;
  plot.SetArrangement(BarArrangement::kStacked);
  plot.SetSeries({PartOfEight("attention", 1, 100, 100), PartOfEight("FFN", 2, 900, 900)});
  ShowAndSettle(plot, {500, 400});
  const QImage image = plot.grab().toImage();
  const Rgb color = RunColor(Theme::kLight, 2);
  const QRgb wanted = qRgb(color.red, color.green, color.blue);
  QPoint top(-1, -1);
  for (int y = 0; y < image.height() && top.y() < 0; ++y) {
    for (int x = 0; x < image.width() && top.y() < 0; ++x) {
      if (image.pixel(x, y) == wanted) top = {x + 2, y + 2};
    }
  }
  ASSERT_GE(top.y(), 0);
  auto* canvas = plot.findChild<QCustomPlot*>();
  ASSERT_NE(canvas, nullptr);
  QSignalSpy described(&plot, &Chart::PointDescribed);
  QTest::mouseMove(canvas, top / plot.devicePixelRatioF());
  ASSERT_FALSE(described.isEmpty());
  EXPECT_TRUE(described.last()[0].toString().startsWith(QStringLiteral("layer 0 · FFN")));
}

}  // namespace
}  // namespace sentei::viz
