// SPDX-License-Identifier: Apache-2.0
#include "storage/run_store.h"

#include "core/run/event_json.h"
#include "storage/data_location.h"
#include "storage/run_recorder.h"
#include "storage/sql.h"
#include "tests/support/fake_run_service.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>

namespace sentei::storage {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

constexpr const char* kFirst = "01ARYZ6S410000000000000001";
constexpr const char* kSecond = "01ARYZ6S420000000000000002";

class RunStoreTest : public ::testing::Test {
 protected:
  RunStoreTest()
      : store_(Connection::Open(directory_ / "runs.db"), directory_.path()),
        writer_(Connection::Open(directory_ / "runs.db")) {}

  /// RunStarted and the script's events, without RunFinished.
  void Play(const std::string& id, std::int64_t steps, std::int64_t resumed_from = -1) {
    run::RunStarted started = testing::StartedFor(id, testing::PruneSpecForScript(steps));
    started.resumed_from_step = resumed_from;
    writer_.Write(id, started);
    for (const run::RunEvent& event : testing::PruneScript(steps, 3)) writer_.Write(id, event);
  }
  void Finish(const std::string& id) {
    run::RunFinished finished;
    finished.rule = "steps";
    finished.seconds = 12.5;
    finished.peak_memory = 1'000'000;
    writer_.Write(id, finished);
  }
  run::RunRecord Show(const std::string& reference, Detail detail = Detail::kCounts) {
    auto record = store_.Show(reference, detail);
    EXPECT_TRUE(record.has_value()) << record.error().message;
    return std::move(record).value();
  }
  int Count(const std::string& query) {
    SQLite::Database database((directory_ / "runs.db").string(), SQLite::OPEN_READONLY);
    return database.execAndGet(query).getInt();
  }

