// SPDX-License-Identifier: Apache-2.0
// Every line of WikiText-2 test and 10,000 seeded strings against Hugging Face `tokenizers`, which
// runs here when its Python is on the machine; its answers are kept beside the build.
#include "core/base/sha256.h"
#include "core/formats/model_source.h"
#include "core/text/gguf_tokenizer.h"
#include "core/text/tokenizer.h"
#include "tests/core/text/tokenizer_case.h"
#include "tests/support/test_environment.h"

#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <sstream>
#include <string>

namespace sentei::text {
namespace {

namespace fs = std::filesystem;

std::string Quoted(const fs::path& path) { return "'" + path.string() + "'"; }

/// A file that a script makes of `inputs`, made once: its name holds their hash.
fs::path Cached(const fs::path& python,
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

TEST_F(Parity, OfSmolLm2FromTheReferenceFolder) {
  const fs::path folder = test::CacheDirectory() / "reference" / "smollm2-hf";
  if (!fs::exists(folder / "tokenizer.json")) GTEST_SKIP() << "not on this machine: " << folder;
  ExpectParity("smollm2", FromFile(folder / "tokenizer.json"), folder / "tokenizer.json");
}

TEST_F(Parity, OfSmolLm2FromTheDemoModelsMetadata) {
  const auto demo = test::FindDemoModel();
  SENTEI_REQUIRE(demo, "the demo model");
  const ModelTokenizer loaded = LoadTokenizer(*formats::OpenModel(*demo));
  ExpectParity(
      "smollm2-gguf", loaded.tokenizer, WriteCanonical("smollm2-gguf", loaded.tokenizer_json));
  const fs::path folder = test::CacheDirectory() / "reference" / "smollm2-hf";
  if (fs::exists(folder / "tokenizer.json")) {
    ExpectParity("smollm2", loaded.tokenizer, folder / "tokenizer.json");
  }
}

TEST_F(Parity, OfSmolLm2OnAWholeFile) {
  const auto demo = test::FindDemoModel();
  SENTEI_REQUIRE(demo, "the demo model");
  const ModelTokenizer loaded = LoadTokenizer(*formats::OpenModel(*demo));
  const fs::path canonical = WriteCanonical("smollm2-whole", loaded.tokenizer_json);
  const fs::path oracle = Cached(*python_,
                                 "smollm2-whole",
                                 "tests/support/tokenizer_oracle.py",
                                 {canonical, *wikitext_},
                                 Quoted(canonical),
                                 "--whole " + Quoted(*wikitext_));
  EXPECT_EQ(
      CaseMismatch(loaded.tokenizer, nlohmann::json::parse(test::ReadText(oracle))).substr(0, 500),
      "");
}

TEST_F(Parity, OfGpt2) {
  const auto path = test::FindSharedData("tok-gpt2/tokenizer.json");
  SENTEI_REQUIRE(path, "the GPT-2 tokenizer");
  ExpectParity("gpt2", FromFile(*path), *path);
}

TEST_F(Parity, OfStories260K) {
  const auto path = test::FindSharedData("llama-stories260K/tokenizer.json");
  SENTEI_REQUIRE(path, "the stories260K model");
  ExpectParity("stories260k", FromFile(*path), *path);
}

/// Texts of `name`.inp and the ids of `name`.out, as llama.cpp has them.
void ExpectVectors(const Tokenizer& tokenizer, const std::string& name) {
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

TEST_F(Parity, OfLlama2FromItsScores) {
  const auto model = test::FindSharedData("tok-llama2/tokenizer.model");
  SENTEI_REQUIRE(model, "the LLaMA-2 tokenizer");
  const fs::path metadata = Cached(*python_,
                                   "llama2",
                                   "tests/support/vocabulary_metadata.py",
                                   {*model},
                                   "sentencepiece " + Quoted(*model),
                                   "");
  const nlohmann::json json =
      TokenizerFromGguf(nlohmann::json::parse(test::ReadText(metadata))).tokenizer_json;
  const Tokenizer tokenizer = Tokenizer::FromJson(json);
  ExpectVectors(tokenizer, "llama-spm");
  ExpectParity("llama2", tokenizer, WriteCanonical("llama2", json));
}

TEST_F(Parity, OfLlama3FromItsMerges) {
  const auto model = test::FindSharedData("tok-llama3/tokenizer.model");
  SENTEI_REQUIRE(model, "the LLaMA-3 tokenizer");
  const fs::path metadata = Cached(*python_,
                                   "llama3",
                                   "tests/support/vocabulary_metadata.py",
                                   {*model},
                                   "tiktoken " + Quoted(*model),
                                   "");
  const nlohmann::json json =
      TokenizerFromGguf(nlohmann::json::parse(test::ReadText(metadata))).tokenizer_json;
  const Tokenizer tokenizer = Tokenizer::FromJson(json);
  ExpectVectors(tokenizer, "llama-bpe");
  ExpectParity("llama3", tokenizer, WriteCanonical("llama3", json));
}

TEST(Vectors, OfGpt2ComeOut) {
  const auto path = test::FindSharedData("tok-gpt2/tokenizer.json");
  SENTEI_REQUIRE(path, "the GPT-2 tokenizer");
  ExpectVectors(Tokenizer::FromJson(nlohmann::json::parse(test::ReadText(*path))), "gpt-2");
}

}  // namespace
}  // namespace sentei::text
