// SPDX-License-Identifier: Apache-2.0
#include "app/spec_flags.h"

#include "core/base/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace sentei::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

run::RunSpec Parse(std::vector<std::string> arguments) {
  CLI::App app;
  SpecFlags flags(app);
  flags.AddJob();
  flags.AddTraining();
  flags.AddPruning();
  flags.AddBudget();
  flags.AddOutput();
  flags.AddDevice();
  std::reverse(arguments.begin(), arguments.end());
  app.parse(arguments);
  return flags.Build(run::RunKind::kPrune);
}

std::string FailureOf(const std::vector<std::string>& arguments) {
  try {
    Parse(arguments);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUsage);
    return error.what();
  }
  return "no error";
}

TEST(SweepFlags, NameRatiosLayersAndFamilies) {
  CLI::App app;
  SpecFlags flags(app);
  flags.AddSweep();
  flags.AddEvalText();
  std::vector<std::string> arguments{
      "--ratios", "10%,0.9", "--layers", "0-2,5", "--family", "attention", "--windows", "3"};
  std::reverse(arguments.begin(), arguments.end());
  app.parse(arguments);
  const run::RunSpec spec = flags.Build(run::RunKind::kSweep);
  EXPECT_THAT(spec.sweep.ratios, ElementsAre(0.1, 0.9));
  EXPECT_THAT(spec.sweep.layers, ElementsAre(0, 1, 2, 5));
  EXPECT_TRUE(spec.sweep.attention);
  EXPECT_FALSE(spec.sweep.ffn);
  EXPECT_EQ(spec.eval.windows, 3);
}

TEST(SpecFlags, WithoutFlagsGivesTheDefaultsOfTheKind) {
  EXPECT_EQ(run::ToJson(Parse({})), run::ToJson(run::RunSpec{}));
}

TEST(SpecFlags, WriteEveryFlagIntoItsField) {
  const run::RunSpec spec =
      Parse({"--target",       "30%",  "--steps", "80",     "--lr",      "0.001",
             "--criterion",    "lora", "--mode",  "global", "--profile", "hf-padded",
             "--export-dtype", "f16",  "--seed",  "7",      "--dtype",   "f32",
             "--align",        "32",   "--rank",  "4",      "--out",     "x",
             "--force"});
  EXPECT_DOUBLE_EQ(spec.budget.target, 0.3);
  EXPECT_EQ(spec.train.steps, 80);
  EXPECT_DOUBLE_EQ(spec.train.learning_rate, 0.001);
  EXPECT_EQ(spec.prune.criterion, run::Criterion::kLora);
  EXPECT_EQ(spec.budget.mode, plan::BudgetMode::kGlobal);
  EXPECT_EQ(spec.output.profile, plan::ExportProfile::kHfPadded);
  EXPECT_EQ(spec.output.dtype, plan::ExportDType::kF16);
  EXPECT_EQ(spec.seed, 7U);
  EXPECT_EQ(spec.dtype, run::ComputeDType::kF32);
  EXPECT_EQ(spec.budget.ffn_alignment, 32);
  EXPECT_EQ(spec.lora.rank, 4);
  EXPECT_EQ(spec.output.directory, "x");
  EXPECT_TRUE(spec.output.overwrite);
}

TEST(SpecFlags, LockReplacesTheDefaultLocks) {
  const run::RunSpec spec = Parse({"--lock", "0,3"});
  EXPECT_FALSE(spec.budget.lock_outer_layers);
  ASSERT_EQ(spec.budget.layers.size(), 2U);
  EXPECT_EQ(spec.budget.layers[1].layer, 3);
  EXPECT_EQ(spec.budget.layers[1].ffn.locked, true);
  EXPECT_TRUE(Parse({"--lock", "none"}).budget.layers.empty());
}

TEST(SpecFlags, OverrideTheJobFile) {
  const auto file =
      std::filesystem::temp_directory_path() / ("job-" + std::to_string(getpid()) + ".json");
  run::RunSpec job;
  job.train.steps = 300;
  job.seed = 9;
  std::ofstream(file) << run::ToJson(job).dump();
  const run::RunSpec spec = Parse({"--job", file.string(), "--steps", "80"});
  EXPECT_EQ(spec.train.steps, 80);
  EXPECT_EQ(spec.seed, 9U);
  std::filesystem::remove(file);
}

TEST(SpecFlags, NameTheKnownWordsWhenOneIsWrong) {
  EXPECT_THAT(FailureOf({"--criterion", "magic"}), HasSubstr("magic"));
  EXPECT_THAT(FailureOf({"--profile", "onnx"}), HasSubstr("onnx"));
  EXPECT_THAT(FailureOf({"--preset", "fast"}), HasSubstr("fast"));
}

}  // namespace
}  // namespace sentei::app
