// SPDX-License-Identifier: Apache-2.0
// Tokenizers that come as a SentencePiece or tiktoken `.model`, vocab.json with merges.txt, or
// vocab.txt.
#include "core/base/base64.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/text/byte_alphabet.h"
#include "core/text/sentencepiece_model.h"
#include "core/text/sentencepiece_tokenizer.h"
#include "core/text/tiktoken_model.h"
#include "core/text/tokenizer.h"
#include "tests/core/text/fake_source.h"
#include "tests/core/text/wire_writer.h"
#include "tests/support/test_environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace sentei::text {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

enum Algorithm { kUnigram = 1, kBpe = 2, kWord = 3 };

std::string PieceMessage(std::string_view text, float score, PieceType type) {
  WireWriter piece;
  piece.Bytes(1, text);
  piece.Float(2, score);
  piece.Varint(3, static_cast<std::uint64_t>(type));
  return piece.message();
}

/// <unk> 0, <s> 1, </s> 2, then U+2581 3, a 4, b 5, ab 6, U+2581ab 7, <u> 8 (user-defined).
std::string SmallModel(Algorithm algorithm) {
  WireWriter model;
  model.Bytes(1, PieceMessage("<unk>", 0, PieceType::kUnknown));
  model.Bytes(1, PieceMessage("<s>", 0, PieceType::kControl));
  model.Bytes(1, PieceMessage("</s>", 0, PieceType::kControl));
  model.Bytes(1, PieceMessage("\u2581", -3, PieceType::kNormal));
  model.Bytes(1, PieceMessage("a", -4, PieceType::kNormal));
  model.Bytes(1, PieceMessage("b", -5, PieceType::kNormal));
  model.Bytes(1, PieceMessage("ab", -2, PieceType::kNormal));
  model.Bytes(1, PieceMessage("\u2581ab", -1, PieceType::kNormal));
  model.Bytes(1, PieceMessage("<u>", 0, PieceType::kUserDefined));
  WireWriter trainer;
  trainer.Varint(3, algorithm);
  model.Bytes(2, trainer.message());
  return model.message();
}

std::string RefusalOf(const std::string& bytes) {
  try {
    (void)ReadSentencePieceModel(bytes);
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInput);
    return error.what();
  }
}

TEST(SentencePieceFile, HoldsPiecesAndSettings) {
  const SentencePieceModel model = ReadSentencePieceModel(SmallModel(kBpe));
  ASSERT_EQ(model.pieces.size(), 9u);
  EXPECT_EQ(model.pieces[7].text, "\u2581ab");
  EXPECT_EQ(model.pieces[7].score, -1.0);
  EXPECT_EQ(model.pieces[8].type, PieceType::kUserDefined);
  EXPECT_EQ(model.algorithm, SentencePieceModel::Algorithm::kBpe);
  EXPECT_EQ(model.unknown_id, 0);
  EXPECT_EQ(model.bos_id, 1);
}

TEST(SentencePieceFile, IsRefusedWithASentence) {
  EXPECT_THAT(RefusalOf(""), HasSubstr("0 pieces"));
  EXPECT_THAT(RefusalOf("\x0A\xFF"), HasSubstr("field"));
  EXPECT_THAT(RefusalOf(SmallModel(kWord)), HasSubstr("model type is 3"));
  WireWriter twice;
  twice.Bytes(1, PieceMessage("<unk>", 0, PieceType::kUnknown));
  twice.Bytes(1, PieceMessage("a", 0, PieceType::kNormal));
  twice.Bytes(1, PieceMessage("a", 0, PieceType::kNormal));
  EXPECT_THAT(RefusalOf(twice.message()), HasSubstr("twice"));
  WireWriter endless;
  endless.Bytes(1, PieceMessage("a", std::numeric_limits<float>::infinity(), PieceType::kNormal));
  EXPECT_THAT(RefusalOf(endless.message()), HasSubstr("score"));
  WireWriter bytes;
  bytes.Bytes(1, PieceMessage("\xFF", 0, PieceType::kNormal));
  EXPECT_THAT(RefusalOf(bytes.message()), HasSubstr("UTF-8"));
}

