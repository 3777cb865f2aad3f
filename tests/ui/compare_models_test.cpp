// SPDX-License-Identifier: Apache-2.0
#include "tests/support/temporary_directory.h"
#include "tests/ui/stored_runs.h"
#include "ui/models/compared_runs.h"
#include "ui/models/comparison_table.h"
#include "ui/models/last_frames.h"
#include "ui/models/run_curves.h"
#include "ui/models/run_files.h"
#include "ui/models/run_list.h"
#include "ui/models/run_quantities.h"
#include "ui/models/run_table_model.h"
#include "ui/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <fstream>

namespace sentei::ui {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Kind = viz::SeriesStyle::Kind;

constexpr viz::SeriesStyle kGrey{Kind::kMuted, 0};

TEST(RunSelection, KeepsTheLookOfARunAsLongAsItIsChosen) {
  RunSelection selection;
  selection.Set({{"a"}, {"b"}, {"c"}});
  const viz::SeriesStyle of_b = selection.StyleOf("b");
  const viz::SeriesStyle of_c = selection.StyleOf("c");
  selection.Remove({"a"});
  EXPECT_EQ(selection.StyleOf("b"), of_b);
  EXPECT_EQ(selection.StyleOf("c"), of_c);
  selection.Add({{"d"}});
  EXPECT_EQ(selection.StyleOf("b"), of_b);
  EXPECT_EQ(selection.StyleOf("d"), (viz::SeriesStyle{Kind::kRun, 0})) << "the free colour";
  selection.Set({{"e"}, {"c"}});
  EXPECT_EQ(selection.StyleOf("c"), of_c);
  EXPECT_EQ(selection.StyleOf("b"), kGrey);
}

TEST(RunSelection, TheNinthRunIsGreyUntilAColourIsFree) {
  RunSelection selection;
  for (char id = 'a'; id <= 'i'; ++id) selection.Toggle({std::string(1, id)});
  EXPECT_EQ(selection.StyleOf("i"), kGrey);
  EXPECT_TRUE(selection.Contains("i"));
  selection.Toggle({"d"});
  EXPECT_EQ(selection.StyleOf("i"), (viz::SeriesStyle{Kind::kRun, 3}));
}

TEST(RunSelection, TheBaselineIsDashedAndTakesNoColour) {
  RunSelection selection;
  selection.Set({{"dense", RunSelection::Role::kBaseline}, {"a"}});
  EXPECT_EQ(selection.StyleOf("dense").kind, Kind::kDense);
  EXPECT_EQ(selection.StyleOf("a"), (viz::SeriesStyle{Kind::kRun, 0}));
}

TEST(RunSelection, SaysOnlyOnceThatItChanged) {
  RunSelection selection;
  const QSignalSpy changed(&selection, &RunSelection::Changed);
  selection.Set({{"a"}, {"b"}});
  selection.Set({{"a"}, {"b"}});
  selection.Add({{"a"}});
  EXPECT_EQ(changed.count(), 1);
}

class CompareModelsTest : public ::testing::Test {
 protected:
  CompareModelsTest()
      : runs_(folder_.path()), store_(storage::RunStore::Open(folder_.path()).value()) {}

  ListedRuns Listed(const std::string& filter = {},
                    storage::TrashView view = storage::TrashView::kWithout) {
    auto listed = ReadListedRuns(store_, filter, view);
    EXPECT_TRUE(listed.has_value());
    return listed.value();
  }
  Comparison Compare(const std::vector<std::string>& ids) {
    Comparison comparison;
    comparison.listed = Listed();
    std::size_t color = 0;
    const auto read = ReadComparedRuns(store_, ids);
    for (const ComparedRunPtr& run : read.value()) {
      comparison.entries.push_back({run, {Kind::kRun, color++}});
    }
    return comparison;
  }

