// SPDX-License-Identifier: Apache-2.0
#include "storage/data_location.h"
#include "storage/run_store.h"
#include "storage/run_writer.h"
#include "storage/sql.h"
#include "tests/support/fake_run_service.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>
#include <string>

namespace sentei::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Kind = LineageNode::Kind;

constexpr const char* kFirst = "01ARYZ6S410000000000000001";
constexpr const char* kSecond = "01ARYZ6S420000000000000002";
constexpr const char* kThird = "01ARYZ6S430000000000000003";

class RunLibraryTest : public ::testing::Test {
 protected:
  RunLibraryTest()
      : store_(Connection::Open(directory_ / "runs.db"), directory_.path()),
        writer_(Connection::Open(directory_ / "runs.db")) {}

  void Start(const std::string& id, const run::RunSpec& spec, const std::string& model = {}) {
    run::RunStarted started = testing::StartedFor(id, spec);
    if (!model.empty()) started.model_path = model;
    writer_.Write(id, started);
  }
  void Finished(const std::string& id) {
    Start(id, testing::PruneSpecForScript(10));
    writer_.Write(id, run::RunFinished{});
  }
  run::RunSummary Summary(const std::string& id) { return store_.Show(id).value().summary; }
  std::vector<std::string> Listed(const std::string& filter,
                                  TrashView trash = TrashView::kWithout) {
    const auto runs = store_.List(filter, 0, trash);
    EXPECT_TRUE(runs.has_value()) << runs.error().message;
    std::vector<std::string> ids;
    for (const run::RunSummary& run : runs.value()) ids.push_back(run.id);
    return ids;
  }
  SQLite::Database Raw() {
    return SQLite::Database((directory_ / "runs.db").string(), SQLite::OPEN_READWRITE);
  }

  testing::TemporaryDirectory directory_;
  RunStore store_;
  RunWriter writer_;
};

TEST_F(RunLibraryTest, MeasuresTellHowThePerplexityOfTheListWasMeasured) {
  Start(kFirst, testing::PruneSpecForScript(10));
  run::EvalDone eval;
  eval.stage = "quick";
  eval.step = 10;
  eval.perplexity = 50.0;
  eval.windows = 4;
  writer_.Write(kFirst, eval);
  const auto windows = [this] { return store_.Measures().value().at(0).windows; };
  EXPECT_EQ(Summary(kFirst).perplexity, 50.0);
  EXPECT_EQ(windows(), 4);
  eval.stage = "tuned";
  eval.perplexity = 40.0;
  eval.windows = 40;
  writer_.Write(kFirst, eval);
  eval.stage = "dense";
  eval.windows = 41;
  writer_.Write(kFirst, eval);
  EXPECT_EQ(Summary(kFirst).perplexity, 40.0);
  EXPECT_EQ(windows(), 40);
  Start(kSecond, testing::PruneSpecForScript(10));
  EXPECT_EQ(store_.Measures().value().size(), 1U) << "nothing was measured in the second";
}

TEST_F(RunLibraryTest, ARecordsHeadHasNoStepsAndRunsAreCounted) {
  Start(kFirst, testing::PruneSpecForScript(10));
  for (const run::RunEvent& event : testing::PruneScript(10, 2)) writer_.Write(kFirst, event);
  const run::RunRecord head = store_.Show(kFirst, Detail::kHead).value();
  EXPECT_TRUE(head.steps.empty() && head.prune_events.empty() && head.log.empty());
  EXPECT_EQ(head.evals.size(), 3U);
  EXPECT_EQ(store_.LastPruneEvent(kFirst).value()->step, 10);
  Start(kSecond, testing::PruneSpecForScript(10));
  EXPECT_LT(Summary(kFirst).number, Summary(kSecond).number);
}

TEST_F(RunLibraryTest, TagsAreSetAddedRemovedAndListedInOrder) {
  Finished(kFirst);
  ASSERT_TRUE(store_.SetTags(kFirst, {"paper", "baseline", "paper"}).has_value());
  EXPECT_THAT(Summary(kFirst).tags, ElementsAre("baseline", "paper"));
  ASSERT_TRUE(store_.AddTag(kFirst, "  a b ").has_value());
  ASSERT_TRUE(store_.RemoveTag(kFirst, "paper").has_value());
  EXPECT_THAT(Summary(kFirst).tags, ElementsAre("a b", "baseline"));
  EXPECT_THAT(store_.Tags().value(), ElementsAre("a b", "baseline"));
  EXPECT_THAT(store_.RemoveTag(kFirst, "paper").error().message, HasSubstr("no tag 'paper'"));
}

