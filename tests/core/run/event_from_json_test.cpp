// SPDX-License-Identifier: Apache-2.0
#include "core/run/event_from_json.h"

#include "core/base/error.h"
#include "core/run/event_json.h"
#include "tests/support/every_event.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

namespace sentei::run {
namespace {

using nlohmann::json;

constexpr const char* kRun = "01ARYZ6S41TSV4RRFFQ69G5FAV";

/// What a reader at the other end of a pipe makes of it.
RunEvent ThroughText(const RunEvent& event, EventDetail detail) {
  const EventOfRun read = EventFromJson(json::parse(ToJsonLine(kRun, event, detail)));
  EXPECT_EQ(read.run_id, kRun);
  return read.event;
}

FamilyState Scored(const std::vector<float>& scores) {
  FamilyState family;
  family.scores = std::make_shared<const std::vector<float>>(scores);
  return family;
}

class EveryEvent : public ::testing::TestWithParam<RunEvent> {};

TEST_P(EveryEvent, ComesBackFromTheWireAsItWas) {
  const RunEvent read = ThroughText(GetParam(), EventDetail::kWire);
  EXPECT_EQ(read.index(), GetParam().index());
  EXPECT_EQ(ToJson(kRun, read, EventDetail::kWire), ToJson(kRun, GetParam(), EventDetail::kWire));
  // The default differs, so a field that is not read would show.
  EXPECT_NE(ToJson(kRun, GetParam(), EventDetail::kWire),
            ToJson(kRun, testing::DefaultOf(GetParam()), EventDetail::kWire));
}

TEST_P(EveryEvent, ComesBackFromFullJson) {
  const RunEvent read = ThroughText(GetParam(), EventDetail::kFull);
  EXPECT_EQ(ToJson(kRun, read, EventDetail::kFull), ToJson(kRun, GetParam(), EventDetail::kFull));
}

TEST_P(EveryEvent, WithoutAFieldOrWithOneOfAnotherTypeIsRefused) {
  const json whole = json::parse(ToJsonLine(kRun, GetParam(), EventDetail::kWire));
  for (const auto& [key, value] : whole.items()) {
    json damaged = whole;
    damaged[key] = json::array({json::object()});
    EXPECT_THROW((void)EventFromJson(damaged), Error) << key;
    damaged.erase(key);
    const bool optional = key == "code" || key == "resident_memory";  // absent where not known
    if (optional) continue;
    EXPECT_THROW((void)EventFromJson(damaged), Error) << key;
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds,
                         EveryEvent,
                         ::testing::ValuesIn(testing::EveryEvent()),
                         [](const auto& event) { return std::string(Name(event.param)); });

TEST(EventFromJson, TheTestsKnowEveryKindOfEvent) {
  std::set<std::size_t> kinds;
  for (const RunEvent& event : testing::EveryEvent()) kinds.insert(event.index());
  EXPECT_EQ(kinds.size(), std::variant_size_v<RunEvent>);
}

TEST(EventFromJson, NumbersThatAreNotFiniteSurviveTheWire) {
  StepDone step;
  step.loss = std::numeric_limits<double>::quiet_NaN();
  step.gradient_norm = std::numeric_limits<double>::infinity();
  step.sparsity = -std::numeric_limits<double>::infinity();
  const auto read = std::get<StepDone>(ThroughText(step, EventDetail::kWire));
  EXPECT_TRUE(std::isnan(read.loss));
  EXPECT_EQ(read.gradient_norm, step.gradient_norm);
  EXPECT_EQ(read.sparsity, step.sparsity);
  const auto full = std::get<StepDone>(ThroughText(step, EventDetail::kFull));
  EXPECT_TRUE(std::isnan(full.loss) && std::isnan(full.gradient_norm));
}

TEST(EventFromJson, AStepThatDoesNotSayItsMemoryIsRead) {
  StepDone step;
  step.step = 3;
  EXPECT_FALSE(ToJson(kRun, step).contains("resident_memory"));
  EXPECT_EQ(std::get<StepDone>(ThroughText(step, EventDetail::kWire)).resident_memory, 0U);
  step.resident_memory = 5'000'000'000;
  EXPECT_EQ(std::get<StepDone>(ThroughText(step, EventDetail::kWire)).resident_memory,
            5'000'000'000U);
}

TEST(EventFromJson, ScoresSurviveBitForBit) {
  const std::vector<float> scores{0.1F,
                                  -0.0F,
                                  std::numeric_limits<float>::denorm_min(),
                                  std::numeric_limits<float>::infinity(),
                                  std::bit_cast<float>(0x7FC12345U)};
  ScoresUpdated event;
  event.families.push_back(Scored(scores));
  const auto read = std::get<ScoresUpdated>(ThroughText(event, EventDetail::kWire));
  ASSERT_EQ(read.families.size(), 1U);
  EXPECT_EQ(read.families[0].keep, nullptr);
  ASSERT_EQ(read.families[0].scores->size(), scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    EXPECT_EQ(std::bit_cast<std::uint32_t>(read.families[0].scores->at(i)),
              std::bit_cast<std::uint32_t>(scores[i]));
  }
}

TEST(EventFromJson, TheWireFormOfManyScoresIsCompact) {
  ScoresUpdated event;
  const std::vector<float> scores(28'672, 0.12345678F);
  event.families.push_back(Scored(scores));
  const std::size_t bytes = scores.size() * sizeof(float);
  EXPECT_LT(ToJsonLine(kRun, event, EventDetail::kWire).size(), bytes * 3 / 2);
}

TEST(EventFromJson, AnEmptyArrayIsNotAnAbsentOne) {
  ScoresUpdated event;
  event.families.push_back({.scores = std::make_shared<const std::vector<float>>(),
                            .keep = std::make_shared<const std::vector<std::uint8_t>>()});
  for (const EventDetail detail : {EventDetail::kFull, EventDetail::kWire}) {
    const auto read = std::get<ScoresUpdated>(ThroughText(event, detail));
    ASSERT_NE(read.families[0].scores, nullptr);
    EXPECT_TRUE(read.families[0].scores->empty());
    ASSERT_NE(read.families[0].keep, nullptr);
  }
}

TEST(EventFromJson, FieldsOfALaterVersionAreIgnored) {
  json object = ToJson(kRun, Warned{"full"}, EventDetail::kWire);
  object["later"] = 1;
  EXPECT_EQ(std::get<Warned>(EventFromJson(object).event).message, "full");
}

TEST(EventFromJson, RefusesWhatIsNoEvent) {
  const json family = {{"layer", 0}, {"kind", "kv-group"}, {"kept", 1}};
  const auto scores = [&](json values) {
    json object = {{"event", "scores_updated"}, {"run", kRun}, {"step", 1}, {"criterion", "gate"}};
    json with = family;
    with["scores"] = std::move(values);
    object["families"] = json::array({with});
    return object;
  };
  EXPECT_NO_THROW((void)EventFromJson(scores("AACAPw==")));
  const std::vector<json> wrong = {
      json(),
      json::array(),
      json::object(),
      {{"event", "nothing"}, {"run", kRun}},
      {{"event", "warned"}, {"message", "no run"}},
      {{"event", "phase_changed"}, {"run", kRun}, {"phase", "sleep"}, {"detail", ""}},
      {{"event", "token_generated"}, {"run", kRun}, {"index", 1}, {"id", 1LL << 40}, {"text", ""}},
      scores("AACAPw="),                  // no base64
      scores("AACA"),                     // no whole float
      scores(json::array({"text"})),      // no number
      scores(std::string(1 << 25, 'A')),  // more units than any family has
  };
  for (const json& object : wrong) {
    EXPECT_THROW((void)EventFromJson(object), Error) << object.dump().substr(0, 100);
  }
}

}  // namespace
}  // namespace sentei::run
