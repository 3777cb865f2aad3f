// SPDX-License-Identifier: Apache-2.0
#include "core/text/tokenizer.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/text/byte_alphabet.h"
#include "tests/core/text/small_tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace sentei::text {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Ids = std::vector<TokenId>;

/// The message of the kInput error that reading `json` ends with; empty when it is accepted.
std::string RefusalOf(const nlohmann::json& json) {
  try {
    (void)Tokenizer::FromJson(json);
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInput);
    return error.what();
  }
}

TEST(Tokenizer, RefusesComponentsItDoesNotKnowByName) {
  const auto with = [](const char* part, const char* type) {
    nlohmann::json json = ByteLevelJson();
    json[part] = {{"type", type}};
    return RefusalOf(json);
  };
  EXPECT_THAT(with("normalizer", "Novel"), HasSubstr("normalizer 'Novel'"));
  EXPECT_THAT(with("pre_tokenizer", "UnicodeScripts"), HasSubstr("'UnicodeScripts'"));
  EXPECT_THAT(with("post_processor", "Novel"), HasSubstr("post-processor 'Novel'"));
  EXPECT_THAT(with("decoder", "CTC"), HasSubstr("decoder 'CTC'"));
  nlohmann::json word_level = ByteLevelJson();
  word_level["model"] = {{"type", "WordLevel"}, {"vocab", nlohmann::json::object()}};
  EXPECT_THAT(RefusalOf(word_level), HasSubstr("'WordLevel'"));
}

TEST(Tokenizer, RefusesComponentsNestedWithoutEnd) {
  nlohmann::json json = ByteLevelJson();
  for (int i = 0; i < 40; ++i) {
    json["normalizer"] = {{"type", "Sequence"},
                          {"normalizers", nlohmann::json::array({json["normalizer"]})}};
  }
  EXPECT_THAT(RefusalOf(json), HasSubstr("nested"));
}

nlohmann::json UnigramJson(const std::vector<std::pair<std::string, double>>& pieces) {
  nlohmann::json vocab = nlohmann::json::array();
  for (const auto& [text, score] : pieces) vocab.push_back(nlohmann::json::array({text, score}));
  return {{"model", {{"type", "Unigram"}, {"unk_id", 0}, {"vocab", std::move(vocab)}}},
          {"decoder", {{"type", "Fuse"}}}};
}

std::vector<TokenId> UnigramIds(const nlohmann::json& json, const char* text) {
  return Tokenizer::FromJson(json).Encode(text, SpecialTokens::kNone);
}

TEST(Unigram, TakesTheMostProbableWay) {
  const nlohmann::json json = UnigramJson({{"<unk>", 0.0},
                                           {"a", 0.0},
                                           {"b", 0.0},
                                           {"c", 0.0},
                                           {"d", 0.0},
                                           {"cd", 1.0},
                                           {"ab", 2.0},
                                           {"abc", 5.0},
                                           {"abcd", 10.0}});
  EXPECT_THAT(UnigramIds(json, "abcdacd"), ElementsAre(8, 1, 5));
  EXPECT_THAT(UnigramIds(json, "abcdacdxx"), ElementsAre(8, 1, 5, 0));  // one unknown, not two
}

TEST(Unigram, KeepsTheFirstOfEquallyProbableWays) {
  const nlohmann::json json =
      UnigramJson({{"<unk>", 0.0}, {"a", -1.0}, {"b", -1.0}, {"ab", -2.0}, {"ba", -2.0}});
  EXPECT_THAT(UnigramIds(json, "ab"), ElementsAre(3));
  EXPECT_THAT(UnigramIds(json, "aba"), ElementsAre(1, 4));
}

TEST(Unigram, RefusesAnUnknownIdOutsideTheVocabularyAndUnknownTextWithoutOne) {
  nlohmann::json json = UnigramJson({{"<unk>", 0.0}});
  json["model"]["unk_id"] = 7;
  EXPECT_THAT(RefusalOf(json), HasSubstr("unk_id is 7"));
  json["model"]["unk_id"] = nullptr;
  EXPECT_THROW((void)UnigramIds(json, "x"), Error);
}

