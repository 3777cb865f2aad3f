// SPDX-License-Identifier: Apache-2.0
// The programs open no socket and need no network.
#include "core/run/remote_run_service.h"
#include "tests/app/program_fixture.h"
#include "tests/support/fake_run_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

namespace sentei::testing {
namespace {

using Words = std::vector<std::string>;

constexpr int kNotPermitted = 77;

class WithoutNetwork : public ProgramTest, public ::testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    if (Confined({"/bin/true"}).code == kNotPermitted) {
      GTEST_SKIP() << GetParam() << " is not permitted on this machine";
    }
    WriteTinyInputs();
  }
  [[nodiscard]] Finished Confined(const Words& command) const {
    Words whole = {SENTEI_CONFINED, GetParam()};
    whole.insert(whole.end(), command.begin(), command.end());
    return RunProgram(whole, {{"SENTEI_HOME", Path("home")}, {"HF_HUB_CACHE", Path("hub")}});
  }
  void ExpectSuccess(Words arguments) const {
    arguments.insert(arguments.begin(), SENTEI_PROGRAM);
    const Finished done = Confined(arguments);
    EXPECT_EQ(done.code, 0) << ::testing::PrintToString(arguments) << "\n" << done.err;
  }
};

TEST_P(WithoutNetwork, TheConfinementHolds) {
  const Finished done =
      Confined({"/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9 && echo connected"});
  EXPECT_NE(done.code, 0);
  const bool killed = done.code == 128 + SIGSYS;
  EXPECT_EQ(killed, std::string(GetParam()) == "no-sockets") << done.code << done.err;
}

TEST_P(WithoutNetwork, LooksAtModelsAndRuns) {
  ExpectSuccess({"--version"});
  ExpectSuccess({"inspect", Path("model"), "--tensors"});
  ExpectSuccess({"estimate", Path("model")});
  ExpectSuccess({"budget", Path("model"), "--target", "0.2", "--lock", "none"});
  ExpectSuccess({"runs", "list"});
}

TEST_P(WithoutNetwork, FetchesNothingByName) {
  const Finished done = Confined({SENTEI_PROGRAM, "inspect", "owner/model"});
  EXPECT_EQ(done.code, 3);
  EXPECT_THAT(done.err, ::testing::HasSubstr("hf download owner/model"));
}

TEST_P(WithoutNetwork, ServesRunsOverTheSocketItWasGiven) {
  setenv("SENTEI_ENGINE", SENTEI_SCRIPTED_ENGINE, 1);
  run::RemoteRunService service(
      {.command = {SENTEI_CONFINED, GetParam(), SENTEI_PROGRAM}, .data_dir = Path("home")});
  const auto id = service.Start(PruneSpecForScript(60));
  unsetenv("SENTEI_ENGINE");
  ASSERT_TRUE(id.has_value()) << id.error().message;
  EXPECT_EQ(service.Wait(id.value()).value().outcome, run::Outcome::kCompleted);
}

#ifdef SENTEI_WITH_ENGINE
TEST_P(WithoutNetwork, PrunesMeasuresGeneratesExportsAndVerifies) {
  const Words text = {"--text", Path("train.txt"), "--eval-text", Path("eval.txt")};
  const Words sizes = {"--length",
                       "32",
                       "--eval-length",
                       "32",
                       "--eval-windows",
                       "2",
                       "--steps",
                       "4",
                       "--target",
                       "0.2",
                       "--lock",
                       "none",
                       "--threads",
                       "1"};
  Words prune = {"prune", Path("model"), "--out", Path("out")};
  prune.insert(prune.end(), text.begin(), text.end());
  prune.insert(prune.end(), sizes.begin(), sizes.end());
  ExpectSuccess(prune);
  ExpectSuccess({"verify", Path("out"), "--threads", "1"});
  ExpectSuccess({"eval",
                 "ppl",
                 Path("out"),
                 "--text",
                 Path("eval.txt"),
                 "--length",
                 "32",
                 "--windows",
                 "2",
                 "--threads",
                 "1"});
  ExpectSuccess(
      {"generate", Path("out"), "--prompt", "the", "--max-new-tokens", "2", "--threads", "1"});
  ExpectSuccess({"report", "last", "--out", Path("report.html")});
}
#endif

INSTANTIATE_TEST_SUITE_P(Confinements,
                         WithoutNetwork,
                         ::testing::Values("no-sockets", "no-interfaces"),
                         [](const auto& mode) {
                           return std::string(mode.param) == "no-sockets" ? "Sockets"
                                                                          : "Interfaces";
                         });

}  // namespace
}  // namespace sentei::testing
