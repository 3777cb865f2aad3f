// SPDX-License-Identifier: Apache-2.0
// Folders without tokenizer.json, one for every family, against what Hugging Face makes of the same
// vocabulary: every line of WikiText-2 test, 10,000 seeded strings and 500 lists of ids.
#include "core/text/gguf_tokenizer.h"
#include "core/text/unicode.h"
#include "tests/core/text/fake_source.h"
#include "tests/core/text/parity_support.h"

#include <sentencepiece_processor.h>

namespace sentei::text {
namespace {

constexpr const char* kMakeFolder = "tests/support/make_tokenizer_folder.py";

class Families : public Parity {
 protected:
  /// The files of a family and reference.json.
  fs::path FolderOf(const std::string& kind) const {
    const fs::path shared = wikitext_->parent_path().parent_path();
    return Cached(*python_, kind, kMakeFolder, {*wikitext_}, kind + " " + Quoted(shared), "");
  }

  static ModelTokenizer Load(const fs::path& folder) {
    FakeSource source(formats::SourceFormat::kHfDirectory, folder);
    if (fs::exists(folder / "config.json")) {
      source.model_config = nlohmann::json::parse(test::ReadText(folder / "config.json"));
    }
    return LoadTokenizer(source);
  }

  std::vector<std::string> WikiTextLines() const {
    std::vector<std::string> lines;
    std::ifstream file(*wikitext_);
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }

  static bool HasShared(const char* path) { return test::FindSharedData(path).has_value(); }

  /// Ids after the way into GGUF metadata and back.
  void ExpectSurvivesGguf(const ModelTokenizer& loaded) const {
    const nlohmann::json metadata =
        GgufTokenizerMetadata(loaded, loaded.tokenizer.vocab_size() + 7);
    const Tokenizer back = Tokenizer::FromJson(TokenizerFromGguf(metadata).tokenizer_json);
    int wrong = 0;
    for (const std::string& line : WikiTextLines()) {
      const auto ids = loaded.tokenizer.Encode(line, SpecialTokens::kAdd);
      if (back.Encode(line, SpecialTokens::kAdd) != ids && ++wrong <= 3) ADD_FAILURE() << line;
    }
    EXPECT_EQ(wrong, 0);
  }
};

struct Family {
  const char* kind;
  const char* needs;  ///< in the shared data
  const char* vectors = nullptr;
  bool survives_gguf = false;
};

void PrintTo(const Family& family, std::ostream* out) { *out << family.kind; }

class FamilyParity : public Families, public ::testing::WithParamInterface<Family> {};

TEST_P(FamilyParity, HoldsForTheFilesWithoutTokenizerJson) {
  const Family& family = GetParam();
  if (!HasShared(family.needs)) GTEST_SKIP() << "not on this machine: " << family.needs;
  const fs::path folder = FolderOf(family.kind);
  const ModelTokenizer loaded = Load(folder);
  ExpectParity(family.kind, loaded.tokenizer, folder / "reference.json");
  if (family.vectors != nullptr) ExpectVectors(loaded.tokenizer, family.vectors);
  if (family.survives_gguf) ExpectSurvivesGguf(loaded);
}

INSTANTIATE_TEST_SUITE_P(
    All,
    FamilyParity,
    ::testing::Values(Family{"llama", "tok-llama2/tokenizer.model", "llama-spm", true},
                      Family{"llama_not_legacy", "tok-llama2/tokenizer.model"},
                      Family{"phi3", "tok-llama2/tokenizer.model"},
                      Family{"gemma", "wikitext2/wiki.test.raw", nullptr, true},
                      Family{"deberta", "wikitext2/wiki.test.raw"},
                      Family{"t5", "tok-t5/spiece.model"},
                      Family{"spm2000", "tok-spm2000/m.model"},
                      Family{"llama3", "tok-llama3/tokenizer.model", "llama-bpe", true},
                      Family{"gpt2", "tok-gpt2/vocab.json", "gpt-2", true},
                      Family{"roberta", "tok-gpt2/vocab.json"},
                      Family{"qwen2", "tok-gpt2/vocab.json", nullptr, true},
                      Family{"bert", "gguf-vocab/ggml-vocab-bert-bge.gguf.inp", "bert-bge"}),
    [](const auto& instance) { return std::string(instance.param.kind); });

TEST_F(Families, BertHasOneStreamFromItsTokenizerJsonAndItsWordList) {
  const fs::path published = FolderOf("bert_json") / "reference.json";
  const Tokenizer tokenizer = FromFile(published);
  ExpectParity("bert_json", tokenizer, published);
  if (HasShared("gguf-vocab/ggml-vocab-bert-bge.gguf.inp")) ExpectVectors(tokenizer, "bert-bge");
}

/// The files that we make are read by the reference as they are by us.
TEST_F(Families, WriteTokenizerJsonThatTheReferenceReadsAlike) {
  for (const char* kind : {"gemma", "deberta", "qwen2"}) {
    const ModelTokenizer loaded = Load(FolderOf(kind));
    const std::string name = std::string(kind) + "-canonical";
    ExpectParity(name, loaded.tokenizer, WriteCanonical(name, loaded.tokenizer_json));
  }
}

/// How many lines of WikiText-2 the SentencePiece library encodes otherwise.
int LinesThatDiffer(const fs::path& model,
                    const Tokenizer& tokenizer,
                    const std::vector<std::string>& lines) {
  sentencepiece::SentencePieceProcessor processor;
  EXPECT_TRUE(processor.Load(model.string()).ok());
  int different = 0;
  for (const std::string& line : lines) {
    std::vector<int> ids;
    EXPECT_TRUE(processor.Encode(line, &ids).ok());
    if (tokenizer.Encode(line, SpecialTokens::kNone) != ids && ++different <= 3) {
      ADD_FAILURE() << line.substr(0, 300);
    }
  }
  return different;
}

TEST_F(Families, AgreeWithTheSentencePieceLibraryOnPlainText) {
  struct Model {
    const char* kind;
    const char* file;
  };
  for (const auto& [kind, file] : {Model{"llama", "tokenizer.model"},
                                   Model{"gemma", "tokenizer.model"},
                                   Model{"t5", "spiece.model"}}) {
    const fs::path folder = FolderOf(kind);
    EXPECT_EQ(LinesThatDiffer(folder / file, Load(folder).tokenizer, WikiTextLines()), 0) << kind;
  }
}

std::string FromHex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

TEST(InvalidUtf8, BecomesReplacementCharactersAsInPython) {
  const auto python = test::FindPython();
  SENTEI_REQUIRE(python, "Python");
  const fs::path oracle = Cached(*python, "utf8", "tests/support/utf8_oracle.py", {}, "", "");
  std::ifstream lines(oracle);
  int count = 0;
  for (std::string bytes, text; lines >> bytes >> text; ++count) {
    EXPECT_EQ(ReplaceInvalidUtf8(FromHex(bytes)), FromHex(text)) << bytes;
  }
  EXPECT_EQ(count, 1000);
}

}  // namespace
}  // namespace sentei::text
