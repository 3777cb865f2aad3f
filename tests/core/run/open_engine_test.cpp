// SPDX-License-Identifier: Apache-2.0
#include "core/run/run_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace sentei::run {
namespace {

using ::testing::HasSubstr;

class OpenEngineTest : public ::testing::Test {
 protected:
  void SetUp() override { unsetenv("OMP_WAIT_POLICY"); }
  void TearDown() override {
    unsetenv("SENTEI_ENGINE");
    unsetenv("OMP_WAIT_POLICY");
  }
  static Result<std::unique_ptr<RunService>> Open(const std::string& library,
                                                  const RunEnvironment& environment = {}) {
    setenv("SENTEI_ENGINE", library.c_str(), 1);
    return OpenEngine(environment);
  }
  static std::string WaitPolicy() {
    const char* policy = std::getenv("OMP_WAIT_POLICY");
    return policy == nullptr ? "" : policy;
  }
};

TEST_F(OpenEngineTest, NamesTheMissingLibraryAndTheRemedy) {
  const auto service = Open("/nowhere/libsentei_engine.so");
  ASSERT_FALSE(service.has_value());
  EXPECT_EQ(service.error().code, ErrorCode::kInput);
  EXPECT_THAT(service.error().message, HasSubstr("/nowhere/libsentei_engine.so"));
  EXPECT_THAT(service.error().hint, HasSubstr("./dev build"));
}

TEST_F(OpenEngineTest, LooksBesideTheExecutableByDefault) {
  unsetenv("SENTEI_ENGINE");
  const auto service = OpenEngine(RunEnvironment{});
  if (service.has_value()) GTEST_SKIP() << "an engine is built beside this test";
  EXPECT_THAT(service.error().message, HasSubstr("/bin/libsentei_engine.so"));
}

TEST_F(OpenEngineTest, RefusesAFileThatIsNoLibrary) {
  const auto service = Open(std::string(SENTEI_SOURCE_DIR) + "/CMakeLists.txt");
  ASSERT_FALSE(service.has_value());
  EXPECT_THAT(service.error().message, HasSubstr("cannot be opened"));
}

TEST_F(OpenEngineTest, RefusesALibraryWithoutTheSymbol) {
  const auto service = Open("/lib/x86_64-linux-gnu/libm.so.6");
  ASSERT_FALSE(service.has_value());
  EXPECT_THAT(service.error().message, HasSubstr("cannot be opened"));
}

TEST_F(OpenEngineTest, InTheBackgroundIdleComputeThreadsSleepUnlessTheUserDecided) {
  RunEnvironment environment;
  static_cast<void>(Open(SENTEI_SCRIPTED_ENGINE, environment));
  EXPECT_EQ(WaitPolicy(), "");
  environment.background = true;
  static_cast<void>(Open(SENTEI_SCRIPTED_ENGINE, environment));
  EXPECT_EQ(WaitPolicy(), "passive");
  setenv("OMP_WAIT_POLICY", "active", 1);
  static_cast<void>(Open(SENTEI_SCRIPTED_ENGINE, environment));
  EXPECT_EQ(WaitPolicy(), "active");
}

TEST_F(OpenEngineTest, TheServiceOutlivesEverythingThatOpenedIt) {
  const auto opened = Open(SENTEI_SCRIPTED_ENGINE);
  ASSERT_TRUE(opened.has_value()) << opened.error().message;
  const auto id = opened.value()->Start(RunSpec{});
  ASSERT_FALSE(id.has_value());
  EXPECT_EQ(id.error().code, ErrorCode::kUsage);
}

}  // namespace
}  // namespace sentei::run
