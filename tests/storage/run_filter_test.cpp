// SPDX-License-Identifier: Apache-2.0
#include "storage/run_filter.h"

#include "core/base/error.h"
#include "storage/run_store.h"
#include "storage/run_writer.h"
#include "storage/sql.h"
#include "tests/support/fake_run_service.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace sentei::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string FilterFailure(const std::string& filter) {
  try {
    (void)ParseRunFilter(filter);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUsage);
    return std::string(error.what()) + " | " + error.hint();
  }
  return "no error";
}

/// Three runs: "alpha" (prune, ppl 33.8), "beta" (prune, no evaluation), "gamma" (eval, ppl 20.1).
class RunFilterTest : public ::testing::Test {
 protected:
  RunFilterTest()
      : store_(Connection::Open(directory_ / "runs.db"), directory_.path()),
        writer_(Connection::Open(directory_ / "runs.db")) {
    run::RunSpec spec = testing::PruneSpecForScript(10);
    spec.seed = 1;
    Add("01ARYZ6S410000000000000001", "alpha", spec, "tuned", 33.8);
    spec.seed = 2;
    spec.prune.criterion = run::Criterion::kRandom;
    Add("01ARYZ6S410000000000000002", "beta", spec, "", 0.0);
    spec.kind = run::RunKind::kEval;
    spec.model = "models/stories 260K.gguf";
    Add("01ARYZ6S410000000000000003", "gamma", spec, "eval", 20.1);
  }

  void Add(const std::string& id,
           const std::string& name,
           const run::RunSpec& spec,
           const std::string& stage,
           double perplexity) {
    run::RunStarted started = testing::StartedFor(id, spec);
    started.model_id = spec.model;
    writer_.Write(id, started);
    if (!stage.empty()) {
      run::EvalDone eval;
      eval.stage = stage;
      eval.perplexity = perplexity;
      writer_.Write(id, eval);
      writer_.Write(id, run::RunFinished{});
    }
    ASSERT_TRUE(store_.Rename(id, name).has_value());
  }

  std::vector<std::string> Names(const std::string& filter) {
    const auto runs = store_.List(filter);
    if (!runs.has_value()) return {runs.error().message};
    std::vector<std::string> names;
    for (const auto& run : runs.value()) names.insert(names.begin(), run.name);
    return names;
  }

  testing::TemporaryDirectory directory_;
  RunStore store_;
  RunWriter writer_;
};

TEST_F(RunFilterTest, TextsAreValuesAndNeverSql) {
  const std::string evil = "x'); DROP TABLE runs; -- \" % _ \\ ?1";
  ASSERT_TRUE(store_.Rename("alpha", evil).has_value());
  EXPECT_THAT(Names("name = \"x'); DROP TABLE runs; --\""), IsEmpty());
  EXPECT_THAT(Names("name ~ \"'); drop table runs\""), ElementsAre(evil));
  EXPECT_THAT(Names("name ~ \"%_%\""), IsEmpty());
  EXPECT_TRUE(store_.SetNote(evil, "');--").has_value());
  EXPECT_TRUE(store_.Show(evil).has_value());
  EXPECT_FALSE(store_.Show("' OR '1'='1").has_value());
  EXPECT_THAT(Names("model = \"' OR 1=1 --\""), IsEmpty());
  EXPECT_EQ(Names("").size(), 3U);
}

TEST_F(RunFilterTest, AnEmptyFilterTakesAll) {
  EXPECT_THAT(Names(""), ElementsAre("alpha", "beta", "gamma"));
  EXPECT_THAT(Names("  "), ElementsAre("alpha", "beta", "gamma"));
}

TEST_F(RunFilterTest, ComparesNumbersTextAndStatus) {
  EXPECT_THAT(Names("ppl < 30"), ElementsAre("gamma"));
  EXPECT_THAT(Names("ppl>=33.8"), ElementsAre("alpha"));
  EXPECT_THAT(Names("kind=prune"), ElementsAre("alpha", "beta"));
  EXPECT_THAT(Names("kind != PRUNE"), ElementsAre("gamma"));
  EXPECT_THAT(Names("model ~ SMOL"), ElementsAre("alpha", "beta"));
  EXPECT_THAT(Names("model !~ smol"), ElementsAre("gamma"));
  EXPECT_THAT(Names("model = 'stories 260k'"), ElementsAre("gamma"));
  EXPECT_THAT(Names("status = running"), ElementsAre("beta"));
  EXPECT_THAT(Names("seed = 1"), ElementsAre("alpha"));
  EXPECT_THAT(Names("params >= 1M"), ElementsAre("alpha", "beta", "gamma"));
  EXPECT_THAT(Names("target = 20%"), ElementsAre("alpha", "beta"));
}

TEST_F(RunFilterTest, AndBindsTighterThanOrAndBracketsGroup) {
  EXPECT_THAT(Names("kind = eval or kind = prune and criterion = random"),
              ElementsAre("beta", "gamma"));
  EXPECT_THAT(Names("(kind = eval or kind = prune) and criterion = random"), ElementsAre("beta"));
  EXPECT_THAT(Names("not (kind = eval or criterion = random)"), ElementsAre("alpha"));
}

TEST_F(RunFilterTest, NotIsTheOppositeAlsoWhereAValueIsMissing) {
  EXPECT_THAT(Names("ppl < 30"), ElementsAre("gamma"));
  EXPECT_THAT(Names("not ppl < 30"), ElementsAre("alpha", "beta"));
  EXPECT_THAT(Names("not not ppl < 30"), ElementsAre("gamma"));
}

