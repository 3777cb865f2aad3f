// SPDX-License-Identifier: Apache-2.0
#include "core/run/run_spec.h"

#include "core/base/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace sentei::run {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

RunSpec Valid(RunKind kind = RunKind::kPrune) {
  RunSpec spec;
  spec.kind = kind;
  spec.model = "model";
  spec.train.text.path = "train.txt";
  spec.eval.text.path = "eval.txt";
  spec.output.directory = "out";
  spec.verify.directory = "out";
  return spec;
}

std::string ReadFailure(const char* text) {
  try {
    (void)RunSpecFromJson(json::parse(text));
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUsage);
    return std::string(error.what()) + " | " + error.hint();
  }
  return "no error";
}

std::string ValidateFailure(const RunSpec& spec) {
  try {
    Validate(spec);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUsage);
    return error.what();
  }
  return "no error";
}

/// Random but valid values in every field of every section.
class RandomSpec {
 public:
  explicit RandomSpec(std::uint32_t seed) : engine_(seed) {}

  RunSpec Make() {
    RunSpec spec;
    spec.kind = static_cast<RunKind>(Below(11));
    spec.model = Text();
    spec.device = Below(2) == 0 ? "auto" : "cuda:3";
    spec.dtype = static_cast<ComputeDType>(Below(3));
    spec.seed = engine_();
    spec.threads = Below(64);
    spec.force_memory = Flag();
    spec.note = Text();
    FillText(spec.eval.text);
    spec.eval.length = 2 + Below(4096);
    spec.eval.windows = Below(100);
    spec.lora = {1 + Below(64), 0.5 + Unit(), Unit()};
    FillTrain(spec.train);
    FillPrune(spec.prune);
    spec.budget.target = Unit();
    spec.budget.ffn_alignment = Flag() ? 8 : 256;
    spec.output = {Text(),
                   static_cast<plan::ExportProfile>(Below(6)),
                   static_cast<plan::ExportDType>(Below(4)),
                   1024 + Below(1 << 20),
                   Flag(),
                   Text()};
    spec.generate = {Text(), Flag(), 1 + Below(100), Unit(), 0.5 + Unit() / 2};
    spec.verify = {Text(), Flag(), 1e-6 + Unit()};
    return spec;
  }

 private:
  std::int64_t Below(std::int64_t n) {
    return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(n));
  }
  bool Flag() { return Below(2) == 1; }
  double Unit() { return std::uniform_real_distribution<double>(0.0, 0.999)(engine_); }
  std::string Text() {
    static const char* const kTexts[] = {"", "a b", "剪定", "quote \" and \\", "line\nbreak"};
    return kTexts[Below(5)];
  }
  void FillText(TextSpec& text) { text = {Text(), Text(), Text(), Below(1000)}; }
  void FillTrain(TrainSpec& train) {
    FillText(train.text);
    train.length = 2 + Below(2048);
    train.micro_batch = 1 + Below(4);
    train.batch = train.micro_batch * (1 + Below(8));
    train.steps = 1 + Below(1000);
    train.learning_rate = 1e-6 + Unit();
    train.schedule = static_cast<LrSchedule>(Below(3));
    train.warmup_ratio = Unit();
    train.adam_beta1 = Unit();
    train.clip_norm = Unit() * 10.0;
    train.eval_every = Below(100);
    train.checkpoint_seconds = 1.0 + Unit();
    train.stop_seconds = Unit();
  }
  void FillPrune(PruneSpec& prune) {
    prune.criterion = static_cast<Criterion>(Below(5));
    prune.squared = Flag();
    prune.schedule = static_cast<PruneSchedule>(Below(3));
    prune.initial_ratio = Unit();
    prune.every = 1 + Below(100);
    prune.keep_gradients = Flag();
  }

  std::mt19937_64 engine_;
};

TEST(RunSpecJson, ReadingWhatWasWrittenGivesTheSameJsonAndHash) {
  for (std::uint32_t seed = 0; seed < 500; ++seed) {
    const RunSpec spec = RandomSpec(seed).Make();
    const json written = ToJson(spec);
    const RunSpec read = RunSpecFromJson(json::parse(written.dump()));
    ASSERT_EQ(ToJson(read), written) << "seed " << seed;
    ASSERT_EQ(SpecHash(read), SpecHash(spec)) << "seed " << seed;
  }
}

TEST(RunSpecJson, DoublesSurviveToTheLastBit) {
  RunSpec spec = Valid();
  spec.train.learning_rate = std::nextafter(1e-4, 1.0);
  const RunSpec read = RunSpecFromJson(json::parse(ToJson(spec).dump()));
  EXPECT_EQ(read.train.learning_rate, spec.train.learning_rate);
}