TEST_F(RunLibraryTest, ARefusedTagChangesNothing) {
  Finished(kFirst);
  ASSERT_TRUE(store_.SetTags(kFirst, {"kept"}).has_value());
  for (const std::string& bad : {std::string(" "), std::string("a\x1f"), std::string(65, 'x')}) {
    EXPECT_FALSE(store_.SetTags(kFirst, {"new", bad}).has_value());
    EXPECT_FALSE(store_.AddTag(kFirst, bad).has_value());
  }
  EXPECT_THAT(Summary(kFirst).tags, ElementsAre("kept"));
}

TEST_F(RunLibraryTest, StarsAndGroupsComeAndGo) {
  Finished(kFirst);
  Finished(kSecond);
  EXPECT_FALSE(Summary(kFirst).starred);
  ASSERT_TRUE(store_.SetStar(kFirst, Star::kOn).has_value());
  ASSERT_TRUE(store_.SetGroup(kFirst, "sweep of caps").has_value());
  ASSERT_TRUE(store_.SetGroup(kSecond, "sweep of caps").has_value());
  EXPECT_TRUE(Summary(kFirst).starred);
  EXPECT_EQ(Summary(kFirst).group, "sweep of caps");
  ASSERT_EQ(store_.Groups().value().size(), 1U);
  EXPECT_EQ(store_.Groups().value()[0].runs, 2);
  ASSERT_TRUE(store_.SetStar(kFirst, Star::kOff).has_value());
  ASSERT_TRUE(store_.SetGroup(kFirst, "").has_value());
  EXPECT_FALSE(Summary(kFirst).starred);
  EXPECT_EQ(Summary(kFirst).group, "");
  EXPECT_FALSE(store_.SetGroup(kFirst, "a\nb").has_value());
}

TEST_F(RunLibraryTest, FiltersKnowTagsStarsGroupsParentsAndTheTrash) {
  for (const char* id : {kFirst, kSecond, kThird}) Finished(id);
  ASSERT_TRUE(store_.SetTags(kFirst, {"Paper", "old"}).has_value());
  ASSERT_TRUE(store_.SetTags(kSecond, {"paper-2"}).has_value());
  ASSERT_TRUE(store_.SetStar(kSecond, Star::kOn).has_value());
  ASSERT_TRUE(store_.SetGroup(kThird, "g").has_value());
  ASSERT_TRUE(store_.SetParent(kThird, kFirst).has_value());
  EXPECT_THAT(Listed("tag = paper"), ElementsAre(kFirst));
  EXPECT_THAT(Listed("tag = paper and tag = old"), ElementsAre(kFirst));
  EXPECT_THAT(Listed("tag != paper"), ElementsAre(kThird, kSecond));
  EXPECT_THAT(Listed("tag ~ paper"), ElementsAre(kSecond, kFirst));
  EXPECT_THAT(Listed("tag !~ paper"), ElementsAre(kThird));
  EXPECT_THAT(Listed("tag = none"), ElementsAre(kThird));
  EXPECT_THAT(Listed("star = yes"), ElementsAre(kSecond));
  EXPECT_THAT(Listed("star != yes and group = none"), ElementsAre(kFirst));
  EXPECT_THAT(Listed("group = G"), ElementsAre(kThird));
  EXPECT_THAT(Listed(fmt::format("parent = {}", kFirst)), ElementsAre(kThird));
  ASSERT_TRUE(store_.Trash(kSecond).has_value());
  EXPECT_THAT(Listed("star = yes"), IsEmpty());
  EXPECT_THAT(Listed("trashed = yes"), ElementsAre(kSecond));
  EXPECT_THAT(Listed("trashed = no and tag = none"), ElementsAre(kThird));
  for (const char* bad : {"star = 3", "star < yes", "tag < a", "trashed = none"}) {
    EXPECT_FALSE(store_.List(bad).has_value()) << bad;
  }
}