TEST(WordPiece, CutsGreedilyAndGivesUpOnTheWholeWord) {
  const nlohmann::json json = {
      {"model",
       {{"type", "WordPiece"},
        {"unk_token", "[UNK]"},
        {"continuing_subword_prefix", "##"},
        {"max_input_chars_per_word", 6},
        {"vocab",
         {{"[UNK]", 0}, {"un", 1}, {"unab", 2}, {"##able", 3}, {"##le", 4}, {"##a", 5}}}}}};
  const Tokenizer tokenizer = Tokenizer::FromJson(json);
  EXPECT_THAT(tokenizer.Encode("unable", SpecialTokens::kNone), ElementsAre(2, 4));
  EXPECT_THAT(tokenizer.Encode("una", SpecialTokens::kNone), ElementsAre(1, 5));
  EXPECT_THAT(tokenizer.Encode("unz", SpecialTokens::kNone), ElementsAre(0));
  EXPECT_THAT(tokenizer.Encode("unablea", SpecialTokens::kNone), ElementsAre(0));  // 7 characters
}

TEST(Tokenizer, RefusesPostProcessorsThatAddNoToken) {
  nlohmann::json json = ByteLevelJson();
  for (const std::int64_t id : {std::int64_t{-1}, std::int64_t{1} << 40}) {
    json["post_processor"] = {{"type", "BertProcessing"}, {"cls", {"a", 1}}, {"sep", {"b", id}}};
    EXPECT_THAT(RefusalOf(json), HasSubstr("post-processor"));
  }
}

TEST(Tokenizer, RefusesRulesThatMultiplyAText) {
  nlohmann::json json = ByteLevelJson();
  nlohmann::json rules = nlohmann::json::array();
  for (int i = 0; i < 40; ++i) {
    rules.push_back({{"type", "Replace"}, {"pattern", {{"String", "t"}}}, {"content", "tt"}});
  }
  json["normalizer"] = {{"type", "Sequence"}, {"normalizers", rules}};
  const Tokenizer tokenizer = Tokenizer::FromJson(json);
  EXPECT_THROW((void)tokenizer.Encode("t", SpecialTokens::kNone), Error);
  EXPECT_THAT(tokenizer.Encode("h", SpecialTokens::kNone), ::testing::SizeIs(1));
}

TEST(Charsmap, RefusesWhatIsCutShortAndReadsNothingOutside) {
  const auto refused = [](const char* base64) {
    nlohmann::json json = ByteLevelJson();
    json["normalizer"] = {{"type", "Precompiled"}, {"precompiled_charsmap", base64}};
    return RefusalOf(json);
  };
  EXPECT_THAT(refused("!"), HasSubstr("base64"));
  EXPECT_THAT(refused(""), HasSubstr("0 bytes"));
  EXPECT_THAT(refused("AAAAAA=="), HasSubstr("trie 0 bytes"));
  EXPECT_THAT(refused("/////wAAAAA="), HasSubstr("trie 4294967295 bytes"));
  EXPECT_THAT(refused("BAAAAAAAAAD/"), HasSubstr("UTF-8"));
  nlohmann::json json = ByteLevelJson();
  // One unit that sends every search far outside of it.
  json["normalizer"] = {{"type", "Precompiled"}, {"precompiled_charsmap", "BAAAAP///39h"}};
  EXPECT_EQ(Tokenizer::FromJson(json).Encode("the", SpecialTokens::kNone),
            Tokenizer::FromJson(ByteLevelJson()).Encode("the", SpecialTokens::kNone));
}

TEST(Tokenizer, RefusesMalformedFilesWithASentence) {
  EXPECT_NE(RefusalOf(nlohmann::json::array()), "");
  EXPECT_NE(RefusalOf({{"model", 3}}), "");
  EXPECT_NE(RefusalOf({{"model", {{"type", "BPE"}}}}), "");
  nlohmann::json json = ByteLevelJson();
  json["model"]["merges"].push_back({"never", "seen"});
  EXPECT_THAT(RefusalOf(json), HasSubstr("'never'"));
  json = ByteLevelJson();
  json["model"]["merges"] = {"one two three"};
  EXPECT_THAT(RefusalOf(json), HasSubstr("one two three"));
  json = ByteLevelJson();
  json["model"]["vocab"]["x"] = -1;
  EXPECT_THAT(RefusalOf(json), HasSubstr("-1"));
  json = ByteLevelJson();
  json["model"]["vocab"]["x"] = "y";
  EXPECT_NE(RefusalOf(json), "");
  json = ByteLevelJson();
  json["model"]["dropout"] = 0.1;
  EXPECT_THAT(RefusalOf(json), HasSubstr("dropout"));
  json = ByteLevelJson();
  json["added_tokens"] = {{{"id", 0}}};
  EXPECT_NE(RefusalOf(json), "");
}