  testing::TemporaryDirectory folder_;
  StoredRuns runs_;
  storage::RunStore store_;
  RunSelection selection_;
};

TEST_F(CompareModelsTest, TheTableIsAModelWhateverIsDoneToIt) {
  RunTableModel model(selection_);
  const QAbstractItemModelTester tester(&model);
  const std::string first = runs_.AddPruned();
  runs_.AddBaseline();
  model.SetRuns(Listed());
  selection_.Toggle({first});
  model.sort(static_cast<int>(RunColumn::kPerplexity), Qt::AscendingOrder);
  for (const RunGrouping grouping :
       {RunGrouping::kGroup, RunGrouping::kModel, RunGrouping::kParent, RunGrouping::kKind}) {
    model.SetGrouping(grouping);
    runs_.AddPruned();
    model.SetRuns(Listed());
  }
  model.SetRuns(Listed("kind = eval"));
  model.SetRuns(std::make_shared<const std::vector<ListedRun>>());
  EXPECT_EQ(model.rowCount(), 0);
}

TEST_F(CompareModelsTest, TheBaselineStandsFirstInEveryOrder) {
  const std::string baseline = runs_.AddBaseline();
  runs_.AddPruned();
  runs_.AddPruned();
  RunTableModel model(selection_);
  model.SetRuns(Listed());
  for (const RunColumn column : {RunColumn::kNumber, RunColumn::kPerplexity, RunColumn::kName}) {
    for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
      model.sort(static_cast<int>(column), order);
      EXPECT_EQ(model.RowOf(baseline), 0);
    }
  }
}

TEST_F(CompareModelsTest, RowsWithoutAValueComeLastInBothOrders) {
  const std::string running = runs_.AddRunning();
  const std::string better = runs_.AddSmall(10.0);
  const std::string worse = runs_.AddSmall(20.0);
  RunTableModel model(selection_);
  model.SetRuns(Listed());
  model.sort(static_cast<int>(RunColumn::kPerplexity), Qt::AscendingOrder);
  EXPECT_THAT(model.Order(), ElementsAre(better, worse, running));
  model.sort(static_cast<int>(RunColumn::kPerplexity), Qt::DescendingOrder);
  EXPECT_THAT(model.Order(), ElementsAre(worse, better, running));
}

TEST_F(CompareModelsTest, PerplexitiesOfDifferentProtocolsAreNotRankedTogether) {
  StoredRuns::Options other;
  other.windows = 7;
  const std::string of_other = runs_.AddPruned(other);  // perplexity of about 33.8
  const std::string low = runs_.AddSmall(10.0);
  const std::string high = runs_.AddSmall(90.0);
  RunTableModel model(selection_);
  model.SetRuns(Listed());
  model.sort(static_cast<int>(RunColumn::kPerplexity), Qt::AscendingOrder);
  EXPECT_THAT(model.Order(), ElementsAre(low, high, of_other));
  const Comparison comparison = Compare({low, of_other, high});
  EXPECT_TRUE(GroupByProtocol(comparison).AreMixed());
  const ScatterRuns scatter = ScatterOf(comparison, RunQuantity::kSeed, RunQuantity::kPerplexity);
  EXPECT_THAT(scatter.ids, ElementsAre(low, high));
  EXPECT_EQ(scatter.left_out, 1U);
  EXPECT_FALSE(GroupByProtocol(Compare({low, high})).AreMixed());
}

TEST_F(CompareModelsTest, EditingACellAsksAndChangesNothingItself) {
  const std::string id = runs_.AddPruned();
  RunTableModel model(selection_);
  model.SetRuns(Listed());
  const QSignalSpy asked(&model, &RunTableModel::EditRequested);
  const QModelIndex name = model.index(0, static_cast<int>(RunColumn::kName));
  EXPECT_TRUE(model.setData(name, QStringLiteral(" gentle "), Qt::EditRole));
  ASSERT_EQ(asked.count(), 1);
  EXPECT_EQ(asked.front().at(0).toString(), ToQString(id));
  EXPECT_EQ(asked.front().at(2).toString(), QStringLiteral("gentle"));
  EXPECT_TRUE(model.data(name, Qt::EditRole).toString().isEmpty());
  EXPECT_FALSE(model.setData(model.index(0, static_cast<int>(RunColumn::kSeed)), 7, Qt::EditRole));
}

TEST_F(CompareModelsTest, OnlySettingsThatDifferAreMarkedSo) {
  StoredRuns::Options other;
  other.seed = 7;
  const Comparison comparison = Compare({runs_.AddPruned(), runs_.AddPruned(other)});
  std::vector<std::string> differing;
  for (const ComparedValue& value : SettingsOf(comparison.entries)) {
    if (value.Differs()) differing.push_back(ToStd(value.name));
  }
  EXPECT_THAT(differing, ElementsAre("seed"));
}