TEST_F(RunLibraryTest, ATrashedRunIsOutOfListsUntilItIsRestored) {
  Finished(kFirst);
  Finished(kSecond);
  ASSERT_TRUE(store_.Rename(kSecond, "two").has_value());
  ASSERT_TRUE(store_.Trash(kSecond).has_value());
  EXPECT_THAT(Listed(""), ElementsAre(kFirst));
  EXPECT_THAT(Listed("", TrashView::kOnly), ElementsAre(kSecond));
  EXPECT_THAT(Listed("", TrashView::kWith), ElementsAre(kSecond, kFirst));
  EXPECT_EQ(store_.Resolve("last").value(), kFirst);
  EXPECT_EQ(store_.Resolve("two").value(), kSecond);
  EXPECT_TRUE(Summary(kSecond).trashed_at.has_value());
  ASSERT_TRUE(store_.Restore("two").has_value());
  EXPECT_THAT(Listed(""), ElementsAre(kSecond, kFirst));
  EXPECT_FALSE(Summary(kSecond).trashed_at.has_value());
}

TEST_F(RunLibraryTest, EmptyingTheTrashRemovesRowsAndFoldersOfWhatIsInIt) {
  Finished(kFirst);
  Finished(kSecond);
  const auto folder = RunDirectory(directory_.path(), kFirst);
  const auto other = RunDirectory(directory_.path(), kSecond);
  std::filesystem::create_directories(folder / "checkpoints");
  std::filesystem::create_directories(other);
  ASSERT_TRUE(store_.AddTag(kFirst, "x").has_value());
  ASSERT_TRUE(store_.Trash(kFirst).has_value());
  EXPECT_TRUE(std::filesystem::exists(folder));
  EXPECT_EQ(store_.EmptyTrash().value(), 1);
  EXPECT_FALSE(std::filesystem::exists(folder));
  EXPECT_TRUE(std::filesystem::exists(other));
  EXPECT_THAT(Listed("", TrashView::kWith), ElementsAre(kSecond));
  EXPECT_THAT(store_.Tags().value(), IsEmpty());
  EXPECT_EQ(store_.EmptyTrash().value(), 0);
}

TEST_F(RunLibraryTest, ARunningRunIsNotTrashedAndAResumedOneLeavesTheTrash) {
  Start(kFirst, testing::PruneSpecForScript(10));
  EXPECT_THAT(store_.Trash(kFirst).error().message, HasSubstr("still running"));
  writer_.Write(kFirst, run::RunFinished{});
  ASSERT_TRUE(store_.Trash(kFirst).has_value());
  Start(kFirst, testing::PruneSpecForScript(10));
  EXPECT_FALSE(Summary(kFirst).trashed_at.has_value());
}

TEST_F(RunLibraryTest, AnExportRemembersTheRunWhoseResultItWrote) {
  Finished(kFirst);
  run::RunSpec spec = testing::PruneSpecForScript(1);
  spec.kind = run::RunKind::kExport;
  spec.output.source_run = kFirst;
  Start(kSecond, spec);
  EXPECT_EQ(Summary(kSecond).parent, kFirst);
  EXPECT_EQ(Summary(kFirst).parent, "");
}

TEST_F(RunLibraryTest, WhatOpensAnExportComesFromTheRunThatWroteIt) {
  Start(kFirst, testing::PruneSpecForScript(10));
  run::ExportDone done;
  done.path = "/models/out";
  done.profile = "hf-uniform";
  writer_.Write(kFirst, done);
  run::RunSpec verify = testing::PruneSpecForScript(1);
  verify.kind = run::RunKind::kVerify;
  verify.verify.directory = "/models/out";
  Start(kSecond, verify);
  writer_.Write(kSecond, run::VerifyDone{"/models/out", true, 0.0, 1e-3, {}});
  run::RunSpec eval = testing::PruneSpecForScript(1);
  eval.kind = run::RunKind::kEval;
  Start(kThird, eval, "/models/out");
  EXPECT_EQ(Summary(kSecond).parent, kFirst);
  EXPECT_EQ(Summary(kThird).parent, kFirst);

  const RunLineage lineage = store_.Lineage(kThird).value();
  ASSERT_EQ(lineage.nodes.size(), 5U);
  EXPECT_EQ(lineage.nodes[0].kind, Kind::kModel);
  EXPECT_EQ(lineage.nodes[1].id, kFirst);
  EXPECT_EQ(lineage.nodes[1].from, 0U);
  EXPECT_EQ(lineage.nodes[2].kind, Kind::kExport);
  EXPECT_EQ(lineage.nodes[2].from, 1U);
  EXPECT_EQ(lineage.nodes[2].verified, true);
  EXPECT_EQ(lineage.nodes[3].id, kSecond);
  EXPECT_EQ(lineage.nodes[3].from, 2U);
  EXPECT_EQ(lineage.nodes[lineage.self].id, kThird);
  EXPECT_EQ(lineage.nodes[lineage.self].from, 2U);
}

