// SPDX-License-Identifier: Apache-2.0
// Writes pictures of every plot into the folder SENTEI_PLOT_SHOTS, for eyes; skipped without it.
#include "tests/viz/viz_samples.h"
#include "viz/bar_plot.h"
#include "viz/curve_plot.h"
#include "viz/heat_map.h"
#include "viz/heat_map_controls.h"
#include "viz/parallel_plot.h"
#include "viz/plot_panel.h"
#include "viz/scatter_plot.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <cmath>

namespace sentei::viz {
namespace {

using Kind = SeriesStyle::Kind;

class Samples : public testing::TestWithParam<Theme> {
 protected:
  void SetUp() override {
    folder_ = qEnvironmentVariable("SENTEI_PLOT_SHOTS");
    if (folder_.isEmpty()) GTEST_SKIP() << "SENTEI_PLOT_SHOTS names no folder";
    Appearance::Instance().SetTheme(GetParam());
    QFont font(QStringLiteral("Noto Sans"));
    font.setPixelSize(13);
    QApplication::setFont(font);
  }

  void Save(PlotPanel& panel, const QString& name, QSize size) {
    ShowAndSettle(panel, size);
    const QImage image = panel.grab().toImage();
    const QString theme =
        GetParam() == Theme::kLight ? QStringLiteral("light") : QStringLiteral("dark");
    image.save(QStringLiteral("%1/%2-%3-%4.png")
                   .arg(folder_, name, theme)
                   .arg(image.devicePixelRatio() * 100));
  }

