// SPDX-License-Identifier: Apache-2.0
// Damaged files given to the program: it ends with a documented code and says one sentence.
#include "core/base/utf8.h"
#include "tests/fuzz/mutator.h"
#include "tests/fuzz/target.h"
#include "tests/support/subprocess.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

namespace sentei::fuzz {
namespace {

namespace fs = std::filesystem;

/// $SENTEI_MUTATED_RUNS, else `otherwise`.
std::uint64_t RunCount(std::uint64_t otherwise) {
  const char* set = std::getenv("SENTEI_MUTATED_RUNS");
  return set != nullptr && *set != '\0' ? std::strtoull(set, nullptr, 10) : otherwise;
}

/// A format, the file that holds it, and the program's arguments that read it.
struct Case {
  std::string target;
  fs::path file;
  std::vector<std::string> arguments;
  std::set<int> codes = {0, 3};
};

std::vector<Case> Cases() {
  const fs::path folder = Scratch();
  const std::string model = folder / "model";
  const std::string plain = folder / "plain";
  return {
      {"safetensors", "file.safetensors", {"inspect", folder / "file.safetensors"}},
      {"gguf", "file.gguf", {"inspect", folder / "file.gguf"}},
      {"config", "model/config.json", {"estimate", model}, {0, 2, 3}},
      {"index", "sharded/model.safetensors.index.json", {"inspect", folder / "sharded"}},
#ifdef SENTEI_HAS_ENGINE
      {"tokenizer",
       "model/tokenizer.json",
       {"generate", model, "--prompt", "Once", "--max-new-tokens", "1"}},
#endif
      {"job", "job.json", {"estimate", plain, "--job", folder / "job.json"}, {0, 2, 3}},
      {"budget", "budget.json", {"budget", plain, "--budget", folder / "budget.json"}, {0, 2, 3}}};
}

/// What comes before the sentence where a run has begun: two lines that name it.
std::string WithoutRunLines(std::string text) {
  while (text.starts_with("Run ")) text.erase(0, text.find('\n') + 1);
  return text;
}

/// One line that starts with the program's name, a second line with the hint or none; no control
/// characters, whatever the file holds.
void ExpectOneSentence(const std::string& all) {
  const std::string text = WithoutRunLines(all);
  EXPECT_TRUE(text.starts_with("sentei: ")) << text;
  const std::size_t end = text.find('\n');
  ASSERT_NE(end, std::string::npos) << text;
  const std::string hint = text.substr(end + 1);
  EXPECT_TRUE(hint.empty() || (hint.starts_with("        ") && hint.find('\n') + 1 == hint.size()))
      << text;
  EXPECT_LT(text.size(), 5000U);  // a control character is shown as four
  EXPECT_TRUE(IsUtf8(text)) << text;
  EXPECT_TRUE(std::none_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == '\x7f';
  })) << text;
}

/// Runs the program in an address space of a gigabyte; one with LibTorch maps more than that.
testing::Finished RunCase(const Case& tried) {
  const std::string limit = tried.target == "tokenizer" ? "unlimited" : "1048576";
  std::vector<std::string> command = {
      "/bin/sh", "-c", "ulimit -v " + limit + "; exec \"$0\" \"$@\"", SENTEI_PROGRAM};
  command.insert(command.end(), tried.arguments.begin(), tried.arguments.end());
  return testing::RunProgram(
      command, {{"SENTEI_HOME", (Scratch() / "home").string()}}, std::chrono::seconds(5));
}

class MutatedCliTest : public ::testing::TestWithParam<Case> {};

TEST_P(MutatedCliTest, EndsWithADocumentedCodeAndOneSentence) {
  const Case& tried = GetParam();
  const fs::path plain = Scratch() / "plain";
  if (!fs::exists(plain)) fs::copy(Scratch() / "model", plain, fs::copy_options::recursive);
  const Mutator mutator(ShapeOf(tried.target), SeedsOf(tried.target));
  const std::uint64_t count = RunCount(tried.target == "tokenizer" ? 30 : 200);  // loads LibTorch
  for (std::uint64_t i = 0; i < count && !HasFailure(); ++i) {
    SCOPED_TRACE(tried.target + " file " + std::to_string(i));
    const std::string file = mutator.Make(i);
    WriteScratch(tried.file, tried.target == "tokenizer" ? file.substr(0, file.find('\0')) : file);
    const auto finished = RunCase(tried);
    EXPECT_TRUE(tried.codes.contains(finished.code)) << finished.code << ": " << finished.err;
    if (finished.code != 0) ExpectOneSentence(finished.err);
  }
}

INSTANTIATE_TEST_SUITE_P(Formats,
                         MutatedCliTest,
                         ::testing::ValuesIn(Cases()),
                         [](const auto& each) { return each.param.target; });

}  // namespace
}  // namespace sentei::fuzz