  testing::TemporaryDirectory directory_;
  RunStore store_;
  RunWriter writer_;
};

TEST_F(RunStoreTest, ShowsEverythingThatWasRecorded) {
  Play(kFirst, 30);
  Finish(kFirst);
  const run::RunRecord record = Show(kFirst, Detail::kScores);
  const run::RunSummary& summary = record.summary;
  EXPECT_EQ(summary.status, run::RunStatus::kCompleted);
  EXPECT_EQ(summary.kind, "prune");
  EXPECT_EQ(summary.criterion, "gate");
  EXPECT_EQ(summary.model_parameters, 1'000'000);
  EXPECT_EQ(summary.parameters_after, 800'000);
  EXPECT_EQ(summary.step, 30);
  EXPECT_NEAR(*summary.dense_perplexity, std::exp(3.35), 1e-9);
  EXPECT_NEAR(*summary.pruned_perplexity, std::exp(3.75), 1e-9);
  EXPECT_NEAR(*summary.perplexity, std::exp(3.52), 1e-9);
  EXPECT_EQ(summary.seconds, 12.5);
  EXPECT_EQ(record.peak_memory, 1'000'000U);
  EXPECT_EQ(record.spec, run::ToJson(testing::PruneSpecForScript(30)));
  EXPECT_EQ(record.versions.at("sentei"), "0.1.0");
  EXPECT_EQ(record.evals.size(), 3U);
  EXPECT_EQ(record.exports.size(), 1U);
  EXPECT_EQ(record.checkpoints.size(), 1U);
  ASSERT_EQ(record.verifications.size(), 1U);
  EXPECT_TRUE(record.verifications[0].event.verified);
  EXPECT_EQ(record.compaction->parameters_after, 800'000);
}

TEST_F(RunStoreTest, AClockThatWasSetBackChangesNoOrderAndNoDuration) {
  Play(kFirst, 10);
  SQLite::Database((directory_ / "runs.db").string(), SQLite::OPEN_READWRITE)
      .exec("UPDATE runs SET started_at = started_at + 86400000");  // a day ahead, then set back
  Finish(kFirst);
  Play(kSecond, 10);
  Finish(kSecond);
  EXPECT_EQ(Show("last").summary.id, kSecond);
  EXPECT_EQ(store_.List().value().front().id, kSecond);
  const run::RunSummary first = Show(kFirst).summary;
  EXPECT_GE(*first.finished_at, first.started_at);
  EXPECT_EQ(first.seconds, 12.5);
}

TEST_F(RunStoreTest, EventsComeBackExactlyAsTheyWereEmitted) {
  Play(kFirst, 30);
  const run::RunRecord record = Show(kFirst, Detail::kScores);
  std::size_t step = 0;
  std::size_t prune = 0;
  std::size_t eval = 0;
  for (const run::RunEvent& event : testing::PruneScript(30, 3)) {
    if (const auto* done = std::get_if<run::StepDone>(&event)) {
      EXPECT_EQ(run::FieldsOf(record.steps.at(step++)), run::FieldsOf(*done));
    } else if (const auto* pruned = std::get_if<run::PruneEventDone>(&event)) {
      EXPECT_EQ(run::FieldsOf(record.prune_events.at(prune++).event, run::EventDetail::kFull),
                run::FieldsOf(*pruned, run::EventDetail::kFull));
    } else if (const auto* measured = std::get_if<run::EvalDone>(&event)) {
      EXPECT_EQ(run::FieldsOf(record.evals.at(eval++).event), run::FieldsOf(*measured));
    }
  }
  EXPECT_EQ(step, record.steps.size());
  EXPECT_EQ(prune, record.prune_events.size());
}

TEST_F(RunStoreTest, AfterARunEveryTenthEventAndTheLastKeepTheirScores) {
  Play(kFirst, 250);  // events 0 to 24
  Finish(kFirst);
  for (const auto& timed : Show(kFirst, Detail::kScores).prune_events) {
    const bool kept = timed.event.event % 10 == 0 || timed.event.event == 24;
    ASSERT_EQ(timed.event.families.size(), 6U);
    for (const auto& family : timed.event.families) {
      EXPECT_EQ(family.scores != nullptr, kept) << timed.event.event;
      EXPECT_EQ(family.keep != nullptr, kept) << timed.event.event;
      EXPECT_GT(family.kept, 0);
    }
  }
}

TEST_F(RunStoreTest, ResumingVoidsWhatCameAfterTheCheckpoint) {
  Play(kFirst, 40);
  Finish(kFirst);
  run::RunStarted resumed = testing::StartedFor(kFirst, testing::PruneSpecForScript(40));
  resumed.resumed_from_step = 20;
  writer_.Write(kFirst, resumed);
  const run::RunRecord record = Show(kFirst);
  EXPECT_EQ(record.summary.status, run::RunStatus::kRunning);
  EXPECT_EQ(record.summary.step, 20);
  EXPECT_EQ(record.summary.finished_at, std::nullopt);
  EXPECT_EQ(record.summary.tuned_perplexity, std::nullopt);
  EXPECT_TRUE(record.summary.dense_perplexity.has_value());
  EXPECT_EQ(record.summary.parameters_after, std::nullopt);
  EXPECT_EQ(record.steps.size(), 20U);
  EXPECT_EQ(record.prune_events.size(), 2U);
  EXPECT_TRUE(record.exports.empty());
  EXPECT_TRUE(record.verifications.empty());
  EXPECT_TRUE(record.checkpoints.empty());
  EXPECT_EQ(record.log.back().message, "Resumed after step 20");
}

TEST_F(RunStoreTest, AResumedRunRecordsTheSameAsAnUninterruptedOne) {
  Play(kSecond, 40);
  Finish(kSecond);
  const auto script = testing::PruneScript(40, 3);
  writer_.Write(kFirst, testing::StartedFor(kFirst, testing::PruneSpecForScript(40)));
  for (std::size_t i = 0; i < script.size() / 2; ++i) writer_.Write(kFirst, script[i]);
  run::RunStarted resumed = testing::StartedFor(kFirst, testing::PruneSpecForScript(40));
  resumed.resumed_from_step = 10;
  writer_.Write(kFirst, resumed);
  for (const run::RunEvent& event : script) {
    const auto* step = std::get_if<run::StepDone>(&event);
    const auto* prune = std::get_if<run::PruneEventDone>(&event);
    const bool before =
        (step != nullptr && step->step <= 10) || (prune != nullptr && prune->step <= 10);
    if (!before) writer_.Write(kFirst, event);
  }
  Finish(kFirst);
  json interrupted = run::ToJson(Show(kFirst, Detail::kScores));
  json whole = run::ToJson(Show(kSecond, Detail::kScores));
  for (const char* key : {"metrics", "perplexity", "parameters_after", "compaction"}) {
    EXPECT_EQ(interrupted.at(key), whole.at(key)) << key;
  }
  for (json* record : {&interrupted, &whole}) {
    for (json& event : record->at("prune_events")) event.erase("at");
    for (json& event : record->at("evals")) event.erase("at");
  }
  EXPECT_EQ(interrupted.at("prune_events"), whole.at("prune_events"));
  EXPECT_EQ(interrupted.at("evals"), whole.at("evals"));
}

TEST_F(RunStoreTest, WritingAnEventTwiceStoresItOnce) {
  Play(kFirst, 20);
  const json once = run::ToJson(Show(kFirst, Detail::kScores));
  run::StepDone step;
  step.step = 20;
  step.steps = 20;
  step.loss = 9.0;
  writer_.Write(kFirst, step);
  EXPECT_EQ(Show(kFirst).steps.size(), once.at("metrics").size());
  EXPECT_EQ(Show(kFirst).summary.loss, 9.0);
}

TEST_F(RunStoreTest, AnExportOfTheSameFolderReplacesTheFirst) {
  Play(kFirst, 10);
  run::ExportDone done;
  done.path = "out";
  done.bytes = 5;
  writer_.Write(kFirst, done);
  done.path = "elsewhere";
  writer_.Write(kFirst, done);
  const run::RunRecord record = Show(kFirst);
  ASSERT_EQ(record.exports.size(), 2U);
  EXPECT_EQ(record.exports[0].event.bytes, 5U);
}

TEST_F(RunStoreTest, ALossThatIsNotANumberStaysOne) {
  Play(kFirst, 10);
  run::StepDone step;
  step.step = 11;
  step.loss = std::numeric_limits<double>::quiet_NaN();
  step.gradient_norm = std::numeric_limits<double>::infinity();
  writer_.Write(kFirst, step);
  const run::RunRecord record = Show(kFirst);
  EXPECT_TRUE(std::isnan(record.steps.back().loss));
  EXPECT_TRUE(std::isinf(record.steps.back().gradient_norm));
  EXPECT_EQ(record.summary.loss, std::nullopt);
}

TEST_F(RunStoreTest, AFailureKeepsItsSentenceAndHint) {
  Play(kFirst, 10);
  run::RunFinished failed;
  failed.outcome = run::Outcome::kFailed;
  failed.code = ErrorCode::kOutOfMemory;
  failed.message = "Layer 3 needs 4 GB";
  failed.hint = "Use a smaller batch.";
  writer_.Write(kFirst, failed);
  const run::RunSummary summary = Show(kFirst).summary;
  EXPECT_EQ(summary.status, run::RunStatus::kFailed);
  EXPECT_EQ(summary.message, "Layer 3 needs 4 GB");
  EXPECT_EQ(summary.hint, "Use a smaller batch.");
}

TEST_F(RunStoreTest, GeneratedTextIsKeptWhenTheRunEnds) {
  run::RunSpec spec = testing::PruneSpecForScript(1);
  spec.kind = run::RunKind::kGenerate;
  writer_.Write(kFirst, testing::StartedFor(kFirst, spec));
  writer_.Write(kFirst, run::TokenGenerated{0, 5, "Once "});
  writer_.Write(kFirst, run::TokenGenerated{1, 6, "upon"});
  writer_.Write(kFirst, run::RunFinished{});
  EXPECT_EQ(Show(kFirst).generated_text, "Once upon");
}

TEST_F(RunStoreTest, ListsNewestFirstWithALimit) {
  Play(kFirst, 10);
  Play(kSecond, 10);
  auto runs = store_.List();
  ASSERT_EQ(runs.value().size(), 2U);
  EXPECT_EQ(runs.value()[0].id, kSecond);
  EXPECT_EQ(store_.List("", 1).value().size(), 1U);
}

TEST_F(RunStoreTest, ARunIsFoundByIdBeginningNameOrLast) {
  Play(kFirst, 10);
  Play(kSecond, 10);
  ASSERT_TRUE(store_.Rename(kFirst, "gentle-20").has_value());
  EXPECT_EQ(store_.Resolve(kFirst).value(), kFirst);
  EXPECT_EQ(store_.Resolve("01aryz6s42").value(), kSecond);
  EXPECT_EQ(store_.Resolve("gentle-20").value(), kFirst);
  EXPECT_EQ(store_.Resolve("last").value(), kSecond);
}

TEST_F(RunStoreTest, AReferenceThatNamesNoneOrSeveralIsRefused) {
  Play(kFirst, 10);
  Play(kSecond, 10);
  EXPECT_THAT(store_.Resolve("01ARYZ6S4").error().message, HasSubstr("more than one run"));
  EXPECT_THAT(store_.Resolve("nothing").error().message, HasSubstr("no run 'nothing'"));
  EXPECT_THAT(store_.Resolve("01A").error().message, HasSubstr("no run"));
  EXPECT_THAT(store_.Resolve("____").error().message, HasSubstr("no run"));
  EXPECT_THAT(store_.Resolve("").error().message, HasSubstr("no run"));
}

TEST_F(RunStoreTest, DiffShowsTheSettingsThatDiffer) {
  Play(kFirst, 10);
  Play(kSecond, 20);
  const auto differences = store_.Diff({kFirst, kSecond});
  ASSERT_EQ(differences.value().size(), 1U);
  EXPECT_EQ(differences.value()[0].path, "train.steps");
}

TEST_F(RunStoreTest, NameAndNoteCanBeChanged) {
  Play(kFirst, 10);
  ASSERT_TRUE(store_.SetNote("last", "a 'quoted' note; --").has_value());
  EXPECT_EQ(Show(kFirst).summary.note, "a 'quoted' note; --");
}

TEST_F(RunStoreTest, DeletingRemovesRowsAndFolderButNoOtherRun) {
  Play(kFirst, 20);
  Finish(kFirst);
  Play(kSecond, 20);
  const auto folder = RunDirectory(directory_.path(), kFirst);
  std::filesystem::create_directories(folder / "checkpoints");
  const int metrics = Count("SELECT count(*) FROM metrics");
  ASSERT_TRUE(store_.Delete(kFirst).has_value());
  EXPECT_FALSE(std::filesystem::exists(folder));
  EXPECT_EQ(Count("SELECT count(*) FROM metrics"), metrics / 2);
  EXPECT_EQ(Count("SELECT count(*) FROM unit_states"), 2 * 6);
  EXPECT_EQ(store_.List().value().size(), 1U);
}

TEST_F(RunStoreTest, ARunningRunIsNotDeleted) {
  Play(kFirst, 10);
  EXPECT_THAT(store_.Delete(kFirst).error().message, HasSubstr("still running"));
}

TEST_F(RunStoreTest, AnEventOfARunThatWasNeverStartedIsRefused) {
  EXPECT_THROW(writer_.Write(kFirst, run::StepDone{}), Error);
}

TEST(RunStore, OpensAFolderThatDoesNotExistYet) {
  const testing::TemporaryDirectory directory;
  auto store = RunStore::Open(directory / "new/data");
  ASSERT_TRUE(store.has_value()) << store.error().message;
  EXPECT_TRUE(store.value().List().value().empty());
}

TEST(RunStore, ABrokenFileIsAFailureNotAnException) {
  const testing::TemporaryDirectory directory;
  std::ofstream(directory / "runs.db") << std::string(4096, 'x');
  EXPECT_FALSE(RunStore::Open(directory.path()).has_value());
}

class DataLocationTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"SENTEI_HOME", "XDG_DATA_HOME", "HOME"}) {
      const char* value = std::getenv(name);
      saved_.emplace_back(name, value == nullptr ? "" : value);
      unsetenv(name);
    }
  }
  void TearDown() override {
    for (const auto& [name, value] : saved_) {
      if (value.empty()) {
        unsetenv(name.c_str());
      } else {
        setenv(name.c_str(), value.c_str(), 1);
      }
    }
  }
  std::vector<std::pair<std::string, std::string>> saved_;
};

TEST_F(DataLocationTest, PrefersTheFlagThenSenteiHomeThenXdgThenHome) {
  setenv("HOME", "/home/u", 1);
  EXPECT_EQ(DataDirectory(), "/home/u/.local/share/sentei");
  setenv("XDG_DATA_HOME", "relative", 1);
  EXPECT_EQ(DataDirectory(), "/home/u/.local/share/sentei");
  setenv("XDG_DATA_HOME", "/xdg", 1);
  EXPECT_EQ(DataDirectory(), "/xdg/sentei");
  setenv("SENTEI_HOME", "/sentei", 1);
  EXPECT_EQ(DataDirectory(), "/sentei");
  EXPECT_EQ(DataDirectory("/flag/../flag2"), "/flag2");
}

TEST_F(DataLocationTest, SaysWhatToDoWithoutAnyHome) {
  try {
    (void)DataDirectory();
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.hint(), HasSubstr("SENTEI_HOME"));
  }
}

}  // namespace
}  // namespace sentei::storage