  PlainAppearance appearance_;
  QString folder_;
};

TEST_P(Samples, Channels) {
  for (const UnitOrder order : {UnitOrder::kSorted, UnitOrder::kByIndex}) {
    PlotPanel panel(QStringLiteral("ffn"));
    panel.SetTitle(QStringLiteral("FFN channels"));
    panel.SetCaption(QStringLiteral("max per pixel · right: kept"));
    HeatMap* map = panel.SetPlot(new HeatMap(&panel));
    map->SetOrder(order);
    panel.AddHeaderWidget(
        new HeatMapControls(*map, QStringLiteral("ffn"), HeatMapControls::Parts::kAll));
    HeatMapFrame frame = ChannelFrame(30, 1536);
    for (std::size_t i = 3; i < 28; ++i) {
      frame.rows[i].keep_mask = KeepBest(frame.rows[i], 1536 - 100 - 30 * i);
      if (i % 3 == 0) frame.rows[i].planned_kept = 1536 - 300 - 35 * i;
    }
    for (const std::size_t i : {0U, 1U, 29U}) frame.rows[i].locked = true;
    frame.rows[20].values = nullptr;
    map->SetFrame(frame);
    map->SetSelectedLayers({11, 12, 14});
    map->SetCurrentLayer(12);
    Save(panel,
         order == UnitOrder::kSorted ? QStringLiteral("channels-sorted")
                                     : QStringLiteral("channels-index"),
         {620, 440});
  }
}

TEST_P(Samples, Heads) {
  PlotPanel panel(QStringLiteral("heads"));
  panel.SetTitle(QStringLiteral("Heads"));
  panel.SetCaption(QStringLiteral("importance by layer and query head"));
  HeatMap* map = panel.SetPlot(new HeatMap(&panel));
  map->SetScale(ValueScale::kLinear);
  HeatMapFrame frame = HeadFrame(30, 3, 3);
  for (std::size_t i = 3; i < 29; ++i) {
    if (i % 3 == 0) frame.rows[i].keep_mask = Mask({1, static_cast<std::uint8_t>(i % 2), 0});
    if (i % 4 == 1) frame.rows[i].planned_kept = 2;
  }
  for (const std::size_t i : {0U, 1U, 2U, 29U}) frame.rows[i].locked = true;
  frame.rows[8].protected_units = {1};
  frame.rows[10].forced_units = {2};
  map->SetFrame(frame);
  ShowAndSettle(panel, {345, 440});
  FocusByKeyboard(*map);
  for (int i = 0; i < 22; ++i) QTest::keyClick(map, Qt::Key_Down);
  QTest::keyClick(map, Qt::Key_Right);
  Save(panel, QStringLiteral("heads"), {345, 440});
}

TEST_P(Samples, Differences) {
  PlotPanel panel(QStringLiteral("delta"));
  panel.SetTitle(QStringLiteral("Heat map Δ"));
  HeatMap* map = panel.SetPlot(new HeatMap(&panel));
  map->SetColors(HeatMapColors::kDiverging);
  map->SetOrder(UnitOrder::kByIndex);
  HeatMapFrame frame = ChannelFrame(24, 700);
  for (HeatMapRow& row : frame.rows) {
    std::vector<float> values = *row.values;
    for (float& value : values) value = std::log(value * 10.0F);
    row.values = Values(values);
  }
  map->SetFrame(frame);
  Save(panel, QStringLiteral("delta"), {500, 400});
}

TEST_P(Samples, Curves) {
  PlotPanel panel(QStringLiteral("loss"));
  panel.SetTitle(QStringLiteral("Loss and perplexity"));
  auto* plot = panel.SetPlot(new CurvePlot(&panel));
  plot->SetPanes(
      {{QStringLiteral("training loss")}, {QStringLiteral("perplexity, every 20 iterations")}});
  plot->SetXTitle(QStringLiteral("iteration"));
  plot->SetXRange(AxisRange{0, 312});
  Curve loss;
  loss.name = QStringLiteral("run 12");
  loss.smoothing = Curve::Smoothing::kEma;
  const std::size_t raw = plot->AddCurve(loss);
  Curve quality;
  quality.name = QStringLiteral("run 12");
  quality.pane = 1;
  quality.markers = Markers::kAll;
  const std::size_t measured = plot->AddCurve(quality);
  std::mt19937 engine(3);
  std::normal_distribution<double> noise(0.0, 0.06);
  for (int i = 0; i < 187; ++i)
    plot->Append(raw, i, 3.4 + 0.05 * std::sin(i * 0.03) + noise(engine));
  for (int i = 0; i <= 180; i += 20)
    plot->Append(measured, i, 28.7 + 3.5 * (1 - std::exp(-i / 60.0)));
  plot->SetBaseline(0, 3.357, QStringLiteral("dense"));
  plot->SetBaseline(1, 28.69, QStringLiteral("dense"));
  plot->SetNotes({{140, QStringLiteral("note: lr 1e-4 → 5e-5"), CurvePlot::Note::Kind::kNote},
                  {187, QStringLiteral("now 187"), CurvePlot::Note::Kind::kNow}});
  plot->SetBands({{280, 312, QStringLiteral("cool-down")}});
  panel.SetLegend(plot->Legend());
  Save(panel, QStringLiteral("curves"), {400, 260});
}

TEST_P(Samples, Runs) {
  PlotPanel panel(QStringLiteral("perplexity"));
  panel.SetTitle(QStringLiteral("Perplexity"));
  auto* plot = panel.SetPlot(new CurvePlot(&panel));
  plot->SetPanes({{QStringLiteral("perplexity, quick")}});
  plot->SetXTitle(QStringLiteral("iteration"));
  for (std::size_t run = 0; run < 8; ++run) {
    Curve curve;
    curve.name = QStringLiteral("run %1").arg(run + 5);
    curve.style = {Kind::kRun, run};
    curve.markers = Markers::kSparse;
    curve.end_label = QString::number(run + 5);
    const std::size_t id = plot->AddCurve(curve);
    for (int i = 0; i <= 312; ++i) {
      plot->Append(id,
                   i,
                   28.7 + static_cast<double>(run) * (1 - std::exp(-i / 90.0)) +
                       0.3 * std::sin(i / 40.0 + static_cast<double>(run)));
    }
  }
  plot->SetBaseline(0, 28.69, QStringLiteral("dense"));
  panel.SetLegend(plot->Legend());
  Save(panel, QStringLiteral("runs"), {420, 260});
}

TEST_P(Samples, Bars) {
  PlotPanel panel(QStringLiteral("kept"));
  panel.SetTitle(QStringLiteral("Kept channels"));
  auto* plot = panel.SetPlot(new BarPlot(&panel));
  BarSeries series;
  series.name = QStringLiteral("run 12");
  for (int i = 0; i < 30; ++i) {
    series.bars.push_back({QStringLiteral("layer %1").arg(i),
                           QString::number(i),
                           1536.0 - 20.0 * i - 40 * (i % 3),
                           1536});
  }
  plot->SetSeries({series});
  plot->SetTitles(QStringLiteral("layer"), QStringLiteral("FFN channels"));
  Save(panel, QStringLiteral("bars"), {420, 260});
}

TEST_P(Samples, Scatter) {
  PlotPanel panel(QStringLiteral("pareto"));
  panel.SetTitle(QStringLiteral("Pareto"));
  panel.SetCaption(QStringLiteral("x parameters, y perplexity"));
  auto* plot = panel.SetPlot(new ScatterPlot(&panel));
  plot->SetAxes({QStringLiteral("parameters"), AxisScale::kLinear, NumberStyle::kSi},
                {QStringLiteral("perplexity, WikiText-2")});
  const auto point = [](const char* label, double x, double y, SeriesStyle style) {
    return ScatterPoint{QStringLiteral("run ") + QString::fromLatin1(label),
                        QString::fromLatin1(label),
                        x,
                        y,
                        style};
  };
  plot->SetPoints({point("12", 107.6e6, 31.24, {Kind::kRun, 0}),
                   point("9", 107.6e6, 35.9, {Kind::kRun, 1}),
                   point("10", 100.9e6, 33.85, {Kind::kRun, 2}),
                   point("8", 113.3e6, 34.62, {Kind::kRun, 3}),
                   point("7", 107.6e6, 33.1, {Kind::kMuted, 0}),
                   point("6", 121.1e6, 29.61, {Kind::kMuted, 0}),
                   point("1", 134.5e6, 28.69, {Kind::kDense, 0})});
  Save(panel, QStringLiteral("scatter"), {350, 260});
}

TEST_P(Samples, Parallel) {
  PlotPanel panel(QStringLiteral("parallel"));
  panel.SetTitle(QStringLiteral("Parallel coordinates"));
  panel.SetCaption(QStringLiteral("drag along an axis to filter, drag its title to move it"));
  auto* plot = panel.SetPlot(new ParallelPlot(&panel));
  std::vector<ParallelAxis> axes(5);
  axes[0].title = QStringLiteral("Criterion");
  axes[0].categories = {QStringLiteral("BI, depth"),
                        QStringLiteral("magnitude"),
                        QStringLiteral("activation"),
                        QStringLiteral("LoRA-gradient")};
  axes[1].title = QStringLiteral("Target, %");
  axes[2].title = QStringLiteral("Learning rate");
  axes[2].scale = AxisScale::kLog;
  axes[3].title = QStringLiteral("Parameters, M");
  axes[4].title = QStringLiteral("Perplexity");
  std::vector<ParallelRun> runs;
  const auto add =
      [&](const char* label, SeriesStyle style, std::vector<std::optional<double>> values) {
        runs.push_back({QString::fromLatin1(label),
                        style.kind == Kind::kRun ? QString::fromLatin1(label) : QString(),
                        style,
                        std::move(values)});
      };
  add("7", {Kind::kMuted, 0}, {2, 20, 1e-4, 107.6, 33.1});
  add("6", {Kind::kMuted, 0}, {3, 10, 1e-4, 121.1, 29.6});
  add("12", {Kind::kRun, 0}, {3, 20, 1e-4, 107.6, 31.24});
  add("9", {Kind::kRun, 1}, {1, 20, 1e-4, 107.6, 35.9});
  add("10", {Kind::kRun, 2}, {3, 25, 1e-4, 100.9, 33.85});
  add("8", {Kind::kRun, 3}, {0, 16, 2e-4, 113.3, 34.62});
  plot->SetData(axes, runs);
  plot->SetBrush(4, ParallelPlot::Brush{30, 37});
  Save(panel, QStringLiteral("parallel"), {1000, 220});
}

TEST_P(Samples, TableAndEmpty) {
  PlotPanel panel(QStringLiteral("table"));
  panel.SetTitle(QStringLiteral("Heads"));
  HeatMap* map = panel.SetPlot(new HeatMap(&panel));
  map->SetFrame(HeadFrame(8, 3, 3));
  ShowAndSettle(panel, {420, 260});
  panel.ShowTable();
  Save(panel, QStringLiteral("table"), {420, 260});
  panel.ShowEmpty(QStringLiteral("No runs yet."), QStringLiteral("Set a budget"));
  Save(panel, QStringLiteral("empty"), {420, 260});
}

INSTANTIATE_TEST_SUITE_P(Themes, Samples, testing::Values(Theme::kLight, Theme::kDark));

}  // namespace
}  // namespace sentei::viz
