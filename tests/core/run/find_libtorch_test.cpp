// SPDX-License-Identifier: Apache-2.0
#include "core/run/find_libtorch.h"

#include "core/run/run_service.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace sentei::run {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string Required() { return std::string(RequiredLibTorch()); }

void Write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

// A torch package as a wheel leaves it, with an empty library.
fs::path MakePackage(const fs::path& packages, const std::string& version) {
  const fs::path torch = packages / "torch";
  Write(torch / "lib" / "libtorch_cpu.so", "");
  Write(torch / "version.py",
        "from typing import Optional\n\n__all__ = ['__version__', 'cuda']\n__version__ = '" +
            version + "'\ncuda: Optional[str] = None\n");
  return torch;
}

class FindLibTorchTest : public ::testing::Test {
 protected:
  fs::path Packages(const std::string& prefix, const std::string& python = "python3.11") const {
    return folder_ / prefix / "lib" / python / "site-packages";
  }
  LibTorchSearch search_{};
  testing::TemporaryDirectory folder_;
};

TEST_F(FindLibTorchTest, TheCacheFoldersEnvironmentComesBeforeOtherPythons) {
  const fs::path cached = MakePackage(Packages("cache/python"), Required() + "+cu130");
  MakePackage(Packages("usr"), Required());
  search_.cache_dir = folder_ / "cache";
  search_.prefixes = {folder_ / "usr"};
  const auto place = FindLibTorch(search_);
  ASSERT_TRUE(place.has_value()) << place.error().message;
  EXPECT_EQ(place.value().lib, cached / "lib");
  EXPECT_EQ(place.value().version, Required() + "+cu130");
}

TEST_F(FindLibTorchTest, PassesOverOtherVersions) {
  MakePackage(Packages("old"), "1.13.1");
  MakePackage(Packages("near"), Required() + "1");
  const fs::path right =
      MakePackage(folder_ / "new" / "local/lib/python3.9/dist-packages", Required());
  search_.prefixes = {folder_ / "nowhere", folder_ / "old", folder_ / "near", folder_ / "new"};
  const auto place = FindLibTorch(search_);
  ASSERT_TRUE(place.has_value()) << place.error().message;
  EXPECT_EQ(place.value().lib, right / "lib");
}

TEST_F(FindLibTorchTest, TakesTheNewestPythonOfAPrefix) {
  MakePackage(Packages("usr", "python3.9"), Required());
  const fs::path newest = MakePackage(Packages("usr", "python3.12"), Required());
  search_.prefixes = {folder_ / "usr"};
  ASSERT_TRUE(FindLibTorch(search_).has_value());
  EXPECT_EQ(FindLibTorch(search_).value().lib, newest / "lib");
}

TEST_F(FindLibTorchTest, TheChosenOneMayBeThePackageOrItsLibFolder) {
  const fs::path torch = MakePackage(folder_ / "mine", Required());
  for (const std::string& chosen : {torch.string(),
                                    (torch / "lib").string(),
                                    torch.string() + "/",
                                    (torch / "lib").string() + "/"}) {
    search_.chosen = chosen;
    const auto place = FindLibTorch(search_);
    ASSERT_TRUE(place.has_value()) << chosen << ": " << place.error().message;
    EXPECT_EQ(fs::weakly_canonical(place.value().lib), fs::weakly_canonical(torch / "lib"));
  }
}

TEST_F(FindLibTorchTest, TheArchiveWithoutPythonSaysItsVersionElsewhere) {
  Write(folder_ / "libtorch/lib/libtorch_cpu.so", "");
  Write(folder_ / "libtorch/build-version", Required() + "+cpu\n");
  search_.chosen = (folder_ / "libtorch").string();
  ASSERT_TRUE(FindLibTorch(search_).has_value());
  EXPECT_EQ(FindLibTorch(search_).value().version, Required() + "+cpu");
}

TEST_F(FindLibTorchTest, AChosenOneThatCannotBeUsedIsNotReplacedSilently) {
  MakePackage(Packages("usr"), Required());
  search_.prefixes = {folder_ / "usr"};
  search_.chosen = MakePackage(folder_ / "mine", "2.9.0").string();
  const auto wrong = FindLibTorch(search_);
  ASSERT_FALSE(wrong.has_value());
  EXPECT_EQ(wrong.error().code, ErrorCode::kInput);
  EXPECT_THAT(wrong.error().message, HasSubstr("SENTEI_LIBTORCH names LibTorch 2.9.0"));
  search_.chosen = (folder_ / "empty").string();
  EXPECT_THAT(FindLibTorch(search_).error().message, HasSubstr("there is no libtorch_cpu.so"));
}