TEST(SentencePieceFile, EndsInASentenceOrAModelWhereverItIsDamaged) {
  const std::string whole = SmallModel(kUnigram);
  int refused = 0;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    refused += RefusalOf(whole.substr(0, size)).empty() ? 0 : 1;
  }
  EXPECT_GT(refused, 0);
  RandomStream random(RandomKey{3});
  for (int i = 0; i < 3000; ++i) {
    std::string damaged = whole;
    for (std::uint64_t n = random.NextBelow(4) + 1; n > 0; --n) {
      damaged[random.NextBelow(damaged.size())] = static_cast<char>(random.NextBelow(256));
    }
    refused += RefusalOf(damaged).empty() ? 0 : 1;
  }
  EXPECT_GT(refused, 1000);
}

class ModelFolder : public ::testing::Test {
 protected:
  ModelFolder() : source_(formats::SourceFormat::kHfDirectory, folder_.path()) {}
  void Write(const char* name, const std::string& text) { test::WriteText(folder_ / name, text); }
  ModelTokenizer Load() const { return LoadTokenizer(source_); }
  std::vector<TokenId> Ids(const char* text, SpecialTokens special = SpecialTokens::kNone) const {
    return Load().tokenizer.Encode(text, special);
  }

  test::TemporaryDirectory folder_;
  FakeSource source_;
};

TEST_F(ModelFolder, ReadsSentencePieceAsTheFamilyThatTheConfigurationNames) {
  Write("tokenizer.model", SmallModel(kBpe));
  source_.model_config = {{"model_type", "llama"}};
  EXPECT_THAT(Ids("ab", SpecialTokens::kAdd), ElementsAre(1, 7));
  EXPECT_THAT(Ids(" ab"), ElementsAre(3, 7));
  EXPECT_THAT(Ids("<u>ab</s>"), ElementsAre(8, 7, 2));
  source_.model_config = {{"model_type", "gemma2"}};
  EXPECT_THAT(Ids("ab ab", SpecialTokens::kAdd), ElementsAre(1, 6, 7));
  Write("tokenizer_config.json", R"({"tokenizer_class": "LlamaTokenizerFast", "legacy": false})");
  EXPECT_THAT(Ids(" ab"), ElementsAre(7));  // a space that is there is not put in front
  EXPECT_THAT(Ids("<u>ab"), ElementsAre(8, 6));
}

TEST_F(ModelFolder, CarriesTheTokenizerJsonThatItMade) {
  Write("tokenizer.model", SmallModel(kBpe));
  source_.model_config = {{"model_type", "mistral"}};
  const ModelTokenizer loaded = Load();
  EXPECT_EQ(Tokenizer::FromJson(loaded.tokenizer_json).Encode("ab b", SpecialTokens::kAdd),
            loaded.tokenizer.Encode("ab b", SpecialTokens::kAdd));
  EXPECT_EQ(loaded.bos, 1);
  EXPECT_THAT(loaded.eos, ElementsAre(2));
  EXPECT_EQ(loaded.tokenizer_config.at("unk_token"), "<unk>");
}

TEST_F(ModelFolder, PutsT5SentinelsBehindThePieces) {
  Write("spiece.model", SmallModel(kUnigram));
  Write("tokenizer_config.json", R"({"extra_ids": 3})");
  EXPECT_THAT(Ids("ab  <extra_id_0><extra_id_2>", SpecialTokens::kAdd), ElementsAre(7, 11, 9, 2));
}

TEST_F(ModelFolder, AddsTheTokensThatTheConfigurationNames) {
  Write("tokenizer.model", SmallModel(kBpe));
  Write("tokenizer_config.json",
        R"({"tokenizer_class": "LlamaTokenizer", "added_tokens_decoder":
            {"9": {"content": "<|end|>", "rstrip": true, "normalized": false, "special": true}}})");
  EXPECT_THAT(Ids("<|end|>  ab"), ElementsAre(9, 7));
  Write("tokenizer_config.json", R"({"added_tokens_decoder": {"x": {"content": "y"}}})");
  EXPECT_THROW((void)Load(), Error);
}

std::string TiktokenLine(std::string_view bytes, int rank) {
  return EncodeBase64(bytes) + " " + std::to_string(rank) + "\n";
}

