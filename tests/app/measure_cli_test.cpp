// SPDX-License-Identifier: Apache-2.0
// Sweeps, self-checks and the lines of a pruning run, through the program a user starts.
#include "tests/app/program_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace sentei::testing {
namespace {

using ::testing::ContainsRegex;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

class MeasureCli : public ProgramTest {
 protected:
  void SetUp() override { WriteTinyInputs(); }

  [[nodiscard]] Finished Sentei(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), SENTEI_PROGRAM);
    return RunProgram(arguments, {{"SENTEI_HOME", Path("home")}});
  }
  [[nodiscard]] std::vector<std::string> SweepArguments() const {
    return {"sweep",
            Path("model"),
            "--text",
            Path("eval.txt"),
            "--ratios",
            "25%,0.5",
            "--layers",
            "1-2",
            "--windows",
            "2",
            "--length",
            "32",
            "--dtype",
            "f32",
            "--threads",
            "1"};
  }
  static std::vector<nlohmann::json> Lines(const std::string& text) {
    std::istringstream stream(text);
    std::vector<nlohmann::json> lines;
    for (std::string line; std::getline(stream, line);)
      lines.push_back(nlohmann::json::parse(line));
    return lines;
  }
};

TEST_F(MeasureCli, ASweepEndsInATableOfLayersAndRatios) {
  const Finished done = Sentei(SweepArguments());
  ASSERT_EQ(done.code, 0) << done.err;
  std::istringstream stream(done.out);
  std::vector<std::string> rows;
  for (std::string line; std::getline(stream, line);) rows.push_back(line);
  ASSERT_EQ(rows.size(), 1U + 4U + 1U);
  EXPECT_THAT(rows[0], ContainsRegex("layer +units +25.0 % +50.0 %"));
  EXPECT_THAT(rows[1], HasSubstr("1  kv-group"));
  EXPECT_THAT(rows[1], EndsWith("  -")) << "half of two groups is measured once";
  EXPECT_THAT(rows[4], HasSubstr("2  ffn-channel"));
  EXPECT_THAT(rows[5], HasSubstr("dense "));
}

TEST_F(MeasureCli, ASweepAsJsonHasALineForEveryPointAndAResult) {
  std::vector<std::string> arguments = SweepArguments();
  arguments.insert(arguments.end(), {"--family", "ffn", "--json"});
  const Finished done = Sentei(arguments);
  ASSERT_EQ(done.code, 0) << done.err;
  const std::vector<nlohmann::json> lines = Lines(done.out);
  std::size_t points = 0;
  for (const nlohmann::json& line : lines) {
    if (line.value("event", "") == "sweep_point") ++points;
  }
  EXPECT_EQ(points, 4U);
  const nlohmann::json result = lines.back();
  ASSERT_EQ(result.at("points").size(), 4U);
  EXPECT_EQ(result.at("points")[0].at("kept"), 96);
  EXPECT_EQ(result.at("points")[0].at("kind"), "ffn-channel");
  EXPECT_GT(result.at("dense").get<double>(), 1.0);
}

TEST_F(MeasureCli, ASweepThatAsksForTheImpossibleIsAWrongRequest) {
  std::vector<std::string> arguments = SweepArguments();
  arguments[7] = "1-4";
  EXPECT_EQ(Sentei(arguments).code, 2);
  arguments = SweepArguments();
  arguments[5] = "0,50%";
  const Finished refused = Sentei(arguments);
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("sweep.ratios[0]"));
  EXPECT_EQ(Sentei({"sweep", Path("model")}).code, 2) << "no text";
}

TEST_F(MeasureCli, ASelfCheckPassesOnASoundModelAndEndsInSixOnABrokenOne) {
  const Finished passed = Sentei({"selfcheck", Path("model"), "--json"});
  ASSERT_EQ(passed.code, 0) << passed.err;
  const nlohmann::json result = Lines(passed.out).back();
  EXPECT_TRUE(result.at("passed").get<bool>());
  EXPECT_LE(result.at("max_abs_diff").get<double>(), result.at("tolerance").get<double>());
  std::fstream weights(Path("model/model.safetensors"),
                       std::ios::in | std::ios::out | std::ios::binary);
  weights.seekp(-64, std::ios::end);
  weights.write(std::string(64, '\xff').data(), 64);  // not a number
  weights.close();
  const Finished failed = Sentei({"selfcheck", Path("model")});
  EXPECT_EQ(failed.code, 6) << failed.err;
  EXPECT_THAT(failed.out, HasSubstr("FAILED"));
}

TEST_F(MeasureCli, LinesOfAPruningRunHoldNoLiveScores) {
  const Finished done = Sentei({"prune",
                                Path("model"),
                                "--text",
                                Path("train.txt"),
                                "--target",
                                "0.1",
                                "--steps",
                                "10",
                                "--length",
                                "16",
                                "--json",
                                "--dtype",
                                "f32",
                                "--threads",
                                "1"});
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("step_done"));
  EXPECT_THAT(done.out, Not(HasSubstr("scores_updated")));
}

}  // namespace
}  // namespace sentei::testing
