// SPDX-License-Identifier: Apache-2.0
#include "core/report/html_report.h"
#include "core/report/markup.h"
#include "core/report/svg_bars.h"
#include "core/report/svg_canvas.h"
#include "core/report/svg_curve.h"
#include "core/report/svg_heat_map.h"
#include "core/report/table.h"
#include "tests/support/prune_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <random>
#include <regex>

namespace sentei::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::size_t Occurrences(const std::string& text, const std::string& piece) {
  std::size_t count = 0;
  for (std::size_t at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1)) {
    ++count;
  }
  return count;
}

/// Every opened element is closed in order: enough to catch an unescaped or unclosed piece.
bool IsBalanced(const std::string& html) {
  static const std::regex tag(R"(<(/?)([a-zA-Z0-9]+)[^>]*?(/?)>)");
  static const std::set<std::string> kVoid{"meta", "br", "hr", "link", "img"};
  std::vector<std::string> open;
  for (std::sregex_iterator it(html.begin(), html.end(), tag), end; it != end; ++it) {
    const std::string name = (*it)[2];
    if ((*it)[3] == "/" || kVoid.count(name) > 0) continue;
    if ((*it)[1] != "/") {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return false;
    } else {
      open.pop_back();
    }
  }
  return open.empty();
}

TEST(Escape, LeavesNoMarkupAndNoBrokenText) {
  EXPECT_EQ(Escape("<b a='x'>&\"</b>"), "&lt;b a=&#39;x&#39;&gt;&amp;&quot;&lt;/b&gt;");
  EXPECT_EQ(Escape("剪定"), "剪定");
  EXPECT_EQ(Escape("a\xff"
                   "b"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(Escape(std::string("a\0b", 3)),
            "a\xEF\xBF\xBD"
            "b");
}

TEST(Escape, LeavesNothingThatTurnsTextAround) {
  EXPECT_EQ(Escape("a\xE2\x80\xAE\xE2\x81\xA6\xC2\x85\x1b"),
            "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(Escape("a\tb\nc"), "a\tb\nc");
}

TEST(FormatNumber, KeepsThreeDigitsAndTrueMinus) {
  EXPECT_EQ(FormatNumber(28.694), "28.69");
  EXPECT_EQ(FormatNumber(-0.5), "−0.5");
  EXPECT_EQ(FormatNumber(2.1e-6), "2.10e−6");
  EXPECT_EQ(FormatNumber(3e9), "3.00e9");
  EXPECT_EQ(FormatNumber(512.0), "512.0");
  EXPECT_EQ(FormatNumber(kNan), "–");
  EXPECT_EQ(FormatChange(100.0, 80.0), "−20.0 %");
  EXPECT_EQ(FormatChange(28.69, 31.24), "+8.9 %");
  EXPECT_EQ(FormatChange(0.0, 1.0), "–");
}

TEST(Csv, QuotesWhatNeedsItAndDefusesFormulas) {
  Table table;
  table.columns = {"name", "value"};
  table.rows = {{std::string("plain"), std::int64_t{-5}},
                {std::string("a,\"b\""), 0.1},
                {std::string("=1+1"), kNan},
                {std::string("@cmd"), Cell()},
                {std::string("-x"), -2.5}};
  EXPECT_EQ(ToCsv(table),
            "name,value\nplain,-5\n\"a,\"\"b\"\"\",0.1\n\"'=1+1\",\n\"'@cmd\",\n\"'-x\",-2.5\n");
}

TEST(Csv, NeitherTabsNorControlCharactersStartACell) {
  Table table;
  table.columns = {"name"};
  table.rows = {{std::string("\t=1")}, {std::string("\r=1")}, {std::string("+1\x1b")}};
  EXPECT_EQ(ToCsv(table), "name\n\"'\t=1\"\n\\x0d=1\n\"'+1\\x1b\"\n");
}

TEST(Markdown, ACellIsTextAndNothingElse) {
  Table table;
  table.columns = {"name"};
  table.rows = {{std::string("![x](http://host/t.png)|<img src=x>\n# `y`")}};
  EXPECT_EQ(ToMarkdown(table),
            "| name |\n|---|\n| \\!\\[x\\](http://host/t.png)\\|\\<img src=x\\> \\# \\`y\\` |\n");
}

TEST(Csv, NumbersReadBackExactly) {
  Table table;
  table.columns = {"x"};
  const double value = std::nextafter(0.1, 1.0);
  table.rows = {{value}};
  const std::string csv = ToCsv(table);
  EXPECT_EQ(std::stod(csv.substr(csv.find('\n') + 1)), value);
}

TEST(Csv, MetricsHaveOneRowPerStep) {
  const run::RunRecord record = testing::PruneRecord(30, 3);
  const Table table = MetricsTable(record);
  EXPECT_EQ(table.rows.size(), 30U);
  for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.columns.size());
  EXPECT_EQ(EvalsTable(record).rows.size(), 5U);
  for (const auto& row : RunsTable({record.summary}).rows) {
    EXPECT_EQ(row.size(), RunsTable({}).columns.size());
  }
}

TEST(Markdown, AlignsNumbersAndEscapesBars) {
  Table table;
  table.columns = {"run", "ppl"};
  table.rows = {{std::string("a|b\nc"), 28.694}};
  EXPECT_EQ(ToMarkdown(table), "| run | ppl |\n|---|---:|\n| a\\|b c | 28.69 |\n");
}

TEST(NiceTicks, AreRoundInsideTheRangeAndFew) {
  std::mt19937 engine(3);
  std::uniform_real_distribution<double> exponent(-6.0, 6.0);
  for (int round = 0; round < 1000; ++round) {
    const double low = std::pow(10.0, exponent(engine)) - 5.0;
    const double high = low + std::pow(10.0, exponent(engine));
    const auto ticks = NiceTicks(low, high, 5);
    ASSERT_GE(ticks.size(), 2U);
    ASSERT_LE(ticks.size(), 7U);
    for (const double tick : ticks) {
      ASSERT_GE(tick, low - 1e-6 * (high - low));
      ASSERT_LE(tick, high + 1e-6 * (high - low));
    }
  }
  EXPECT_EQ(NiceTicks(1.0, 1.0, 5).size(), 1U);
}

TEST(Smooth, IsAMovingAverageThatStartsAtTheFirstValue) {
  const auto smooth = Smooth({{1, 4.0}, {2, kNan}, {3, 2.0}}, 0.5);
  ASSERT_EQ(smooth.size(), 2U);
  EXPECT_DOUBLE_EQ(smooth[0].y, 4.0);
  EXPECT_NEAR(smooth[1].y, (0.25 * 4.0 + 0.5 * 2.0) / 0.75, 1e-12);
}

TEST(Curves, AGapInTheDataBreaksTheLine) {
  CurvePlot plot;
  Curve curve;
  curve.points = {{1, 1}, {2, 2}, {3, kNan}, {4, 3}, {5, 4}};
  plot.curves = {curve};
  EXPECT_EQ(Occurrences(DrawCurves(plot), "<polyline"), 2U);
}

TEST(Curves, PointsLandWhereTheAxesSay) {
  CurvePlot plot;
  plot.width = 100 + 48 + 44;
  plot.height = 100 + 26 + 36;
  plot.floor = CurvePlot::Floor::kZero;
  Curve curve;
  curve.points = {{0, 0}, {10, 1}};
  plot.curves = {curve};
  // x from the left margin to the right one; y from the floor up, 6 % below the top.
  const std::string y_of_one = Coordinate(126.0 - 100.0 / 1.06);
  EXPECT_THAT(DrawCurves(plot), HasSubstr("points=\"48,126 148," + y_of_one));
}

TEST(Curves, WithoutDataNoAxesAreDrawn) {
  CurvePlot plot;
  Curve curve;
  curve.points = {{1, kNan}};
  plot.curves = {curve};
  EXPECT_THAT(DrawCurves(plot), Not(HasSubstr("class=\"axis\"")));
  EXPECT_THAT(DrawCurves(plot), HasSubstr("Nothing was recorded"));
}

TEST(Curves, TenThousandPointsStayASmallPicture) {
  CurvePlot plot;
  Curve curve;
  for (int i = 0; i < 100'000; ++i) curve.points.push_back({static_cast<double>(i), std::sin(i)});
  plot.curves = {curve};
  EXPECT_LT(DrawCurves(plot).size(), 60'000U);
}

TEST(Bars, HeightsAreProportionalToUnits) {
  BarPlot plot;
  plot.height = 100 + 26 + 36;
  plot.bars = {{0, 3, 4}};
  const std::string svg = DrawKeptBars(plot);
  EXPECT_THAT(svg, HasSubstr("class=\"gone\" x=\"274\" y=\"26\" width=\"28\" height=\"25\""));
  EXPECT_THAT(svg, HasSubstr("class=\"kept\" x=\"274\" y=\"51\" width=\"28\" height=\"75\""));
  EXPECT_THAT(svg, HasSubstr("Layer 0: 3 of 4 kept"));
}

TEST(HeatMaps, PrunedUnitsAreHatchedAndTheRestColoured) {
  const std::vector<float> scores{4.0F, 1.0F, 3.0F, 2.0F};
  const std::vector<std::uint8_t> keep{1, 0, 1, 1};
  HeatMap map;
  map.order = HeatMap::Order::kByIndex;
  map.scale = HeatMap::Scale::kLinear;
  map.width = 34 + 56 + 400;
  map.rows = {{0, scores, keep, 3}};
  const std::string svg = DrawHeatMap(map);
  EXPECT_THAT(svg, HasSubstr("class=\"gone\" x=\"134\" y=\"8\" width=\"100\""));
  EXPECT_THAT(svg, HasSubstr("fill=\"#FDE725\" x=\"34\" y=\"8\" width=\"100\""));  // the best unit
  EXPECT_THAT(svg,
              HasSubstr("fill=\"#440154\" x=\"334\" y=\"8\" width=\"100\""));  // the weakest left
}

TEST(HeatMaps, SortedRowsShowTheCutAsAnEdge) {
  std::vector<float> scores;
  std::vector<std::uint8_t> keep;
  for (int i = 0; i < 1536; ++i) {
    scores.push_back(static_cast<float>((i * 7919) % 1536) + 1.0F);
    keep.push_back(scores.back() > 512.0F ? 1 : 0);
  }
  HeatMap map;
  map.rows = {{0, scores, keep, 1024}};
  const std::string svg = DrawHeatMap(map);
  EXPECT_EQ(Occurrences(svg, "class=\"gone\""), 2U);  // one stretch, and the legend
  EXPECT_LT(svg.size(), 40'000U);
}

TEST(HeatMaps, ScoresThatAreNotNumbersOrAllEqualDoNotBreakIt) {
  const std::vector<float> odd{std::nanf(""), 0.0F, HUGE_VALF, -1.0F};
  HeatMap map;
  map.rows = {{0, odd, {}, 4}, {1, {}, {}, 0}};
  EXPECT_THAT(DrawHeatMap(map), Not(HasSubstr("nan")));
  const std::vector<float> equal{2.0F, 2.0F};
  map.rows = {{0, equal, {}, 2}};
  EXPECT_TRUE(IsBalanced(DrawHeatMap(map)));
}

class HtmlReportTest : public ::testing::Test {
 protected:
  run::RunRecord record_ = testing::PruneRecord(60, 12);
};

TEST_F(HtmlReportTest, ShowsResultsWithTheirProtocol) {
  const std::string html = HtmlReport({record_}, {});
  EXPECT_THAT(html, HasSubstr(FormatNumber(std::exp(3.35))));
  EXPECT_THAT(html, HasSubstr(FormatNumber(std::exp(3.52))));
  EXPECT_THAT(html, HasSubstr("wiki.test.raw (bbbbbbbb…), 512-token windows"));
  EXPECT_THAT(html, HasSubstr("−20.0 %"));
  for (const char* panel : {"Before and after",
                            "Loss",
                            "Sparsity",
                            "Perplexity",
                            "Attention",
                            "FFN",
                            "Importance of heads",
                            "Importance of FFN channels",
                            "Settings",
                            "Events",
                            "Files",
                            "Environment"}) {
    EXPECT_THAT(html, HasSubstr(std::string("<h3>") + panel + "</h3>")) << panel;
  }
}

TEST_F(HtmlReportTest, IsSelfContainedAndForbidsScripts) {
  const std::string html = HtmlReport({record_, record_}, {});
  EXPECT_THAT(html, HasSubstr("Content-Security-Policy"));
  EXPECT_THAT(html, HasSubstr("default-src 'none'"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("<link")));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, Not(HasSubstr("@import")));
  // The only address is the name of the SVG name space.
  EXPECT_EQ(Occurrences(html, "http"),
            Occurrences(html, "http://www.w3.org/2000/svg") + Occurrences(html, "http-equiv"));
  EXPECT_THAT(html, HasSubstr("prefers-color-scheme:dark"));
  EXPECT_TRUE(IsBalanced(html));
}

TEST_F(HtmlReportTest, NoTextOfARunBecomesMarkup) {
  const std::string evil = "\"'><script>alert(1)</script><b onclick=x>&";
  run::RunSummary& run = record_.summary;
  for (std::string* field : {&run.name,
                             &run.note,
                             &run.kind,
                             &run.model_id,
                             &run.model_path,
                             &run.model_type,
                             &run.criterion,
                             &run.profile,
                             &run.device,
                             &run.device_name,
                             &run.dtype,
                             &run.spec_hash,
                             &run.rule,
                             &run.message,
                             &run.hint,
                             &run.id}) {
    *field = evil;
  }
  record_.spec = nlohmann::json{{evil, evil}};
  record_.versions = {{evil, evil}};
  record_.generated_text = evil;
  for (auto& timed : record_.evals) {
    timed.event.stage = timed.event.stage == "quick" ? evil : timed.event.stage;
    timed.event.text_path = timed.event.text_hash = timed.event.dtype = timed.event.device = evil;
  }
  for (auto& timed : record_.prune_events) timed.event.criterion = evil;
  for (auto& timed : record_.checkpoints) timed.event.path = timed.event.state_hash = evil;
  for (auto& timed : record_.exports) {
    timed.event.path = timed.event.profile = timed.event.dtype = evil;
  }
  for (auto& timed : record_.verifications) timed.event.path = timed.event.detail = evil;
  for (auto& line : record_.log) line.message = evil;
  run::RunRecord other = testing::PruneRecord(20, 2);
  for (const std::string& html : {HtmlReport({record_}, {.title = evil, .made_at = 0}),
                                  HtmlReport({record_, other}, {.title = evil, .made_at = 0})}) {
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("<b onclick")));
    EXPECT_TRUE(IsBalanced(html));
  }
}

TEST_F(HtmlReportTest, ARunThatEndedEarlyIsStillReported) {
  run::RunRecord failed;
  failed.summary.id = "01ARYZ6S410000000000000001";
  failed.summary.kind = "prune";
  failed.summary.status = run::RunStatus::kFailed;
  failed.summary.message = "Layer 3 gives no finite loss";
  const std::string html = HtmlReport({failed}, {});
  EXPECT_THAT(html, HasSubstr("Layer 3 gives no finite loss"));
  EXPECT_THAT(html, HasSubstr("✕ failed"));
  EXPECT_TRUE(IsBalanced(html));
  EXPECT_TRUE(IsBalanced(HtmlReport({}, {})));
}

TEST_F(HtmlReportTest, SeveralRunsAreComparedByWhatDiffers) {
  run::RunRecord other = testing::PruneRecord(60, 12);
  other.spec["train"]["learning_rate"] = 1e-4;
  other.summary.name = "second";
  const std::string html = HtmlReport({record_, other}, {});
  EXPECT_THAT(html, HasSubstr("Comparison of 2 runs"));
  EXPECT_THAT(html, HasSubstr("train.learning_rate"));
  EXPECT_THAT(html, HasSubstr("1 differ"));
  EXPECT_THAT(html, HasSubstr("2 · second"));
}

TEST_F(HtmlReportTest, DifferentProtocolsAreSaid) {
  run::RunRecord other = record_;
  for (auto& timed : other.evals) timed.event.windows = 7;
  EXPECT_THAT(HtmlReport({record_, other}, {}), HasSubstr("not all measured in the same way"));
  EXPECT_THAT(HtmlReport({record_, record_}, {}), Not(HasSubstr("not all measured")));
}

/// Leaves the page for a look in a browser: SENTEI_REPORT_OUT=file.html.
TEST_F(HtmlReportTest, CanBeWrittenForALook) {
  const char* path = std::getenv("SENTEI_REPORT_OUT");
  if (path == nullptr) GTEST_SKIP() << "SENTEI_REPORT_OUT names no file";
  run::RunRecord other = testing::PruneRecord(40, 12);
  other.summary.name = "shorter";
  std::ofstream(path) << HtmlReport({testing::PruneRecord(312, 30)}, {});
  std::ofstream(std::string(path) + ".compare.html") << HtmlReport({record_, other}, {});
}

}  // namespace
}  // namespace sentei::report
