// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_settings.h"

#include "core/base/error.h"
#include "core/run/spec_diff.h"
#include "ui/models/run_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace sentei::ui {
namespace {

using ::testing::IsEmpty;

std::set<std::string> EditedKeys() {
  std::set<std::string> keys;
  for (const RunSetting& setting : RunSettings()) keys.emplace(setting.key);
  return keys;
}

TEST(RunSettingsTest, EveryFieldOfAPruningRunHasAnEditorOrAReason) {
  std::set<std::string> known = EditedKeys();
  for (const ElsewhereSetting& setting : SettingsElsewhere()) known.emplace(setting.key);
  std::vector<std::string> forgotten;
  nlohmann::json spec = run::ToJson(run::RunSpec{});
  spec["budget"] = "one document";
  for (const auto& [key, value] : run::FlattenSettings(spec)) {
    if (known.erase(key) == 0) forgotten.push_back(key);
  }
  EXPECT_THAT(forgotten, IsEmpty()) << "reachable from the command line only";
  EXPECT_THAT(known, IsEmpty()) << "edited, but no field of the specification";
}

TEST(RunSettingsTest, EveryKeyStandsOnceAndHasWords) {
  EXPECT_EQ(EditedKeys().size(), RunSettings().size());
  for (const RunSetting& setting : RunSettings()) {
    EXPECT_FALSE(LabelOf(setting).isEmpty()) << setting.key;
    EXPECT_GT(HelpOf(setting).size(), 30) << setting.key;
  }
}

TEST(RunSettingsTest, EveryChoiceIsOneThatTheSpecificationKnows) {
  for (const RunSetting& setting : RunSettings()) {
    for (const SettingChoice& choice : setting.choices) {
      run::RunSpec spec;
      EXPECT_NO_THROW(SetField(spec, setting.key, choice.value)) << setting.key;
      EXPECT_EQ(FieldValue(run::ToJson(spec), setting.key), choice.value);
    }
  }
}

TEST(RunSettingsTest, ChoicesLeaveOutNoEnumerator) {
  const auto choices = [](std::string_view key) {
    for (const RunSetting& setting : RunSettings()) {
      if (setting.key == key) return setting.choices.size();
    }
    return std::size_t{0};
  };
  EXPECT_EQ(choices("prune.criterion"), static_cast<std::size_t>(run::Criterion::kRandom) + 1);
  EXPECT_EQ(choices("prune.schedule"), static_cast<std::size_t>(run::PruneSchedule::kOneShot) + 1);
  EXPECT_EQ(choices("train.schedule"), static_cast<std::size_t>(run::LrSchedule::kConstant) + 1);
  EXPECT_EQ(choices("dtype"), static_cast<std::size_t>(run::ComputeDType::kBF16) + 1);
}

TEST(RunFieldsTest, SetsOneFieldAndLeavesTheRest) {
  run::RunSpec spec;
  spec.generate.prompt = "kept";
  spec.train.adam_epsilon = 1e-7;
  const nlohmann::json before = run::ToJson(spec);
  SetField(spec, "train.steps", 99);
  EXPECT_EQ(spec.train.steps, 99);
  EXPECT_EQ(spec.generate.prompt, "kept");
  SetField(spec, "train.steps", FieldValue(before, "train.steps"));
  EXPECT_EQ(run::ToJson(spec), before);
}

TEST(RunFieldsTest, RefusesWrongTypesAndUnknownKeys) {
  run::RunSpec spec;
  EXPECT_THROW(SetField(spec, "train.steps", "many"), Error);
  EXPECT_THROW(SetField(spec, "prune.criterion", "mood"), Error);
  EXPECT_THROW(SetField(spec, "train.stepz", 3), Error);
}

TEST(RunFieldsTest, KnowsRanges) {
  const auto fields = RunFields(run::RunKind::kPrune);
  const RunField* ema = FindField(fields, "prune.ema");
  ASSERT_NE(ema, nullptr);
  EXPECT_TRUE(InRange(*ema, 0.0));
  EXPECT_FALSE(InRange(*ema, 1.0));
  const RunField* rate = FindField(fields, "train.learning_rate");
  EXPECT_FALSE(InRange(*rate, 0.0));
  EXPECT_TRUE(InRange(*rate, 10.0));
}

}  // namespace
}  // namespace sentei::ui