TEST_F(RunLibraryTest, ParentsMakeNoCircleAndOutliveWhatTheyName) {
  for (const char* id : {kFirst, kSecond, kThird}) Finished(id);
  ASSERT_TRUE(store_.SetParent(kSecond, kFirst).has_value());
  ASSERT_TRUE(store_.SetParent(kThird, kSecond).has_value());
  EXPECT_FALSE(store_.SetParent(kFirst, kThird).has_value());
  EXPECT_FALSE(store_.SetParent(kFirst, kFirst).has_value());
  EXPECT_EQ(store_.Lineage(kSecond).value().nodes.size(), 4U);
  ASSERT_TRUE(store_.Delete(kFirst).has_value());
  EXPECT_EQ(Summary(kSecond).parent, kFirst);
  const RunLineage lineage = store_.Lineage(kThird).value();
  ASSERT_EQ(lineage.nodes.size(), 3U);
  EXPECT_EQ(lineage.nodes[1].id, kSecond);
  EXPECT_EQ(lineage.self, 2U);
  Raw().exec(fmt::format("UPDATE runs SET parent_id = '{}' WHERE id = '{}'", kThird, kSecond));
  EXPECT_EQ(store_.Lineage(kThird).value().nodes.size(), 3U);  // a damaged database ends too
}

TEST_F(RunLibraryTest, SweepPointsAreKeptOncePerFamilyAndRatio) {
  run::RunSpec spec = testing::PruneSpecForScript(1);
  spec.kind = run::RunKind::kSweep;
  Start(kFirst, spec);
  run::SweepPoint point{1, plan::UnitKind::kFfnChannel, 0.4, 12, 30.0, 3.4};
  writer_.Write(kFirst, point);
  point.ratio = 0.2;
  writer_.Write(kFirst, point);
  point.perplexity = 29.0;
  writer_.Write(kFirst, point);
  point.kind = plan::UnitKind::kKvGroup;
  writer_.Write(kFirst, point);
  const run::RunRecord record = store_.Show(kFirst).value();
  ASSERT_EQ(record.sweep.size(), 3U);
  EXPECT_EQ(record.sweep[0].kind, plan::UnitKind::kKvGroup);
  EXPECT_EQ(record.sweep[1].ratio, 0.2);
  EXPECT_EQ(record.sweep[1].perplexity, 29.0);
  EXPECT_EQ(record.sweep[2].kept, 12);
  EXPECT_THAT(record.log, IsEmpty());
  const nlohmann::json json = run::ToJson(record);
  EXPECT_EQ(json.at("sweep").at(1).at("kind"), "ffn-channel");
  run::RunStarted resumed = testing::StartedFor(kFirst, spec);
  resumed.resumed_from_step = 0;
  writer_.Write(kFirst, resumed);
  EXPECT_EQ(store_.Show(kFirst).value().sweep.size(), 3U);
  Start(kFirst, spec);
  EXPECT_THAT(store_.Show(kFirst).value().sweep, IsEmpty());
}

TEST_F(RunLibraryTest, CurvesComeInTheOrderAskedForAndCanBeThinned) {
  for (const char* id : {kFirst, kSecond}) {
    Start(id, testing::PruneSpecForScript(100));
    for (const run::RunEvent& event : testing::PruneScript(100, 3)) writer_.Write(id, event);
  }
  const auto curves = store_.Curves({kSecond, "nothing", kFirst}).value();
  ASSERT_EQ(curves.size(), 3U);
  EXPECT_EQ(curves[0].id, kSecond);
  EXPECT_EQ(curves[0].steps.size(), 100U);
  EXPECT_THAT(curves[1].steps, IsEmpty());
  EXPECT_EQ(curves[2].steps.back().step, 100);
  const auto thin = store_.Curves({kFirst}, 30).value();
  EXPECT_EQ(thin[0].steps.size(), 25U);
  EXPECT_EQ(thin[0].steps.back().step, 100);
}

