// SPDX-License-Identifier: Apache-2.0
// Every line of WikiText-2 test and 10,000 seeded strings against Hugging Face `tokenizers`, which
// runs here when its Python is on the machine; its answers are kept beside the build.
#include "core/formats/model_source.h"
#include "core/text/gguf_tokenizer.h"
#include "tests/core/text/parity_support.h"

namespace sentei::text {
namespace {

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