TEST_F(RunFilterTest, NoneIsAMissingValue) {
  EXPECT_THAT(Names("ppl = none"), ElementsAre("beta"));
  EXPECT_THAT(Names("ppl != none"), ElementsAre("alpha", "gamma"));
  EXPECT_THAT(Names("criterion = none"), ElementsAre("gamma"));
}

TEST_F(RunFilterTest, TimesAreDaysOrMinutes) {
  EXPECT_EQ(Names("started > 2020-01-01").size(), 3U);
  EXPECT_EQ(Names("started < 2020-01-01T12:30").size(), 0U);
  EXPECT_EQ(Names("finished != none").size(), 2U);
}

TEST_F(RunFilterTest, TextIsNeverSql) {
  EXPECT_EQ(Names("name = \"x' OR 1=1 --\"").size(), 0U);
  EXPECT_EQ(Names("name ~ \"'); DROP TABLE runs; --\"").size(), 0U);
  EXPECT_EQ(Names("").size(), 3U);
}

TEST(RunFilter, NamesThePositionOfWhatIsWrong) {
  EXPECT_THAT(FilterFailure("ppl < 40 and foo = 1"),
              HasSubstr("position 14: there is no field 'foo'"));
  EXPECT_THAT(FilterFailure("ppl < 40 and foo = 1"), HasSubstr("Fields: id, name"));
  EXPECT_THAT(FilterFailure("ppl <"), HasSubstr("position 6: a value is expected after '<'"));
  EXPECT_THAT(FilterFailure("ppl 40"),
              HasSubstr("position 5: an operator is expected after 'ppl'"));
  EXPECT_THAT(FilterFailure("ppl < forty"), HasSubstr("position 7: 'forty' is no number"));
  EXPECT_THAT(FilterFailure("ppl < 40x"), HasSubstr("'40x' is no number"));
  EXPECT_THAT(FilterFailure("(ppl < 40"), HasSubstr("position 1: this bracket is not closed"));
  EXPECT_THAT(FilterFailure("ppl < 40)"), HasSubstr("position 9: ')' is not expected"));
  EXPECT_THAT(FilterFailure("name = 'x"), HasSubstr("position 8: the quote ' is not closed"));
  EXPECT_THAT(FilterFailure("name < x"), HasSubstr("'name' is text and has no order"));
  EXPECT_THAT(FilterFailure("ppl ~ 4"), HasSubstr("'ppl' is no text"));
  EXPECT_THAT(FilterFailure("status = done"), HasSubstr("'done' is no run status"));
  EXPECT_THAT(FilterFailure("started > yesterday"), HasSubstr("Write 2026-11-23"));
  EXPECT_THAT(FilterFailure("ppl < none"), HasSubstr("none goes with = and != only"));
  EXPECT_THAT(FilterFailure("ppl ! 4"), HasSubstr("position 5"));
}

TEST(RunFilter, DeepNestingAndGreatLengthAreRefusedNotFatal) {
  EXPECT_THAT(FilterFailure(std::string(2000, '(') + "ppl<1"), HasSubstr("too deeply"));
  std::string nots;
  for (int i = 0; i < 500; ++i) nots += "not ";
  EXPECT_THAT(FilterFailure(nots + "ppl<1"), HasSubstr("too deeply"));
  EXPECT_THAT(FilterFailure(std::string(100'000, 'a')), HasSubstr("longer than"));
}

TEST(RunFilter, TheLongestChainAndTheDeepestNestingRun) {
  std::string chain = "id=a";
  while (chain.size() + 8 < 4096) chain += " or id=a";
  RunStore store(Connection::OpenInMemory(), ".");
  EXPECT_TRUE(store.List(chain).has_value());
  std::string nested = "ppl<1";
  for (int i = 0; i < 8; ++i) nested = "not (id=a or ppl<1 and " + nested + ")";
  const auto runs = store.List(nested);
  EXPECT_TRUE(runs.has_value()) << runs.error().message;
}

/// Random texts of the language's own pieces: either a clear refusal, or SQL that SQLite accepts.
TEST(RunFilter, RandomTextEitherFailsClearlyOrRuns) {
  const std::vector<std::string> pieces = {
      "ppl",   "name", "status", "started", "and",        "or",   "not",   "(",  ")",  "=",
      "!=",    "<",    ">=",     "~",       "!~",         "none", "'a b'", "\"", "40", "20%",
      "1e400", "x",    "-3",     "running", "2026-11-23", "\xff", "%",     "?"};
  std::mt19937 engine(7);
  RunStore store(Connection::OpenInMemory(), ".");
  int accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    const auto length = 1 + engine() % 9;
    for (std::size_t i = 0; i < length; ++i) {
      text += pieces[engine() % pieces.size()];
      if (engine() % 4 != 0) text += ' ';
    }
    const auto runs = store.List(text);
    if (runs.has_value()) {
      ++accepted;
    } else {
      ASSERT_EQ(runs.error().code, ErrorCode::kUsage) << text << ": " << runs.error().message;
      ASSERT_THAT(runs.error().message, HasSubstr("position")) << text;
    }
  }
  EXPECT_GT(accepted, 5);
}

}  // namespace
}  // namespace sentei::storage
