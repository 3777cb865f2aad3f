// SPDX-License-Identifier: Apache-2.0
#include "core/plan/budget.h"

#include "tests/core/plan/test_models.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace sentei::plan {
namespace {

using nlohmann::json;
using testing::Caught;
using ::testing::HasSubstr;

BudgetSpec FullSpec() {
  BudgetSpec spec;
  spec.mode = BudgetMode::kCustom;
  spec.target_kind = TargetKind::kBytes;
  spec.target = 200e6;
  spec.attention_kind = UnitKind::kQueryStripe;
  spec.ffn_alignment = 64;
  spec.default_cap = 0.5;
  spec.attention_locked = false;
  spec.lock_outer_layers = false;
  spec.layers = {{.layer = 3, .attention = {.locked = true}, .ffn = {.cap = 0.25, .ratio = 0.1}},
                 {.layer = 7, .attention = {.floor = 2}, .ffn = {.keep = 64}}};
  return spec;
}

Error Refusal(const json& object) {
  return Caught([&] { (void)object.get<BudgetSpec>(); });
}

TEST(BudgetFile, ReadsBackWhatItWrote) {
  for (const BudgetSpec& spec : {BudgetSpec{}, FullSpec()}) {
    const json written = spec;
    EXPECT_EQ(written.get<BudgetSpec>(), spec);
    EXPECT_EQ(json(written.get<BudgetSpec>()), written);
    EXPECT_EQ(json::parse(written.dump(2)).get<BudgetSpec>(), spec);
  }
}

TEST(BudgetFile, KeepsDefaultsForWhatIsAbsent) {
  EXPECT_EQ(json::object().get<BudgetSpec>(), BudgetSpec{});
  EXPECT_EQ((json{{"attention_locked", nullptr}}).get<BudgetSpec>(), BudgetSpec{});
}

TEST(BudgetFile, NamesWhatIsWrongByItsPath) {
  const auto message = [](const char* text) {
    const Error error = Refusal(json::parse(text));
    EXPECT_EQ(error.code(), ErrorCode::kUsage) << text;
    return std::string(error.what());
  };
  EXPECT_THAT(message(R"({"targt": 0.2})"), HasSubstr("budget has an unknown field \"targt\""));
  EXPECT_THAT(message(R"({"target": "20%"})"), HasSubstr("budget.target is \"20%\""));
  EXPECT_THAT(message(R"({"target": 1.0})"), HasSubstr("budget.target"));
  EXPECT_THAT(message(R"({"target": -0.1})"), HasSubstr("budget.target"));
  EXPECT_THAT(message(R"({"mode": "even"})"), HasSubstr("'even' is no value of budget.mode"));
  EXPECT_THAT(message(R"({"attention_kind": "ffn-channel"})"), HasSubstr("budget.attention_kind"));
  EXPECT_THAT(message(R"({"ffn_alignment": 7})"), HasSubstr("budget.ffn_alignment"));
  EXPECT_THAT(message(R"({"default_cap": 1.5})"), HasSubstr("budget.default_cap"));
  EXPECT_THAT(message(R"({"layers": {}})"), HasSubstr("budget.layers"));
  EXPECT_THAT(message(R"({"layers": [{"ffn": {}}]})"), HasSubstr("budget.layers[0].layer"));
  EXPECT_THAT(message(R"({"layers": [{"layer": 1}, {"layer": 1}]})"), HasSubstr("listed twice"));
  EXPECT_THAT(message(R"({"layers": [{"layer": 0}, {"layer": 2, "ffn": {"capp": 1}}]})"),
              HasSubstr("budget.layers[1].ffn has an unknown field"));
  EXPECT_THAT(message(R"({"layers": [{"layer": 2, "ffn": {"cap": -1}}]})"),
              HasSubstr("budget.layers[0].ffn.cap"));
  EXPECT_THAT(message(R"({"layers": [{"layer": 2, "attention": {"keep": 0}}]})"),
              HasSubstr("budget.layers[0].attention.keep"));
  EXPECT_THAT(message(R"({"layers": [{"layer": 2, "attention": {"keep": 1e30}}]})"),
              HasSubstr("budget.layers[0].attention.keep"));
  EXPECT_THAT(message(R"([1])"), HasSubstr("no object"));
}

/// Random edits of a budget file's text and structure.
json Mutated(json value, std::mt19937& random) {
  const auto pick = [&](std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
  };
  static const json kValues = json::parse(
      R"([null, true, 0, -1, 0.5, 3, 1e300, 9223372036854775807, 18446744073709551615, "global",
          "x", [], [{}], {}, {"layer": 2}, {"cap": 0.5, "keep": 3}])");
  json* at = &value;
  while (at->is_structured() && !at->empty() && pick(4) != 0) {
    auto entry = at->begin();
    std::advance(entry, pick(at->size()));
    at = &*entry;
  }
  if (at->is_object() && pick(3) == 0) {
    (*at)["extra"] = 1;
  } else {
    *at = kValues[pick(kValues.size())];
  }
  return value;
}

TEST(BudgetFile, ParsesOrRefusesWhateverIsInIt) {
  std::mt19937 random(17);
  int parsed = 0;
  for (int i = 0; i < 5000; ++i) {
    json object = json(FullSpec());
    for (int edits = i % 3; edits >= 0; --edits) object = Mutated(std::move(object), random);
    try {
      const auto spec = object.get<BudgetSpec>();
      EXPECT_EQ(json(spec).get<BudgetSpec>(), spec);
      ++parsed;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kUsage) << object.dump();
    }
  }
  EXPECT_GT(parsed, 100);
  EXPECT_LT(parsed, 4800);
}

TEST(BudgetNames, AreThoseOfTheFile) {
  for (const BudgetMode mode : {BudgetMode::kUniform,
                                BudgetMode::kCustom,
                                BudgetMode::kGlobal,
                                BudgetMode::kGlobalUniform}) {
    EXPECT_EQ(ParseBudgetMode(Name(mode)), mode);
  }
  for (const TargetKind kind : {TargetKind::kParameterShare,
                                TargetKind::kUnitShare,
                                TargetKind::kParameters,
                                TargetKind::kBytes}) {
    EXPECT_EQ(ParseTargetKind(Name(kind)), kind);
  }
  EXPECT_EQ(Caught([] { (void)ParseBudgetMode("local"); }).code(), ErrorCode::kUsage);
}

}  // namespace
}  // namespace sentei::plan