TEST(RunSpecJson, LeavesOutThePartsOfOtherKinds) {
  const json eval = ToJson(Valid(RunKind::kEval));
  EXPECT_TRUE(eval.contains("eval"));
  for (const char* part : {"train", "prune", "budget", "output", "generate", "verify", "lora"}) {
    EXPECT_FALSE(eval.contains(part)) << part;
  }
  EXPECT_TRUE(ToJson(Valid(RunKind::kPrune)).contains("budget"));
}

TEST(RunSpecJson, APartialJobKeepsTheDefaultsOfTheRest) {
  const RunSpec read = RunSpecFromJson(json::parse(R"({"train": {"steps": 7}, "seed": 3})"));
  EXPECT_EQ(read.train.steps, 7);
  EXPECT_EQ(read.seed, 3U);
  EXPECT_EQ(read.train.batch, TrainSpec{}.batch);
  EXPECT_EQ(read.kind, RunKind::kPrune);
}

TEST(RunSpecJson, NamesThePathOfAnUnknownKey) {
  EXPECT_THAT(ReadFailure(R"({"train": {"stepz": 7}})"), HasSubstr("'train.stepz' is unknown"));
  EXPECT_THAT(ReadFailure(R"({"train": {"stepz": 7}})"), HasSubstr("steps"));
  EXPECT_THAT(ReadFailure(R"({"train": {"text": {"file": ""}}})"),
              HasSubstr("'train.text.file' is unknown"));
  EXPECT_THAT(ReadFailure(R"({"colour": 1})"), HasSubstr("'colour' is unknown"));
}

TEST(RunSpecJson, NamesThePathOfAWrongType) {
  EXPECT_THAT(ReadFailure(R"({"train": {"steps": "7"}})"),
              HasSubstr("'train.steps' must be a whole"));
  EXPECT_THAT(ReadFailure(R"({"train": {"steps": 7.5}})"), HasSubstr("'train.steps'"));
  EXPECT_THAT(ReadFailure(R"({"train": {"steps": 18446744073709551615}})"),
              HasSubstr("train.steps"));
  EXPECT_THAT(ReadFailure(R"({"train": []})"), HasSubstr("'train' must be a JSON object"));
  EXPECT_THAT(ReadFailure(R"({"seed": -1})"), HasSubstr("'seed' must be a whole number from 0"));
  EXPECT_THAT(ReadFailure(R"({"prune": {"squared": 1}})"),
              HasSubstr("'prune.squared' must be true"));
  EXPECT_THAT(ReadFailure(R"({"model": 5})"), HasSubstr("'model' must be a string"));
  EXPECT_THAT(ReadFailure(R"([1, 2])"), HasSubstr("must be a JSON object"));
  EXPECT_THAT(ReadFailure(R"({"prune": {"criterion": "lorax"}})"), HasSubstr("lora, gate, grad"));
}

TEST(RunSpecJson, AWrongBudgetFieldIsReportedInItsPlace) {
  EXPECT_THAT(ReadFailure(R"({"budget": {"targit": 0.2}})"), HasSubstr("budget"));
}

TEST(SpecHash, ChangesWithEveryNumberThatMatters) {
  const RunSpec base = Valid();
  RunSpec changed = base;
  changed.train.learning_rate = std::nextafter(base.train.learning_rate, 1.0);
  EXPECT_NE(SpecHash(changed), SpecHash(base));
  changed = base;
  changed.seed = 43;
  EXPECT_NE(SpecHash(changed), SpecHash(base));
  changed = base;
  changed.budget.target = 0.21;
  EXPECT_NE(SpecHash(changed), SpecHash(base));
  changed = base;
  changed.budget.layers = {{.layer = 1, .attention = {}, .ffn = {.protected_units = {4}}}};
  RunSpec other = base;
  other.budget.layers = {{.layer = 1, .attention = {}, .ffn = {.forced_units = {4}}}};
  EXPECT_NE(SpecHash(changed), SpecHash(other));
}

TEST(SpecHash, IgnoresWhatChangesNoNumber) {
  const RunSpec base = Valid();
  RunSpec changed = base;
  changed.note = "a note";
  changed.output.directory = "elsewhere";
  changed.output.overwrite = true;
  changed.force_memory = true;
  changed.generate.prompt = "not part of a prune run";
  EXPECT_EQ(SpecHash(changed), SpecHash(base));
  EXPECT_EQ(SpecHash(base).size(), 64U);
}

TEST(Validate, AcceptsTheDefaultsOfEveryKind) {
  for (int kind = 0; kind < 11; ++kind) {
    EXPECT_NO_THROW(Validate(Valid(static_cast<RunKind>(kind)))) << kind;
  }
}