TEST_F(RunLibraryTest, TwoHundredCurvesComeWithAllTheirSteps) {
  Finished(kFirst);
  std::vector<std::string> ids{kFirst};
  {
    SQLite::Database raw = Raw();
    for (int i = 1; i < 200; ++i) {
      ids.push_back(fmt::format("01ARYZ6S5{:017}", i));
      raw.exec(fmt::format(
          "INSERT INTO runs (id, kind, model_key, model_path, model_name, spec_hash, device, "
          "device_name, dtype, seed, threads, started_at, status, owner_host, owner_pid, "
          "owner_start, heartbeat_at, step, steps) VALUES ('{}', 'prune', 1, '', '', '', '', '', "
          "'', 0, 0, 0, 'completed', '', 0, 0, 0, 1000, 1000)",
          ids.back()));
    }
    raw.exec(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
        "INSERT INTO metrics (run_key, step, loss) SELECT r.key, n.i, 1.5 FROM runs r, n");
  }
  const auto begin = std::chrono::steady_clock::now();
  const auto curves = store_.Curves(ids).value();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  EXPECT_EQ(curves.back().steps.size(), 1000U);
  RecordProperty("seconds", std::to_string(took.count()));
  std::cout << "200,000 steps of 200 runs: " << took.count() << " s\n";
}

TEST_F(RunLibraryTest, AnInterruptedRunSaysFromWhereItCanGoOn) {
  Start(kFirst, testing::PruneSpecForScript(40));
  const auto folder = RunDirectory(directory_.path(), kFirst) / "checkpoints/step-00000010";
  std::filesystem::create_directories(folder);
  run::StepDone step;
  step.step = 25;
  step.steps = 40;
  writer_.Write(kFirst, run::CheckpointSaved{10, folder.string(), 5, "h"});
  writer_.Write(kFirst, run::CheckpointSaved{20, (folder.parent_path() / "gone").string(), 5, "h"});
  writer_.Write(kFirst, step);
  EXPECT_THAT(store_.InterruptedRuns().value(), IsEmpty());  // this process lives
  Raw().exec("UPDATE runs SET owner_start = owner_start - 1");
  const auto runs = store_.InterruptedRuns().value();
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].summary.step, 25);
  EXPECT_EQ(runs[0].summary.steps, 40);
  EXPECT_TRUE(runs[0].CanResume());
  EXPECT_EQ(runs[0].checkpoint_step, 10);
  EXPECT_EQ(runs[0].checkpoint, folder.string());
}

TEST_F(RunLibraryTest, AStoppedRunCountsAsInterruptedOnlyWhereItWasSetAside) {
  Start(kFirst, testing::PruneSpecForScript(40));
  run::RunFinished stopped;
  stopped.outcome = run::Outcome::kCancelled;
  writer_.Write(kFirst, stopped);
  EXPECT_THAT(store_.InterruptedRuns().value(), IsEmpty());
  EXPECT_THAT(store_.InterruptedRuns({"another"}).value(), IsEmpty());
  const auto runs = store_.InterruptedRuns({kFirst}).value();
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].summary.id, kFirst);
  EXPECT_FALSE(runs[0].CanResume());
}

TEST(RunLibrary, ANewerDatabaseIsReadAndNotChanged) {
  const testing::TemporaryDirectory directory;
  {
    Connection newer = Connection::Open(directory / "runs.db");
    newer.database().exec("PRAGMA user_version = 99");
  }
  RunStore store = RunStore::Open(directory.path()).value();
  EXPECT_TRUE(store.List().has_value());
  EXPECT_TRUE(store.InterruptedRuns().has_value());
  EXPECT_THAT(store.EmptyTrash().error().message, HasSubstr("newer version"));
  EXPECT_FALSE(store.SetStar("last", Star::kOn).has_value());
}

}  // namespace
}  // namespace sentei::storage