TEST_F(FindLibTorchTest, SaysWhatItLookedForWhereAndHowToGetIt) {
  search_.prefixes = {folder_ / "usr", folder_ / "conda"};
  const Failure nothing = FindLibTorch(search_).error();
  EXPECT_THAT(nothing.message, HasSubstr("LibTorch " + Required()));
  EXPECT_THAT(nothing.message, HasSubstr((folder_ / "conda").string()));
  EXPECT_THAT(nothing.hint, HasSubstr("pip install torch==" + Required()));
  MakePackage(Packages("conda"), "2.9.0");
  EXPECT_THAT(FindLibTorch(search_).error().message, HasSubstr("torch holds 2.9.0"));
}

TEST_F(FindLibTorchTest, AVersionThatIsNoVersionIsNotRepeated) {
  MakePackage(Packages("usr"), std::string(5000, 'x'));
  search_.prefixes = {folder_ / "usr"};
  const Failure failure = FindLibTorch(search_).error();
  EXPECT_THAT(failure.message, HasSubstr("holds an unknown version"));
  EXPECT_THAT(failure.message, Not(HasSubstr("xxxx")));
}

TEST_F(FindLibTorchTest, TheEnvironmentNamesThePythons) {
  const std::string path = std::getenv("PATH");
  Write(folder_ / "tools/bin/python3", "");
  setenv("PATH", ("relative/bin:" + (folder_ / "tools/bin").string() + ":/nowhere").c_str(), 1);
  setenv("VIRTUAL_ENV", "/some/venv", 1);
  setenv("SENTEI_LIBTORCH", "/chosen", 1);
  const LibTorchSearch search = SearchOfEnvironment("/cache");
  setenv("PATH", path.c_str(), 1);
  unsetenv("VIRTUAL_ENV");
  unsetenv("SENTEI_LIBTORCH");
  EXPECT_EQ(search.chosen, "/chosen");
  EXPECT_EQ(search.cache_dir, "/cache");
  EXPECT_EQ(search.prefixes.front(), "/some/venv");
  EXPECT_THAT(search.prefixes, Contains(folder_ / "tools"));
  for (const fs::path& prefix : search.prefixes) EXPECT_THAT(prefix.string(), StartsWith("/"));
}

TEST_F(FindLibTorchTest, ALibraryThatDoesNotLoadIsNamedWithTheLoadersWords) {
  const fs::path torch = MakePackage(folder_ / "mine", Required());
  const auto loaded = LoadLibTorch({torch / "lib", Required()});
  ASSERT_FALSE(loaded.has_value());
  EXPECT_THAT(loaded.error().message, HasSubstr((torch / "lib").string()));
  EXPECT_THAT(loaded.error().hint, HasSubstr("pip install --force-reinstall"));
}

// SENTEI_ENGINE_WITHOUT_PATH needs libtorch_cpu.so and has no run path, like an installed engine;
// SENTEI_STAND_IN_LIBTORCH is a package with such a library.
TEST_F(FindLibTorchTest, AnEngineWithoutRunPathOpensWithTheLibTorchThatWasFound) {
  setenv("SENTEI_ENGINE", SENTEI_ENGINE_WITHOUT_PATH, 1);
  setenv("SENTEI_LIBTORCH", MakePackage(folder_ / "mine", "2.9.0").c_str(), 1);
  const auto refused = OpenEngine(RunEnvironment{});
  setenv("SENTEI_LIBTORCH", SENTEI_STAND_IN_LIBTORCH, 1);
  const auto opened = OpenEngine(RunEnvironment{});
  unsetenv("SENTEI_ENGINE");
  unsetenv("SENTEI_LIBTORCH");
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().message, HasSubstr("needs " + Required()));
  ASSERT_TRUE(opened.has_value()) << opened.error().message;
  ASSERT_TRUE(LoadedLibTorch().has_value());
  EXPECT_EQ(LoadedLibTorch()->lib, fs::path(SENTEI_STAND_IN_LIBTORCH) / "lib");
  EXPECT_EQ(LoadedLibTorch()->version, Required() + "+stand.in");
}

}  // namespace
}  // namespace sentei::run
