// SPDX-License-Identifier: Apache-2.0
#include "app/context.h"

#include "core/base/error.h"
#include "tests/support/test_environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace sentei::app {
namespace {

TEST(ModelOf, TheCommandLineComesBeforeTheJobAndBothAreResolved) {
  const test::TemporaryDirectory folder;
  for (const char* name : {"job", "argument"}) std::filesystem::create_directory(folder / name);
  run::RunSpec job;
  job.model = (folder / "./job").string();
  EXPECT_EQ(Context().ModelOf((folder / "argument").string(), job), folder / "argument");
  EXPECT_EQ(Context().ModelOf("", job), folder / "job");
  EXPECT_EQ(Context().ModelOf("", run::RunSpec()), "");
}

TEST(ModelOf, AJobMayNameAModelOfTheHubCache) {
  run::RunSpec job;
  job.model = "no-such-owner/no-such-model";
  try {
    static_cast<void>(Context().ModelOf("", job));
    ADD_FAILURE() << "found it";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInput);
    EXPECT_THAT(error.hint(), ::testing::HasSubstr("hf download no-such-owner/no-such-model"));
  }
}

}  // namespace
}  // namespace sentei::app