TEST(Tokenizer, ReadsBothSpellingsOfMerges) {
  nlohmann::json pairs = ByteLevelJson();
  nlohmann::json strings = pairs;
  strings["model"]["merges"] = nlohmann::json::array({"#version: 0.2"});
  for (const auto& pair : pairs["model"]["merges"]) {
    strings["model"]["merges"].push_back(pair[0].get<std::string>() + " " +
                                         pair[1].get<std::string>());
  }
  const std::string text = "the theatre then";
  EXPECT_EQ(Tokenizer::FromJson(pairs).Encode(text, SpecialTokens::kNone),
            Tokenizer::FromJson(strings).Encode(text, SpecialTokens::kNone));
}

TEST(Tokenizer, ReadsInvalidUtf8AsReplacementCharacters) {
  const Tokenizer tokenizer = Tokenizer::FromJson(ByteLevelJson());
  EXPECT_EQ(tokenizer.Encode("a\xFF\xE4\xB8z", SpecialTokens::kNone),
            tokenizer.Encode("a\xEF\xBF\xBD\xEF\xBF\xBDz", SpecialTokens::kNone));
}

TEST(Tokenizer, NeverCrashesOnRandomBytesOrIds) {
  RandomStream random(RandomKey{3});
  for (const nlohmann::json& json : {ByteLevelJson(), SentencePieceJson()}) {
    const Tokenizer tokenizer = Tokenizer::FromJson(json);
    for (int round = 0; round < 3000; ++round) {
      std::string bytes(random.NextBelow(50), '\0');
      for (char& byte : bytes) byte = static_cast<char>(random.NextBelow(256));
      const Ids ids = tokenizer.Encode(bytes, SpecialTokens::kAdd);
      EXPECT_FALSE(ids.empty() && !bytes.empty());
      Ids noise(random.NextBelow(30));
      for (TokenId& id : noise) id = static_cast<TokenId>(random.NextU32());
      noise.insert(noise.end(), ids.begin(), ids.end());
      (void)tokenizer.Decode(noise, Skip::kSpecial);
    }
  }
}

TEST(Tokenizer, DecodesWhatItEncodes) {
  const Tokenizer tokenizer = Tokenizer::FromJson(ByteLevelJson());
  for (const std::string text : {"", " ", "the \u526A\u5B9A \U0001F333\n\n 12", "\x01\x7F"}) {
    EXPECT_EQ(tokenizer.Decode(tokenizer.Encode(text, SpecialTokens::kNone), Skip::kNothing), text);
  }
}

TEST(Tokenizer, EncodesAMegabyteOfOneLetterInSeconds) {
  for (const nlohmann::json& json : {ByteLevelJson(), SentencePieceJson()}) {
    const Tokenizer tokenizer = Tokenizer::FromJson(json);
    const auto start = std::chrono::steady_clock::now();
    const Ids ids = tokenizer.Encode(std::string(1 << 20, 't'), SpecialTokens::kNone);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    EXPECT_GE(ids.size(), std::size_t{1} << 17);
    // The merging is O(n log n); a quadratic one takes hours. Sanitizers and busy machines get
    // time.
    EXPECT_LT(taken.count(), 60.0);
    RecordProperty("seconds", std::to_string(taken.count()));
  }
}

TEST(Tokenizer, IsSharedByThreads) {
  const Tokenizer tokenizer = Tokenizer::FromJson(ByteLevelJson());
  const std::string text = "the theatre then and there, others bathe in the heat";
  const Ids expected = Tokenizer::FromJson(ByteLevelJson()).Encode(text, SpecialTokens::kNone);
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 200; ++round) {
        if (tokenizer.Encode(text, SpecialTokens::kNone) != expected) ++wrong[i];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

TEST(ByteAlphabet, SpellsEveryByteAndReadsItBack) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text(1, static_cast<char>(byte));
    EXPECT_EQ(FromByteAlphabet(ToByteAlphabet(text)), text);
  }
  EXPECT_EQ(ToByteAlphabet(" \n"), "\u0120\u010A");
  EXPECT_EQ(FromByteAlphabet("\u4E2D"), std::nullopt);
}

}  // namespace
}  // namespace sentei::text
