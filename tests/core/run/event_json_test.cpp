// SPDX-License-Identifier: Apache-2.0
#include "core/run/event_json.h"

#include "core/base/error.h"
#include "core/run/run_record.h"
#include "core/run/spec_diff.h"
#include "tests/support/every_event.h"
#include "tests/support/fake_run_service.h"

#include <gtest/gtest.h>

#include <fstream>
#include <limits>
#include <set>
#include <sstream>

namespace sentei::run {
namespace {

using nlohmann::json;

TEST(EventJson, EveryEventIsOneLineWithItsNameAndRun) {
  std::set<std::string> names;
  for (const RunEvent& event : testing::EveryEvent()) {
    const std::string line = ToJsonLine("01ARYZ6S41TSV4RRFFQ69G5FAV", event);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    const json read = json::parse(line);
    EXPECT_EQ(read.at("run"), "01ARYZ6S41TSV4RRFFQ69G5FAV");
    names.insert(read.at("event").get<std::string>());
  }
  EXPECT_EQ(names.size(), std::variant_size_v<RunEvent>);
}

TEST(EventJson, TheDocumentationListsEveryFieldOfEveryEvent) {
  std::ifstream file(std::string(SENTEI_SOURCE_DIR) + "/docs/events.md");
  ASSERT_TRUE(file) << "docs/events.md is missing";
  std::stringstream text;
  text << file.rdbuf();
  RunFinished failed;
  failed.outcome = Outcome::kFailed;
  std::vector<RunEvent> events = testing::EveryEvent();
  events.emplace_back(failed);
  for (const RunEvent& event : events) {
    EXPECT_NE(text.str().find(fmt::format("`{}`", Name(event))), std::string::npos) << Name(event);
    const json object = ToJson("id", event);
    for (const auto& [key, value] : object.items()) {
      EXPECT_NE(text.str().find(fmt::format("`{}`", key)), std::string::npos)
          << Name(event) << "." << key;
    }
  }
}

TEST(EventJson, NumbersThatAreNotFiniteBecomeNull) {
  StepDone step;
  step.loss = std::numeric_limits<double>::quiet_NaN();
  step.gradient_norm = std::numeric_limits<double>::infinity();
  const json read = json::parse(ToJsonLine("id", step));
  EXPECT_TRUE(read.at("loss").is_null());
  EXPECT_TRUE(read.at("gradient_norm").is_null());
}

TEST(EventJson, TextThatIsNotUtf8DoesNotBreakTheLine) {
  const std::string line = ToJsonLine("id", Warned{"bad \xff byte\nand a break"});
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_TRUE(json::accept(line));
}

TEST(EventJson, AnUnknownRemainingTimeIsNull) {
  EXPECT_TRUE(ToJson("id", Progress{1, 2, "step", -1.0}).at("eta_seconds").is_null());
  EXPECT_EQ(ToJson("id", Progress{1, 2, "step", 5.0}).at("eta_seconds"), 5.0);
}

TEST(EventJson, ScoresAndMasksComeOnRequest) {
  PruneEventDone event;
  event.families.push_back(
      {3,
       plan::UnitKind::kKvGroup,
       1,
       std::make_shared<const std::vector<float>>(std::vector<float>{1.0F, 2.0F}),
       std::make_shared<const std::vector<std::uint8_t>>(std::vector<std::uint8_t>{0, 1})});
  const json counts = ToJson("id", event).at("families").at(0);
  EXPECT_EQ(counts, json::parse(R"({"layer": 3, "kind": "kv-group", "kept": 1, "units": 2})"));
  const json full = ToJson("id", event, EventDetail::kFull).at("families").at(0);
  EXPECT_EQ(full.at("scores"), json::parse("[1.0, 2.0]"));
  EXPECT_EQ(full.at("keep"), json::parse("[0, 1]"));
}

TEST(EventJson, UnitKindNamesReadBack) {
  for (const auto kind :
       {plan::UnitKind::kKvGroup, plan::UnitKind::kQueryStripe, plan::UnitKind::kFfnChannel}) {
    EXPECT_EQ(ParseUnitKindName(plan::Name(kind)), kind);
  }
  EXPECT_THROW((void)ParseUnitKindName("head"), Error);
}

TEST(RunRecord, TheNewestEvaluationOfAStageCounts) {
  RunRecord record;
  for (const double perplexity : {10.0, 12.0}) {
    Timed<EvalDone> timed;
    timed.event.stage = "quick";
    timed.event.perplexity = perplexity;
    record.evals.push_back(timed);
  }
  ASSERT_NE(record.Eval("quick"), nullptr);
  EXPECT_EQ(record.Eval("quick")->perplexity, 12.0);
  EXPECT_EQ(record.Eval("dense"), nullptr);
}

TEST(RunRecord, TimesAreWrittenInUtc) {
  EXPECT_EQ(FormatTime(1469918176385), "2016-07-30T22:36:16Z");
}

TEST(DiffSettings, ListsOnlyWhatDiffersWithItsPath) {
  RunSpec first = testing::PruneSpecForScript(10);
  RunSpec second = first;
  second.train.learning_rate = 1e-4;
  second.prune.criterion = Criterion::kRandom;
  const auto differences = DiffSettings({ToJson(first), ToJson(second)});
  ASSERT_EQ(differences.size(), 2U);
  EXPECT_EQ(differences[0].path, "prune.criterion");
  EXPECT_EQ(differences[0].values, (std::vector<std::string>{"gate", "random"}));
  EXPECT_EQ(differences[1].path, "train.learning_rate");
}

TEST(DiffSettings, AnAbsentSettingIsADash) {
  const auto differences = DiffSettings({json{{"a", 1}}, json::object()});
  ASSERT_EQ(differences.size(), 1U);
  EXPECT_EQ(differences[0].values, (std::vector<std::string>{"1", "–"}));
}

}  // namespace
}  // namespace sentei::run