TEST_F(CompareModelsTest, TheSettingsTableIsAModelInBothForms) {
  ComparisonTable model;
  const QAbstractItemModelTester tester(&model);
  const Comparison comparison = Compare({runs_.AddPruned(), runs_.AddBaseline()});
  std::vector<ComparedValue> values = SettingsOf(comparison.entries);
  const int settings = static_cast<int>(values.size());
  model.SetContent(comparison.entries, std::move(values));
  EXPECT_EQ(model.rowCount(), settings);
  EXPECT_EQ(model.columnCount(), 3);
  model.SetForm(ComparisonTable::Form::kRowPerRun);
  EXPECT_EQ(model.rowCount(), 2);
  EXPECT_EQ(model.columnCount(), settings + 1);
  model.SetContent({}, {});
  EXPECT_EQ(model.rowCount(), 0);
}

TEST_F(CompareModelsTest, WhatIsCopiedStartsNoFormula) {
  const std::string id = runs_.AddPruned();
  ASSERT_TRUE(store_.Rename(id, "=cmd()").has_value());
  const Comparison comparison = Compare({id});
  const QString text =
      ToClipboardText(comparison.entries, {{QStringLiteral("=a"), {QStringLiteral("@b")}}});
  EXPECT_TRUE(text.contains(QStringLiteral("'=a\t'@b\n"))) << ToStd(text);
}

TEST_F(CompareModelsTest, CurvesHaveTheMetricOverStepsOrTrainingTime) {
  const Comparison comparison = Compare({runs_.AddPruned()});
  const ComparedRun& run = *comparison.entries.front().run;
  const auto loss = CurvePoints(run, CurveMetric::kLoss, CurveX::kStep);
  ASSERT_EQ(loss.size(), 20U);
  EXPECT_EQ(loss.back().x(), 20.0);
  // 4 sequences of 128 tokens at 500 tokens per second.
  const auto timed = CurvePoints(run, CurveMetric::kLoss, CurveX::kTime);
  EXPECT_NEAR(timed.back().x(), 20.0 * 4 * 128 / 500.0 / 60.0, 1e-9);
  const auto perplexity = CurvePoints(run, CurveMetric::kPerplexity, CurveX::kTime);
  ASSERT_EQ(perplexity.size(), 2U);  // dense, and tuned in place of pruned
  EXPECT_EQ(perplexity.front().x(), 0.0);
  EXPECT_NEAR(perplexity.back().x(), timed.back().x(), 1e-9);
}

TEST_F(CompareModelsTest, OnlyAxesInWhichRunsDifferAreParallel) {
  StoredRuns::Options other;
  other.learning_rate = 1e-3;
  const std::string first = runs_.AddPruned();
  const std::string second = runs_.AddPruned(other);
  const ParallelRuns parallel = ParallelOf(Compare({first, second}));
  ASSERT_EQ(parallel.axes.size(), 1U);
  EXPECT_EQ(parallel.axes.front().title, QuantityName(RunQuantity::kLearningRate));
  EXPECT_THAT(parallel.ids, ElementsAre(first, second));
}

run::PruneEventDone Frame(const std::string& criterion,
                          const std::vector<std::vector<float>>& layers) {
  run::PruneEventDone frame;
  frame.criterion = criterion;
  for (std::size_t layer = 0; layer < layers.size(); ++layer) {
    run::FamilyState family;
    family.layer = static_cast<std::int64_t>(layer);
    family.kept = static_cast<std::int64_t>(layers[layer].size());
    family.scores = std::make_shared<const std::vector<float>>(layers[layer]);
    frame.families.push_back(std::move(family));
  }
  return frame;
}

TEST(ScoreDifference, IsTheSecondLessTheFirstAndBlankWhereShapesDiffer) {
  const ScoreDifference difference = DifferenceOf(
      Frame("gate", {{1, 2}, {1, 1, 1}}), Frame("gate", {{4, 1}, {1, 1}}), UnitView::kFfn);
  ASSERT_EQ(difference.frame.rows.size(), 2U);
  EXPECT_FALSE(difference.normalised);
  EXPECT_THAT(*difference.frame.rows[0].values, ElementsAre(3.0F, -1.0F));
  EXPECT_EQ(difference.frame.rows[1].values, nullptr);
  EXPECT_EQ(difference.blank_rows, 1U);
}

TEST(ScoreDifference, ScoresOfDifferentCriteriaAreBroughtToOneScaleFirst) {
  const ScoreDifference difference =
      DifferenceOf(Frame("gate", {{1, 3}}), Frame("magnitude", {{100, 300}}), UnitView::kFfn);
  EXPECT_TRUE(difference.normalised);
  EXPECT_THAT(*difference.frame.rows[0].values, ElementsAre(0.0F, 0.0F));
}