/// The 256 bytes by their value, then "ab" 256, "abab" 257.
std::string SmallTiktoken() {
  std::string lines;
  for (int byte = 0; byte < 256; ++byte) {
    lines += TiktokenLine(std::string(1, static_cast<char>(byte)), byte);
  }
  return lines + TiktokenLine("ab", 256) + TiktokenLine("abab", 257);
}

TEST_F(ModelFolder, ReadsTiktokenRanks) {
  Write("tokenizer.model", SmallTiktoken());
  Write("tokenizer_config.json",
        R"({"bos_token": "<|b|>", "added_tokens_decoder":
            {"258": {"content": "<|b|>", "normalized": false, "special": true}}})");
  EXPECT_THAT(Ids("ababab", SpecialTokens::kAdd), ElementsAre(258, 257, 256));
  EXPECT_THAT(Ids("\xE4\xB8\xAD"), ElementsAre(0xE4, 0xB8, 0xAD));
  EXPECT_EQ(Load().tokenizer.Decode(std::vector<TokenId>{256, 32, 257}, Skip::kNothing), "ab abab");
}

TEST_F(ModelFolder, RefusesMalformedTiktokenRanks) {
  for (const std::string lines : {"QQ==\n",
                                  "Q!== 0\n",
                                  "QQ== x\n",
                                  "QQ== -1\n",
                                  "QQ== 0\nQQ== 1\n",
                                  "QQ== 0\nQg== 0\n",
                                  "QQ== 99999999999\n"}) {
    Write("tokenizer.model", lines);
    try {
      (void)Load();
      ADD_FAILURE() << lines << " was accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInput);
      EXPECT_THAT(error.what(), HasSubstr("tokenizer.model"));
    }
  }
  Write("tokenizer.model", TiktokenLine(std::string(300, 'x'), 0));
  EXPECT_THROW((void)Load(), Error);
}

json ByteVocabulary() {
  json vocab = json::object();
  for (int byte = 0; byte < 256; ++byte) {
    vocab[ToByteAlphabet(std::string(1, static_cast<char>(byte)))] = byte;
  }
  return vocab;
}

TEST_F(ModelFolder, ReadsVocabJsonWithMerges) {
  json vocab = ByteVocabulary();
  vocab.update({{"ab", 256}, {"<|endoftext|>", 257}, {"<s>", 258}, {"</s>", 259}});
  Write("vocab.json", vocab.dump());
  Write("merges.txt", "#version: 0.2\na b\n");
  EXPECT_THAT(Ids("abb<|endoftext|>", SpecialTokens::kAdd), ElementsAre(256, 'b', 257));
  source_.model_config = {{"model_type", "roberta"}};
  EXPECT_THAT(Ids("ab", SpecialTokens::kAdd), ElementsAre(258, 256, 259));
  Write("merges.txt", "a b c\n");
  EXPECT_THROW((void)Load(), Error);
}

TEST_F(ModelFolder, ReadsAWordList) {
  Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nun\n##able\nUn\n");
  EXPECT_THAT(Ids("Unable x", SpecialTokens::kAdd), ElementsAre(2, 4, 5, 1, 3));
  Write("tokenizer_config.json", R"({"do_lower_case": false})");
  EXPECT_THAT(Ids("Unable"), ElementsAre(6, 5));
  Write("vocab.txt", "a\nb\n");
  EXPECT_THROW((void)Load(), Error);
}

TEST_F(ModelFolder, PrefersTokenizerJson) {
  Write("tokenizer.model", "rubbish");
  Write("tokenizer.json", R"({"model": {"type": "Unigram", "unk_id": 0, "vocab": [["x", 0.0]]}})");
  EXPECT_THAT(Ids("x"), ElementsAre(0));
}

TEST(Base64, ReadsWhatItWritesAndRefusesTheRest) {
  for (const std::string bytes : {"", "a", "ab", "abc", "\xFF\xFE"}) {
    EXPECT_EQ(DecodeBase64(EncodeBase64(bytes)), bytes);
  }
  EXPECT_EQ(EncodeBase64("ab"), "YWI=");
  for (const char* text : {"YWI", "YW=I", "YW I", "=", "Y===", "YWI=YWI="}) {
    EXPECT_EQ(DecodeBase64(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace sentei::text
