// SPDX-License-Identifier: Apache-2.0
#include "viz/plot_panel.h"

#include "tests/viz/viz_samples.h"
#include "viz/curve_plot.h"
#include "viz/elided_label.h"
#include "viz/heat_map.h"
#include "viz/parallel_plot.h"
#include "viz/plot_export.h"
#include "viz/segmented_switch.h"
#include "viz/sparkline.h"
#include "viz/tool_tip.h"

#include <gtest/gtest.h>

#include <QAbstractItemModel>
#include <QAbstractItemModelTester>
#include <QAction>
#include <QDialog>
#include <QEvent>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QPainter>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <array>
#include <cmath>

namespace sentei::viz {
namespace {

QByteArray Contents(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

class PlotPanelTest : public testing::Test {
 protected:
  PlotPanelTest() : panel_(QStringLiteral("run-ffn")) {
    map_ = panel_.SetPlot(new HeatMap(&panel_));
    map_->SetTitle(QStringLiteral("FFN channels"));
    map_->SetFrame(ChannelFrame(6, 256));
    panel_.SetTitle(QStringLiteral("FFN channels"));
    ShowAndSettle(panel_, {600, 400});
  }

  template <typename T>
  T* Child(const char* name) {
    return panel_.findChild<T*>(QString::fromLatin1(name));
  }

  PlainAppearance appearance_;
  PlotPanel panel_;
  HeatMap* map_ = nullptr;
};

TEST_F(PlotPanelTest, TableShowsTheDataOfThePlot) {
  Child<QToolButton>("run-ffn-table")->click();
  ASSERT_TRUE(panel_.IsTableShown());
  QAbstractItemModel* model = Child<QTableView>("run-ffn-table-view")->model();
  const QAbstractItemModelTester tester(model,
                                        QAbstractItemModelTester::FailureReportingMode::Warning);
  const TableData table = map_->Table();
  ASSERT_EQ(static_cast<std::size_t>(model->rowCount()), table.rows);
  for (const int row : {0, 255, 256, 1535}) {
    for (int column = 0; column < model->columnCount(); ++column) {
      EXPECT_EQ(model->index(row, column).data(Qt::UserRole),
                table.cell(static_cast<std::size_t>(row), static_cast<std::size_t>(column)));
    }
  }
  Child<QToolButton>("run-ffn-table")->click();
  EXPECT_FALSE(panel_.IsTableShown());
}

TEST_F(PlotPanelTest, EmptyStateHasASentenceAndAButton) {
  QSignalSpy clicked(&panel_, &PlotPanel::EmptyButtonClicked);
  panel_.ShowEmpty(QStringLiteral("No runs yet."), QStringLiteral("Set a budget"));
  EXPECT_FALSE(map_->isVisible());
  EXPECT_TRUE(Child<QLabel>("run-ffn-message")->isVisible());
  EXPECT_EQ(Child<QLabel>("run-ffn-message")->textFormat(), Qt::PlainText);
  Child<QPushButton>("run-ffn-message-button")->click();
  EXPECT_EQ(clicked.count(), 1);
  panel_.ShowLoading(QStringLiteral("Reading 272 tensors…"));
  EXPECT_FALSE(Child<QPushButton>("run-ffn-message-button")->isVisible());
  panel_.ShowPlot();
  EXPECT_TRUE(map_->isVisible());
}

TEST_F(PlotPanelTest, F11ShowsThePlotAloneAndBringsItBack) {
  panel_.activateWindow();
  map_->setFocus();
  QTest::keyClick(map_, Qt::Key_F11);
  QPointer<QDialog> alone = Child<QDialog>("run-ffn-full-screen-window");
  ASSERT_NE(alone, nullptr);
  EXPECT_TRUE(alone->isVisible());
  EXPECT_EQ(map_->window(), alone);
  panel_.ShowPlot();  // a newer frame came meanwhile
  EXPECT_EQ(map_->window(), alone);
  QTest::keyClick(alone, Qt::Key_Escape);
  EXPECT_EQ(map_->window(), &panel_);
  EXPECT_TRUE(map_->isVisible());

  panel_.ToggleFullScreen();
  panel_.ShowEmpty(QStringLiteral("No scores yet."));
  EXPECT_EQ(map_->window(), &panel_);
  EXPECT_FALSE(map_->isVisible());
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  EXPECT_EQ(Child<QDialog>("run-ffn-full-screen-window"), nullptr);
}

TEST_F(PlotPanelTest, SavingGoesThroughADialogAndWritesTheFile) {
  const QTemporaryDir folder;
  QSignalSpy finished(&panel_, &PlotPanel::ExportFinished);
  Child<QAction>("run-ffn-save-csv")->trigger();
  auto* dialog = Child<QFileDialog>("run-ffn-save-dialog");
  ASSERT_NE(dialog, nullptr);
  const QString path = folder.filePath(QStringLiteral("map.csv"));
  emit dialog->fileSelected(path);
  dialog->close();
  ASSERT_EQ(finished.count(), 1);
  EXPECT_TRUE(finished[0][0].toString().contains(path));
  EXPECT_TRUE(Contents(path).contains("LoRA-gradient"));
}

TEST_F(PlotPanelTest, ExportsCarryTheProtocol) {
  const QTemporaryDir folder;
  const QString csv = folder.filePath(QStringLiteral("map.csv"));
  const QString png = folder.filePath(QStringLiteral("map.png"));
  const QString pdf = folder.filePath(QStringLiteral("map.pdf"));
  ASSERT_TRUE(SaveCsv(*map_, csv).has_value());
  ASSERT_TRUE(SavePng(*map_, map_->size(), png).has_value());
  ASSERT_TRUE(SavePdf(*map_, map_->size(), pdf).has_value());
  const QByteArray text = Contents(csv);
  EXPECT_TRUE(text.startsWith("# FFN channels\n# Criterion LoRA-gradient, iteration 187\n"));
  EXPECT_TRUE(text.contains("# logarithmic scale from "));
  EXPECT_EQ(text.count('\n'), 6 * 256 + 1 + 1 + map_->Protocol().size());
  EXPECT_TRUE(Contents(pdf).startsWith("%PDF-"));
  const QImage image(png);
  EXPECT_EQ(image.width(), 2 * map_->width());
  EXPECT_GT(image.height(), 2 * map_->height() + 60);  // title above, protocol below
  const QRect below(
      0, 2 * map_->height() + 60, image.width(), image.height() - 2 * map_->height() - 60);
  const std::size_t ground = CountPixels(image, below, Tokens(Theme::kLight).base);
  EXPECT_LT(ground, static_cast<std::size_t>(below.width() * below.height()));  // text stands there
}

TEST_F(PlotPanelTest, FailedExportSaysSoAndLeavesNothing) {
  const Result<void> result = SavePng(*map_, map_->size(), QStringLiteral("/nonexistent/map.png"));
  ASSERT_FALSE(result.has_value());
  EXPECT_FALSE(result.error().message.empty());
}

TEST_F(PlotPanelTest, LanguageChangeKeepsNamesOfButtons) {
  QEvent event(QEvent::LanguageChange);
  QCoreApplication::sendEvent(&panel_, &event);
  EXPECT_FALSE(Child<QToolButton>("run-ffn-table")->accessibleName().isEmpty());
  EXPECT_FALSE(Child<QToolButton>("run-ffn-menu")->accessibleName().isEmpty());
}

TEST(PlotExport, WritesCurvesAndParallelCoordinatesAsPdf) {
  PlainAppearance appearance;
  const QTemporaryDir folder;
  CurvePlot curves;
  curves.SetTitle(QStringLiteral("Loss"));
  curves.SetProtocol({QStringLiteral("WikiText-2, 512-token windows")});
  curves.AddCurve({});
  curves.SetPoints(0, {{0, 1}, {1, 2}});
  ParallelPlot parallel;
  parallel.SetTitle(QStringLiteral("Parallel"));
  ASSERT_TRUE(SavePdf(curves, {500, 250}, folder.filePath(QStringLiteral("a.pdf"))).has_value());
  ASSERT_TRUE(SavePdf(parallel, {500, 250}, folder.filePath(QStringLiteral("b.pdf"))).has_value());
  ASSERT_TRUE(SaveCsv(curves, folder.filePath(QStringLiteral("a.csv"))).has_value());
  EXPECT_EQ(Contents(folder.filePath(QStringLiteral("a.csv"))),
            "# Loss\n# WikiText-2, 512-token windows\nx,\n0,1\n1,2\n");
}

TEST(ToCsv, DefusesTextThatASpreadsheetWouldRunButNoNumber) {
  const TableData table{{QStringLiteral("name"), QStringLiteral("change")},
                        4,
                        [](std::size_t row, std::size_t column) -> QVariant {
                          if (column == 1) return -1.5;
                          return QStringList{QStringLiteral("=1+1"),
                                             QStringLiteral("+1"),
                                             QStringLiteral("-1"),
                                             QStringLiteral("@x")}[static_cast<qsizetype>(row)];
                        }};
  EXPECT_EQ(ToCsv(table, {}),
            QStringLiteral("name,change\n'=1+1,-1.5\n'+1,-1.5\n'-1,-1.5\n'@x,-1.5\n"));
}

TEST(ToCsv, QuotesWhatNeedsIt) {
  TableData table;
  table.columns = {QStringLiteral("a,b"), QStringLiteral("c")};
  table.rows = 1;
  table.cell = [](std::size_t, std::size_t column) {
    return column == 0 ? QVariant(QStringLiteral("say \"hi\"\n")) : QVariant(0.1);
  };
  EXPECT_EQ(ToCsv(table, {QStringLiteral("one\nline")}),
            QStringLiteral("# one line\n\"a,b\",c\n\"say \"\"hi\"\"\n\",0.1\n"));
}

TEST(ToolTipOf, LeavesNoMarkupOfTheText) {
  const QString tip = ToolTipOf(QStringLiteral("<img src=x>\n<b>"));
  EXPECT_FALSE(tip.contains(QStringLiteral("<img")));
  EXPECT_TRUE(tip.contains(QStringLiteral("&lt;img")));
  EXPECT_TRUE(ToolTipOf({}).isEmpty());
  const QString lines = ToolTipOf(QStringLiteral("<i>\nb"), TipForm::kLines);
  EXPECT_TRUE(lines.contains(QStringLiteral("<b>&lt;i&gt;</b><br>b"))) << lines.toStdString();
}

TEST(ElidedLabel, WhatDoesNotFitIsInItsToolTip) {
  PlainAppearance appearance;
  ElidedLabel label;
  label.setText(QStringLiteral("a caption that needs more room than it gets"));
  ShowAndSettle(label, {60, 24});
  EXPECT_TRUE(label.IsElided());
  EXPECT_TRUE(label.toolTip().contains(label.text()));
  ShowAndSettle(label, {800, 24});
  EXPECT_FALSE(label.IsElided());
  EXPECT_TRUE(label.toolTip().isEmpty());
}

TEST(ElidedLabel, GivesWayDownToItsLeastWidth) {
  ElidedLabel label;
  label.setText(QString(200, QLatin1Char('m')));
  EXPECT_LT(label.minimumSizeHint().width(), 100);
  label.SetLeastWidth(160);
  EXPECT_EQ(label.minimumSizeHint().width(), 160);
  label.setText(QStringLiteral("m"));
  EXPECT_LT(label.minimumSizeHint().width(), 160) << "no wider than it needs";
}

TEST(SegmentedSwitch, ArrowsChooseAndOnlyUsersEmit) {
  PlainAppearance appearance;
  SegmentedSwitch choice(
      {QStringLiteral("Sorted"), QStringLiteral("By index"), QStringLiteral("Third")});
  choice.SetObjectName(QStringLiteral("order"));
  QSignalSpy chosen(&choice, &SegmentedSwitch::Chosen);
  choice.SetCurrent(1);
  EXPECT_EQ(chosen.count(), 0);
  EXPECT_EQ(choice.Current(), 1);
  choice.show();
  QTest::qWait(50);
  auto* button = choice.findChild<QWidget*>(QStringLiteral("order-1"));
  button->setFocus();
  QTest::keyClick(button, Qt::Key_Right);
  EXPECT_EQ(choice.Current(), 2);
  EXPECT_EQ(chosen.count(), 1);
  EXPECT_GE(choice.height(), 24);
}

TEST(Sparkline, PaintsInsideItsRectangle) {
  PlainAppearance appearance;
  QImage image(100, 40, QImage::Format_RGB32);
  image.fill(Qt::white);
  {
    QPainter painter(&image);
    const std::array<double, 4> values{1.0, 4.0, std::nan(""), 2.0};
    PaintSparkline(painter, QRectF(20, 10, 60, 20), values, Qt::black);
  }
  std::size_t inside = 0;
  for (int y = 0; y < 40; ++y) {
    for (int x = 0; x < 100; ++x) {
      const bool painted = image.pixel(x, y) != qRgb(255, 255, 255);
      if (!painted) continue;
      ++inside;
      EXPECT_TRUE(x >= 18 && x <= 81 && y >= 8 && y <= 31) << x << " " << y;
    }
  }
  EXPECT_GT(inside, 60U);
}

TEST(SeriesStyle, ColoursOfRunsStandOutOfTheGround) {
  for (const Theme theme : {Theme::kLight, Theme::kDark}) {
    const ThemeTokens& tokens = Tokens(theme);
    for (std::size_t run = 0; run < kRunColors; ++run) {
      EXPECT_GE(ContrastRatio(RunColor(theme, run), tokens.base), 3.0) << run;
    }
    EXPECT_GE(ContrastRatio(tokens.pruned_hatch, tokens.pruned), 3.0);
    EXPECT_GE(ContrastRatio(tokens.accent_line, tokens.base), 3.0);
    EXPECT_GE(ContrastRatio(tokens.text2, tokens.base), 5.5);
    EXPECT_GE(ContrastRatio(tokens.control, tokens.base), 3.0);
  }
}

}  // namespace
}  // namespace sentei::viz
