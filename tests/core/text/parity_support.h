// SPDX-License-Identifier: Apache-2.0
// Comparing a tokenizer with Hugging Face `tokenizers` over many texts.
#pragma once

#include "core/base/sha256.h"
#include "core/text/tokenizer.h"
#include "tests/core/text/tokenizer_case.h"
#include "tests/support/test_environment.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace sentei::text {

namespace fs = std::filesystem;

inline std::string Quoted(const fs::path& path) { return "'" + path.string() + "'"; }

/// A file that a script makes of `inputs`, made once: its name holds their hash.
inline fs::path Cached(const fs::path& python,
                       const std::string& stem,
                       const std::string& script,
                       const std::vector<fs::path>& inputs,
                       const std::string& before,
                       const std::string& after) {
  Sha256 hash;
  hash.Update(Sha256OfFile(fs::path(SENTEI_SOURCE_DIR) / script));
  for (const fs::path& input : inputs) hash.Update(Sha256OfFile(input));
  const fs::path folder = fs::path(SENTEI_TEST_CACHE);
  fs::create_directories(folder);
  const fs::path made = folder / (stem + "-" + hash.HexDigest().substr(0, 16));
  if (!fs::exists(made)) test::RunPython(python, script, before + " " + Quoted(made) + " " + after);
  return made;
}

class Parity : public ::testing::Test {
 protected:
  void SetUp() override {
    python_ = test::FindPython();
    SENTEI_REQUIRE(python_, "Python with tokenizers");
    wikitext_ = test::FindSharedData("wikitext2/wiki.test.raw");
    SENTEI_REQUIRE(wikitext_, "WikiText-2");
  }

  /// The reference reads `tokenizer_json`; `tokenizer` must say the same.
  void ExpectParity(const std::string& name,
                    const Tokenizer& tokenizer,
                    const fs::path& tokenizer_json) const {
    const fs::path oracle = Cached(*python_,
                                   name,
                                   "tests/support/tokenizer_oracle.py",
                                   {tokenizer_json, *wikitext_},
                                   Quoted(tokenizer_json),
                                   "--lines " + Quoted(*wikitext_) + " --strings 10000 --ids 500");
    std::ifstream lines(oracle);
    int count = 0;
    int wrong = 0;
    for (std::string line; std::getline(lines, line); ++count) {
      const std::string mismatch = CaseMismatch(tokenizer, nlohmann::json::parse(line));
      if (!mismatch.empty() && ++wrong <= 3) ADD_FAILURE() << mismatch.substr(0, 2000);
    }
    EXPECT_EQ(wrong, 0);
    EXPECT_GT(count, 14000);
  }

  /// The tokenizer.json that we make of metadata, in a file for the reference.
  static fs::path WriteCanonical(const std::string& name, const nlohmann::json& tokenizer_json) {
    fs::create_directories(SENTEI_TEST_CACHE);
    const fs::path path = fs::path(SENTEI_TEST_CACHE) / (name + ".tokenizer.json");
    test::WriteText(path, tokenizer_json.dump());
    return path;
  }

  static Tokenizer FromFile(const fs::path& path) {
    return Tokenizer::FromJson(nlohmann::json::parse(test::ReadText(path)));
  }

  std::optional<fs::path> python_;
  std::optional<fs::path> wikitext_;
};

/// Texts of `name`.inp and the ids of `name`.out, as llama.cpp has them.
inline void ExpectVectors(const Tokenizer& tokenizer, const std::string& name) {
  const auto texts = test::FindSharedData("gguf-vocab/ggml-vocab-" + name + ".gguf.inp");
  const auto ids = test::FindSharedData("gguf-vocab/ggml-vocab-" + name + ".gguf.out");
  ASSERT_TRUE(texts.has_value() && ids.has_value());
  const std::string separator = "\n__ggml_vocab_test__\n";
  std::string rest = test::ReadText(*texts);
  std::ifstream lines(*ids);
  int count = 0;
  for (std::size_t end = rest.find(separator); end != std::string::npos;
       end = rest.find(separator), ++count) {
    std::string line;
    std::getline(lines, line);
    std::istringstream numbers(line);
    const std::vector<TokenId> expected{std::istream_iterator<TokenId>(numbers), {}};
    const std::string text = rest.substr(0, end);
    EXPECT_EQ(tokenizer.Encode(text, SpecialTokens::kNone), expected) << text;
    rest.erase(0, end + separator.size());
  }
  EXPECT_GT(count, 40);
}

}  // namespace sentei::text
