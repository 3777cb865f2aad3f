// SPDX-License-Identifier: Apache-2.0
#include "viz/parallel_plot.h"

#include "tests/viz/viz_samples.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

namespace sentei::viz {
namespace {

void Fill(ParallelPlot& plot, std::size_t runs) {
  std::vector<ParallelAxis> axes(3);
  axes[0].title = QStringLiteral("Criterion");
  axes[0].categories = {QStringLiteral("magnitude"), QStringLiteral("LoRA-gradient")};
  axes[1].title = QStringLiteral("Learning rate");
  axes[2].title = QStringLiteral("Perplexity");
  std::vector<ParallelRun> data;
  for (std::size_t i = 0; i < runs; ++i) {
    ParallelRun run;
    run.name = QStringLiteral("run %1").arg(i);
    run.values = {static_cast<double>(i % 2),
                  1e-4 * static_cast<double>(1 + i),
                  30.0 + static_cast<double>(i)};
    data.push_back(run);
  }
  plot.SetData(axes, data);
}

TEST(ParallelPlot, BrushesFilterTogether) {
  ParallelPlot plot;
  Fill(plot, 10);
  EXPECT_EQ(plot.InRangeCount(), 10U);
  plot.SetBrush(2, ParallelPlot::Brush{32.5, 36.5});
  EXPECT_EQ(plot.InRangeCount(), 4U);
  plot.SetBrush(0, ParallelPlot::Brush{0.5, 1.5});
  EXPECT_EQ(plot.InRangeCount(), 2U);
  plot.SetBrush(2, std::nullopt);
  EXPECT_EQ(plot.InRangeCount(), 5U);
}

TEST(ParallelPlot, MovingAnAxisMovesDataAndBrush) {
  ParallelPlot plot;
  Fill(plot, 10);
  plot.SetBrush(2, ParallelPlot::Brush{32.5, 36.5});
  plot.MoveAxis(2, 0);
  EXPECT_EQ(plot.axes()[0].title, QStringLiteral("Perplexity"));
  EXPECT_EQ(plot.InRangeCount(), 4U);
  EXPECT_EQ(plot.Table().cell(3, 1).toDouble(), 33.0);
  EXPECT_EQ(plot.Table().cell(3, 2).toString(), QStringLiteral("LoRA-gradient"));
}

TEST(ParallelPlot, ShowsTwoThousandRunsAtMost) {
  ParallelPlot plot;
  Fill(plot, 2500);
  EXPECT_EQ(plot.shown_runs(), ParallelPlot::kMaxRuns);
}

TEST(ParallelPlot, DraggingAlongAnAxisBrushesAndAClickClears) {
  PlainAppearance appearance;
  ParallelPlot plot;
  Fill(plot, 10);
  ShowAndSettle(plot, {800, 240});
  QSignalSpy changed(&plot, &ParallelPlot::BrushChanged);
  const QPoint middle(plot.width() / 2, 0);  // the second of three axes
  const int x = [&] {
    for (int at = 0; at < plot.width(); ++at) {
      QTest::mousePress(&plot, Qt::LeftButton, Qt::NoModifier, {at, 120});
      QTest::mouseMove(&plot, {at, 60});
      QTest::mouseRelease(&plot, Qt::LeftButton, Qt::NoModifier, {at, 60});
      if (plot.InRangeCount() < 10) return at;
    }
    return -1;
  }();
  ASSERT_GE(x, 0);
  EXPECT_GT(changed.count(), 0);
  QTest::mouseClick(&plot, Qt::LeftButton, Qt::NoModifier, {x, 100});
  EXPECT_EQ(plot.InRangeCount(), 10U);
}

TEST(ParallelPlot, KeyboardChoosesAxesAndBrushes) {
  PlainAppearance appearance;
  ParallelPlot plot;
  Fill(plot, 10);
  ShowAndSettle(plot, {800, 240});
  QSignalSpy described(&plot, &ParallelPlot::Described);
  FocusByKeyboard(plot);
  QTest::keyClick(&plot, Qt::Key_Right);
  QTest::keyClick(&plot, Qt::Key_Right);
  EXPECT_TRUE(described.last()[0].toString().startsWith(QStringLiteral("Perplexity")));
  QTest::keyClick(&plot, Qt::Key_Up);
  EXPECT_LT(plot.InRangeCount(), 10U);
  const std::size_t upper = plot.InRangeCount();
  EXPECT_TRUE(plot.IsInRange(9));
  for (int i = 0; i < 20; ++i) QTest::keyClick(&plot, Qt::Key_Down);
  EXPECT_FALSE(plot.IsInRange(9));
  for (int i = 0; i < 4; ++i) QTest::keyClick(&plot, Qt::Key_Plus);
  EXPECT_GE(plot.InRangeCount(), upper);
  QTest::keyClick(&plot, Qt::Key_Escape);
  EXPECT_EQ(plot.InRangeCount(), 10U);
  QTest::keyClick(&plot, Qt::Key_L);
  EXPECT_EQ(plot.axes()[2].scale, AxisScale::kLog);
  QTest::keyClick(&plot, Qt::Key_F);
  EXPECT_TRUE(plot.axes()[2].flipped);
}

}  // namespace
}  // namespace sentei::viz
