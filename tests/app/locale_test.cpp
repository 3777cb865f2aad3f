// SPDX-License-Identifier: Apache-2.0
// The whole path under a locale with commas for points and another time zone, from a folder whose
// name needs quoting everywhere.
#include "tests/app/kill_fixture.h"
#include "tests/support/test_environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sentei::testing {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kFolder = "it's a \"モデル\" folder; $HOME `x` %41 #1";
constexpr const char* kLocale = "de_DE.UTF-8";

class GermanLocale : public Kill {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(Path(kFolder));
    std::filesystem::create_directories(Path("locales"));
    const Finished made = RunProgram(
        {"/usr/bin/localedef", "-i", "de_DE", "-f", "UTF-8", Path("locales/de_DE.UTF-8")});
    if (made.code != 0) GTEST_SKIP() << "no locale could be made: " << made.err;
    const Finished point = RunProgram({"/usr/bin/python3",
                                       "-c",
                                       "import locale; locale.setlocale(locale.LC_ALL, ''); "
                                       "print(locale.localeconv()['decimal_point'], end='')"},
                                      Environment());
    ASSERT_EQ(point.out, ",") << "the locale is not in force: " << point.err;
    WriteTinyCheckpoint(In("model"));
    WriteTinyText(In("train.txt"), 60'000, 1);
    WriteTinyText(In("eval.txt"), 12'000, 2);
  }
  [[nodiscard]] std::string In(const std::string& name) const { return Path(kFolder) + "/" + name; }
  [[nodiscard]] std::map<std::string, std::string> Environment() const {
    return {{"LC_ALL", kLocale},
            {"LANG", kLocale},
            {"LOCPATH", Path("locales")},
            {"TZ", "Asia/Kathmandu"},
            {"SENTEI_HOME", In("home")}};
  }
  [[nodiscard]] Finished Sentei(const std::vector<std::string>& arguments) const {
    return RunProgram(With({SENTEI_PROGRAM}, arguments), Environment());
  }
};

TEST_F(GermanLocale, EverythingWorksFromAnOddFolderAndNumbersHavePoints) {
  const Finished pruned = Sentei({"prune",          In("model"),
                                  "--text",         In("train.txt"),
                                  "--eval-text",    In("eval.txt"),
                                  "--target",       "0.25",
                                  "--lock",         "none",
                                  "--steps",        "12",
                                  "--length",       "32",
                                  "--eval-length",  "64",
                                  "--eval-windows", "4",
                                  "--dtype",        "f32",
                                  "--lr",           "0.0005",
                                  "--threads",      "1",
                                  "--out",          In("out"),
                                  "--json"});
  ASSERT_EQ(pruned.code, 0) << pruned.err;
  const std::vector<nlohmann::json> lines = Lines(pruned.out);
  ASSERT_EQ(lines.size(),
            static_cast<std::size_t>(std::count(pruned.out.begin(), pruned.out.end(), '\n')))
      << "a line is no JSON";
  const nlohmann::json& result = lines.back();
  EXPECT_EQ(result.at("export").at("path"), In("out"));
  EXPECT_TRUE(result.at("verified").get<bool>());
  EXPECT_LE(result.at("parameters").at("pruned").get<double>(),
            0.75 * result.at("parameters").at("dense").get<double>())
      << "the target was read as another number";
  EXPECT_THAT(pruned.err, ContainsRegex("Perplexity dense: [0-9]+\\.[0-9][0-9] "));

  const std::string run = RunOf(pruned.out);
  const Finished list = Sentei({"runs", "list"});
  EXPECT_EQ(list.code, 0) << list.err;
  EXPECT_THAT(list.out, ContainsRegex("0\\.25"));
  const Finished filtered =
      Sentei({"runs", "list", "--json", "--filter", "target > 0.2 and ppl > 1.5"});
  EXPECT_THAT(filtered.out, HasSubstr(run));
  const Finished shown = Sentei({"runs", "show", run});
  EXPECT_THAT(shown.out, HasSubstr(In("out")));
  const Finished csv = Sentei({"runs", "export", run, "--table", "metrics"});
  EXPECT_THAT(csv.out, Not(ContainsRegex("\"[0-9]+,[0-9]+\"")));
  EXPECT_THAT(csv.out, ContainsRegex("12,[0-9]+\\.[0-9]+,"));

  EXPECT_EQ(Sentei({"verify", In("out")}).code, 0);
  const Finished report = Sentei({"report", run, "--out", In("report.html")});
  EXPECT_EQ(report.code, 0) << report.err;
  const std::string html = test::ReadText(In("report.html"));
  EXPECT_THAT(html, Not(ContainsRegex("points=\"[0-9]+,[0-9]+,")));
  EXPECT_THAT(html, HasSubstr("モデル"));

  const Finished gguf = Sentei({"export",
                                "--run",
                                run,
                                "--out",
                                In("out-gguf"),
                                "--profile",
                                "gguf",
                                "--export-dtype",
                                "f32"});
  EXPECT_EQ(gguf.code, 0) << gguf.err;
  EXPECT_EQ(Sentei({"verify", In("out-gguf")}).code, 0);
  EXPECT_EQ(Sentei({"inspect", In("out"), "--json"}).code, 0);
}

}  // namespace
}  // namespace sentei::testing