TEST_F(CompareModelsTest, TheLastPruningEventHasItsScores) {
  const std::string id = runs_.AddPruned();
  const auto last = store_.LastPruneEvent(id);
  ASSERT_TRUE(last.has_value() && last.value().has_value());
  EXPECT_EQ(last.value()->step, 20);
  const auto kept = KeptUnitsOf(*last.value(), UnitView::kFfn);
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].kept, 16);
  EXPECT_EQ(kept[0].total, 32);
  EXPECT_FALSE(store_.LastPruneEvent(runs_.AddBaseline()).value().has_value());
}

TEST_F(CompareModelsTest, FilesAreThoseOfTheCommandLineAndDefused) {
  const std::string id = runs_.AddPruned();
  ASSERT_TRUE(store_.Rename(id, "=HYPERLINK(1)").has_value());
  ASSERT_TRUE(store_.SetNote(id, "@note").has_value());
  const std::string csv = RunFileContent(store_, {id}, RunFile::kCsv).value();
  EXPECT_THAT(csv, HasSubstr("\"'=HYPERLINK(1)\""));
  EXPECT_THAT(csv, HasSubstr("\"'@note\""));
  const auto json = nlohmann::json::parse(RunFileContent(store_, {id}, RunFile::kJson).value());
  EXPECT_EQ(json, nlohmann::json::array({run::ToJson(store_.Show(id).value())}));
  const std::string html = RunFileContent(store_, {id}, RunFile::kHtml).value();
  EXPECT_THAT(html, HasSubstr("Content-Security-Policy"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
}

TEST_F(CompareModelsTest, AFileThatIsThereIsReplacedOnlyWhenAsked) {
  const std::filesystem::path path = folder_ / "runs.csv";
  ASSERT_TRUE(WriteRunFile(path, "old", Existing::kRefuse).has_value());
  EXPECT_FALSE(WriteRunFile(path, "new", Existing::kRefuse).has_value());
  std::string content;
  std::getline(std::ifstream(path), content);
  EXPECT_EQ(content, "old");
  EXPECT_TRUE(WriteRunFile(path, "new", Existing::kReplace).has_value());
  std::getline(std::ifstream(path), content);
  EXPECT_EQ(content, "new");
}

TEST_F(CompareModelsTest, TenThousandRunsAreFilteredAndTwoHundredCompared) {
  std::vector<std::string> ids;
  for (int i = 0; i < 9800; ++i) runs_.AddSmall(20.0 + i % 50);
  for (int i = 0; i < 200; ++i) {
    StoredRuns::Options options;
    options.seed = static_cast<std::uint64_t>(i);
    ids.push_back(runs_.AddPruned(options));
  }
  QElapsedTimer clock;
  const auto timed = [&clock](const char* what) {
    fmt::print("{:<46} {:>7.1f} ms\n", what, static_cast<double>(clock.nsecsElapsed()) * 1e-6);
    clock.restart();
  };
  RunTableModel model(selection_);
  clock.start();
  const ListedRuns filtered = Listed("ppl < 40 and kind = prune");
  timed("filter of 10,000 runs, library's thread:");
  model.SetRuns(filtered);
  timed("filter of 10,000 runs, window's thread:");
  const ListedRuns all = Listed();
  clock.restart();
  model.SetRuns(all);
  timed("list of 10,000 runs, window's thread:");
  model.sort(static_cast<int>(RunColumn::kPerplexity), Qt::AscendingOrder);
  timed("sort by perplexity, window's thread:");
  model.sort(static_cast<int>(RunColumn::kName), Qt::AscendingOrder);
  timed("sort by name, window's thread:");
  Comparison comparison = Compare(ids);
  timed("reading 200 runs, library's thread:");
  const std::size_t settings = SettingsOf(comparison.entries).size();
  timed("their settings, window's thread:");
  const ScatterRuns scatter =
      ScatterOf(comparison, RunQuantity::kParameters, RunQuantity::kPerplexity);
  timed("their front, window's thread:");
  const ParallelRuns parallel = ParallelOf(comparison);
  timed("their axes, window's thread:");
  EXPECT_EQ(model.rowCount(), 10'000);
  EXPECT_EQ(comparison.entries.size(), 200U);
  EXPECT_GT(settings, 10U);
  EXPECT_GE(scatter.points.size(), 200U);
  EXPECT_GE(parallel.runs.size(), 200U);
}

}  // namespace
}  // namespace sentei::ui
