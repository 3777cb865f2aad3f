// SPDX-License-Identifier: Apache-2.0
#include "core/run/run_command.h"

#include "app/spec_flags.h"
#include "tests/support/subprocess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace sentei::run {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

RunSpec Parse(const std::vector<std::string>& words) {
  CLI::App app;
  std::string model;
  app.add_option("model", model);
  app::SpecFlags flags(app);
  flags.AddJob();
  flags.AddTraining();
  flags.AddPruning();
  flags.AddBudget();
  flags.AddOutput();
  flags.AddDevice();
  std::vector<std::string> arguments(words.begin() + 2, words.end());
  std::reverse(arguments.begin(), arguments.end());
  app.parse(arguments);
  RunSpec spec = flags.Build(RunKind::kPrune);
  spec.model = model;
  return spec;
}

RunSpec Plain() {
  RunSpec spec;
  spec.model = "/models/SmolLM2";
  spec.train.text.path = "train.txt";
  return spec;
}

void ExpectSameHash(const RunSpec& spec) {
  const RunCommand command = PruneCommand(spec);
  ASSERT_THAT(command.unsayable, IsEmpty());
  EXPECT_EQ(SpecHash(Parse(command.words)), SpecHash(spec)) << ShellLine(command.words);
}

TEST(RunCommandTest, SaysNothingOfDefaults) {
  EXPECT_EQ(ShellLine(PruneCommand(Plain()).words),
            "sentei prune /models/SmolLM2 --text train.txt");
}

TEST(RunCommandTest, ParsesBackToTheSameHash) {
  RunSpec spec = Plain();
  ExpectSameHash(spec);
  spec.device = "cpu";
  spec.dtype = ComputeDType::kF32;
  spec.seed = 18446744073709551615U;
  spec.threads = 3;
  spec.note = "-starts with a dash";
  spec.train.text = {"my 'texts'/日本.jsonl", "body", "{instruction}\n{output}", 500};
  spec.eval.text = {"held out.jsonl", "t", "", 7};
  spec.eval.length = 256;
  spec.eval.windows = 0;
  spec.train.batch = 2;
  spec.train.micro_batch = 1;
  spec.train.learning_rate = 1.0 / 3.0;
  spec.train.schedule = LrSchedule::kLinear;
  spec.train.warmup_ratio = 0.1;
  spec.train.weight_decay = 0.01;
  spec.train.clip_norm = 0.0;
  spec.train.eval_every = 10;
  spec.train.checkpoint_every = 7;
  spec.lora = {16, 8.5, 0.05};
  spec.prune.criterion = Criterion::kGrad;
  spec.prune.schedule = PruneSchedule::kOneShotThenTune;
  spec.prune.squared = true;
  spec.prune.keep_gradients = true;
  spec.prune.every = 5;
  spec.prune.warmup = 0.2;
  spec.prune.cooldown = 0.3;
  spec.prune.ema = 0.5;
  spec.prune.score_every = 2;
  spec.prune.calibration_batches = 3;
  spec.output.directory = "out put";
  spec.output.profile = plan::ExportProfile::kGguf;
  spec.output.dtype = plan::ExportDType::kQ8_0;
  spec.output.shard_bytes = 123'456'789;
  spec.force_memory = true;
  ExpectSameHash(spec);
}

TEST(RunCommandTest, ParsesBackBudgets) {
  for (const auto kind : {plan::TargetKind::kParameterShare,
                          plan::TargetKind::kUnitShare,
                          plan::TargetKind::kParameters,
                          plan::TargetKind::kBytes}) {
    RunSpec spec = Plain();
    spec.budget.target_kind = kind;
    spec.budget.target = kind < plan::TargetKind::kParameters ? 0.123456789 : 107'612'345.0;
    spec.budget.mode = plan::BudgetMode::kGlobal;
    spec.budget.attention_kind = plan::UnitKind::kQueryStripe;
    spec.budget.ffn_alignment = 64;
    spec.budget.default_cap = 0.6;
    spec.budget.attention_locked = false;
    ExpectSameHash(spec);
  }
}

TEST(RunCommandTest, ParsesBackLockedLayers) {
  RunSpec spec = Plain();
  spec.budget.lock_outer_layers = false;
  ExpectSameHash(spec);
  for (const std::int64_t layer : {0, 3}) {
    plan::LayerLimit limit{.layer = layer};
    limit.attention.locked = true;
    limit.ffn.locked = true;
    spec.budget.layers.push_back(limit);
  }
  ExpectSameHash(spec);
}

TEST(RunCommandTest, NamesWhatOnlyAJobFileSays) {
  RunSpec spec = Plain();
  spec.train.adam_beta1 = 0.8;
  spec.budget.layers.push_back({.layer = 2});
  spec.budget.layers.back().ffn.cap = 0.5;
  const RunCommand command = PruneCommand(spec);
  EXPECT_THAT(command.words, IsEmpty());
  EXPECT_THAT(command.unsayable, Contains("train.adam_beta1"));
  EXPECT_THAT(command.unsayable, Contains("budget.layers"));
}

TEST(RunCommandTest, AShellReadsTheWordsBackUnchanged) {
  const std::vector<std::string> words{"plain",
                                       "",
                                       "two words",
                                       "it's",
                                       "$HOME `x` \"y\" \\",
                                       "~",
                                       "a\nb",
                                       "剪定",
                                       "*",
                                       "--flag=-v",
                                       "!",
                                       "#no"};
  const auto printed =
      testing::RunProgram({"/bin/sh", "-c", "printf '%s\\037' " + ShellLine(words)}).out;
  std::vector<std::string> read;
  std::istringstream in(printed);
  for (std::string word; std::getline(in, word, '\037');) read.push_back(word);
  EXPECT_EQ(read, words);
}

}  // namespace
}  // namespace sentei::run