TEST(Validate, NamesFieldAndRange) {
  RunSpec spec = Valid();
  spec.lora.rank = 0;
  EXPECT_THAT(ValidateFailure(spec), HasSubstr("'lora.rank' is 0, but must be between 1 and 4096"));
  spec = Valid();
  spec.train.learning_rate = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(ValidateFailure(spec), HasSubstr("train.learning_rate"));
  spec = Valid();
  spec.train.learning_rate = 0.0;
  EXPECT_THAT(ValidateFailure(spec), HasSubstr("above 0"));
  spec = Valid();
  spec.lora.dropout = 1.0;
  EXPECT_THAT(ValidateFailure(spec), HasSubstr("below 1"));
  spec = Valid();
  spec.budget.target = 1.0;
  EXPECT_THAT(ValidateFailure(spec), HasSubstr("budget.target"));
  spec = Valid();
  spec.budget.ffn_alignment = 7;
  EXPECT_THAT(ValidateFailure(spec), HasSubstr("1, 8, 32, 64 or 256"));
}

TEST(Validate, RefusesCombinationsThatCannotRun) {
  RunSpec spec = Valid();
  spec.train.batch = 6;
  spec.train.micro_batch = 4;
  EXPECT_THAT(ValidateFailure(spec), HasSubstr("must divide the batch of 6"));
  spec = Valid();
  spec.prune.warmup = 0.6;
  spec.prune.cooldown = 0.4;
  EXPECT_THAT(ValidateFailure(spec), HasSubstr("leaves no step to prune in"));
  spec = Valid();
  spec.train.steps = 0;
  EXPECT_THAT(ValidateFailure(spec), HasSubstr("train.steps"));
  spec.prune.schedule = PruneSchedule::kOneShot;
  EXPECT_NO_THROW(Validate(spec));
  spec = Valid();
  spec.train.stop_perplexity = 50.0;
  EXPECT_THAT(ValidateFailure(spec), HasSubstr("needs train.eval_every"));
}

TEST(Validate, AsksForWhatTheKindNeeds) {
  RunSpec spec = Valid(RunKind::kEval);
  spec.model.clear();
  EXPECT_THAT(ValidateFailure(spec), HasSubstr("'model' is missing"));
  spec = Valid(RunKind::kEval);
  spec.eval.text.path.clear();
  EXPECT_THAT(ValidateFailure(spec), HasSubstr("'eval.text.path' is missing"));
  spec = Valid(RunKind::kPrune);
  spec.train.text.path.clear();
  EXPECT_THAT(ValidateFailure(spec), HasSubstr("'train.text.path' is missing"));
  spec = Valid(RunKind::kExport);
  spec.output.directory.clear();
  EXPECT_THAT(ValidateFailure(spec), HasSubstr("'output.directory' is missing"));
}

TEST(Validate, RefusesTextThatIsNotUtf8AndOddDevices) {
  RunSpec spec = Valid();
  spec.model =
      "mod\xff"
      "el";
  EXPECT_THAT(ValidateFailure(spec), HasSubstr("'model' is not valid UTF-8"));
  for (const char* device : {"gpu", "cuda:", "cuda:x", "cuda:99999", ""}) {
    spec = Valid();
    spec.device = device;
    EXPECT_THAT(ValidateFailure(spec), HasSubstr("device")) << device;
  }
}

TEST(ApplyPreset, QuickAndPaperSetTheDocumentedNumbers) {
  RunSpec spec = Valid();
  ApplyPreset("paper", spec);
  EXPECT_EQ(spec.train.batch, 128);
  EXPECT_EQ(spec.train.length, 512);
  EXPECT_EQ(spec.train.steps, 312);
  EXPECT_EQ(spec.train.text.max_records, 20'000);
  EXPECT_DOUBLE_EQ(spec.train.learning_rate, 1e-4);
  EXPECT_DOUBLE_EQ(spec.train.warmup_ratio, 0.03);
  EXPECT_DOUBLE_EQ(spec.lora.dropout, 0.05);
  EXPECT_NO_THROW(Validate(spec));
  ApplyPreset("quick", spec);
  EXPECT_EQ(spec.train.batch, 4);
  EXPECT_EQ(spec.train.length, 128);
  EXPECT_EQ(spec.train.steps, 60);
  EXPECT_DOUBLE_EQ(spec.train.learning_rate, 5e-4);
  EXPECT_DOUBLE_EQ(spec.lora.dropout, 0.0);
  EXPECT_EQ(spec.train.text.max_records, 0);
  EXPECT_THROW(ApplyPreset("fast", spec), Error);
}

TEST(Names, ParsingIsTheInverseOfNaming) {
  for (int i = 0; i < 11; ++i) {
    EXPECT_EQ(ParseRunKind(Name(static_cast<RunKind>(i))), static_cast<RunKind>(i));
  }
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(ParseCriterion(Name(static_cast<Criterion>(i))), static_cast<Criterion>(i));
  }
  EXPECT_THROW((void)ParseLrSchedule("Cosine"), Error);
}

}  // namespace
}  // namespace sentei::run
