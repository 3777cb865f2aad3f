// SPDX-License-Identifier: Apache-2.0
// The whole path through the program a user starts: prune, tune, export, verify, look back.
#include "tests/app/program_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace sentei::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PruneCli : public ProgramTest {
 protected:
  void SetUp() override { WriteTinyInputs(); }

  [[nodiscard]] Finished Sentei(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), SENTEI_PROGRAM);
    const bool computes =
        arguments[1] != "runs" && arguments[1] != "report" && arguments[1] != "inspect";
    if (computes) arguments.insert(arguments.end(), {"--threads", "1"});
    return RunProgram(arguments, {{"SENTEI_HOME", Path("home")}});
  }
  [[nodiscard]] std::vector<std::string> PruneArguments(const std::string& out) const {
    return {"prune",          Path("model"),
            "--text",         Path("train.txt"),
            "--eval-text",    Path("eval.txt"),
            "--target",       "0.2",
            "--lock",         "none",
            "--steps",        "30",
            "--length",       "32",
            "--eval-length",  "64",
            "--eval-windows", "8",
            "--dtype",        "f32",
            "--export-dtype", "f32",
            "--json",         "--out",
            Path(out)};
  }
  static nlohmann::json LastLine(const std::string& text) {
    std::istringstream lines(text);
    std::string line;
    std::string last;
    while (std::getline(lines, line)) last = line.empty() ? last : line;
    return nlohmann::json::parse(last);
  }
};

TEST_F(PruneCli, PrunesTunesExportsAndVerifies) {
  const Finished done = Sentei(PruneArguments("out"));
  ASSERT_EQ(done.code, 0) << done.err;
  const nlohmann::json result = LastLine(done.out);
  EXPECT_TRUE(result["verified"].get<bool>());
  EXPECT_LE(result["max_abs_diff"].get<double>(), 1e-4);
  EXPECT_LE(result["parameters"]["pruned"].get<double>(),
            0.8 * result["parameters"]["dense"].get<double>());
  EXPECT_LT(result["ppl"]["tuned"].get<double>(), result["ppl"]["dense"].get<double>());
  EXPECT_TRUE(std::filesystem::exists(Path("out/config.json")));
  EXPECT_TRUE(std::filesystem::exists(Path("out/pruning_plan.json")));
}

TEST_F(PruneCli, RefusesBeforeTheRunATokenizerThatGgufCannotHold) {
  const std::string file = Path("model/tokenizer.json");
  nlohmann::json tokenizer = nlohmann::json::parse(std::ifstream(file));
  tokenizer["pre_tokenizer"] = {{"type", "Whitespace"}};
  std::ofstream(file) << tokenizer;
  std::vector<std::string> arguments = PruneArguments("out.gguf");
  arguments.insert(arguments.end(), {"--profile", "gguf"});
  const auto dtype = std::find(arguments.begin(), arguments.end(), "--export-dtype");
  *(dtype + 1) = "bf16";
  const Finished refused = Sentei(arguments);
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("Whitespace"));
  EXPECT_THAT(refused.err, HasSubstr("Hugging Face profile"));
  EXPECT_THAT(refused.err, Not(HasSubstr("step")));
  EXPECT_FALSE(std::filesystem::exists(Path("out.gguf")));
}

TEST_F(PruneCli, VerifiesAndOpensWhatItExported) {
  ASSERT_EQ(Sentei(PruneArguments("out")).code, 0);
  const Finished verified = Sentei({"verify", Path("out"), "--json"});
  ASSERT_EQ(verified.code, 0) << verified.err;
  EXPECT_TRUE(LastLine(verified.out)["verified"].get<bool>());
  const Finished eval = Sentei({"eval",
                                "ppl",
                                Path("out"),
                                "--text",
                                Path("eval.txt"),
                                "--length",
                                "64",
                                "--windows",
                                "8",
                                "--dtype",
                                "f32",
                                "--json"});
  ASSERT_EQ(eval.code, 0) << eval.err;
  EXPECT_GT(LastLine(eval.out)["ppl"].get<double>(), 1.0);
  const Finished text =
      Sentei({"generate", Path("out"), "--prompt", "the gardener", "--max-new-tokens", "8"});
  EXPECT_EQ(text.code, 0) << text.err;
}

TEST_F(PruneCli, ReportsADamagedExportAsNotVerified) {
  ASSERT_EQ(Sentei(PruneArguments("out")).code, 0);
  std::fstream weights(Path("out/model.safetensors"),
                       std::ios::in | std::ios::out | std::ios::binary);
  weights.seekp(-4096, std::ios::end);
  weights.write(std::string(64, '\x3f').data(), 64);
  weights.close();
  const Finished verified = Sentei({"verify", Path("out"), "--json"});
  EXPECT_EQ(verified.code, 6) << verified.err;
}

TEST_F(PruneCli, NeverOverwritesAnExportUnlessForced) {
  std::filesystem::create_directories(Path("out"));
  std::ofstream(Path("out/mine.txt")) << "precious";
  const Finished refused = Sentei(PruneArguments("out"));
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("--force"));
  EXPECT_TRUE(std::filesystem::exists(Path("out/mine.txt")));
}

TEST_F(PruneCli, RefusesAnImpossibleTargetBeforeTheRun) {
  std::vector<std::string> arguments = PruneArguments("out");
  arguments[7] = "0.9";
  const Finished refused = Sentei(arguments);
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("largest"));
  EXPECT_FALSE(std::filesystem::exists(Path("out")));
}

TEST_F(PruneCli, SameSpecAndSeedGiveTheSameState) {
  const Finished first = Sentei(PruneArguments("one"));
  const Finished second = Sentei(PruneArguments("two"));
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(LastLine(first.out)["ppl"], LastLine(second.out)["ppl"]);
}

TEST_F(PruneCli, KeepsTheRunInTheDatabase) {
  ASSERT_EQ(Sentei(PruneArguments("out")).code, 0);
  const Finished list = Sentei({"runs", "list", "--json"});
  ASSERT_EQ(list.code, 0) << list.err;
  const nlohmann::json run = LastLine(list.out);
  const std::string id = run.at("id").get<std::string>();
  EXPECT_EQ(run.at("status"), "completed");
  const Finished shown = Sentei({"runs", "show", id});
  EXPECT_EQ(shown.code, 0) << shown.err;
  const Finished report = Sentei({"report", id, "--out", Path("report.html")});
  ASSERT_EQ(report.code, 0) << report.err;
  std::ifstream file(Path("report.html"));
  const std::string html{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(html, HasSubstr("<svg"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
}

TEST_F(PruneCli, SaysInOneSentenceWhatIsWrongWithTheInput) {
  const Finished missing = Sentei({"inspect", Path("nowhere")});
  EXPECT_EQ(missing.code, 3);
  EXPECT_THAT(missing.err, HasSubstr("nowhere"));
  EXPECT_EQ(Sentei({"prune"}).code, 2);
  EXPECT_EQ(Sentei({"inspect", Path("model"), "--no-such-flag"}).code, 2);
}

}  // namespace
}  // namespace sentei::testing
