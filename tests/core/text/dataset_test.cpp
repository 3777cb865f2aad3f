// SPDX-License-Identifier: Apache-2.0
#include "core/text/dataset.h"

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/text/text_template.h"
#include "tests/core/text/small_tokenizer.h"
#include "tests/support/test_environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace sentei::text {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class TextFile : public ::testing::Test {
 protected:
  TextSource Write(const char* name, const std::string& content) {
    test::WriteText(folder_ / name, content);
    TextSource source;
    source.path = (folder_ / name).string();
    return source;
  }
  static std::string ErrorOf(const TextSource& source) {
    try {
      (void)ReadDocuments(source);
      return "accepted";
    } catch (const Error& error) {
      return error.what();
    }
  }
  static ModelTokenizer WithEos(std::vector<TokenId> eos) {
    return {
        Tokenizer::FromJson(ByteLevelJson()), {}, {}, std::nullopt, std::move(eos), std::nullopt};
  }
  test::TemporaryDirectory folder_;
};

TEST_F(TextFile, IsOneDocumentTokenisedWholeWithoutBos) {
  const std::string content = " the theatre\n\n = the = \n";
  const TokenStream stream = ReadTokens(Write("a.txt", content), WithEos({2}));
  const Tokenizer tokenizer = Tokenizer::FromJson(ByteLevelJson());
  EXPECT_EQ(stream.ids, tokenizer.Encode(content, SpecialTokens::kNone));
  EXPECT_EQ(stream.documents, 1);
  EXPECT_EQ(stream.sha256, Sha256Hex(content));
}

TEST_F(TextFile, OfRecordsIsPackedWithEosBetweenThem) {
  const TextSource source =
      Write("a.jsonl", "{\"text\": \"the\"}\n\n{\"text\": \"\"}\r\n{\"text\": \"at\", \"x\": 1}");
  const Tokenizer tokenizer = Tokenizer::FromJson(ByteLevelJson());
  const TokenId the = *tokenizer.IdOf("the");
  const TokenId at = *tokenizer.IdOf("at");
  EXPECT_THAT(ReadTokens(source, WithEos({2, 0})).ids, ElementsAre(the, 2, at));
  EXPECT_THAT(ReadTokens(source, WithEos({})).ids, ElementsAre(the, at));
  EXPECT_EQ(ReadTokens(source, WithEos({})).documents, 2);
}

TEST_F(TextFile, ReadsNoMoreRecordsThanAsked) {
  TextSource source = Write("a.jsonl", "{\"q\": \"1\"}\n{\"q\": \"2\"}\nno json");
  source.column = "q";
  source.max_records = 2;
  EXPECT_THAT(ReadDocuments(source).texts, ElementsAre("1", "2"));
}

TEST_F(TextFile, FillsATemplateFromSeveralFields) {
  TextSource source = Write("a.jsonl", "{\"q\": \"why\", \"a\": \"so\"}");
  source.text_template = "Q: {q}\\nA: {a}";
  EXPECT_THAT(ReadDocuments(source).texts, ElementsAre("Q: why\nA: so"));
}

TEST_F(TextFile, NamesFileLineAndFieldOfWhatIsWrong) {
  EXPECT_THAT(ErrorOf(Write("a.jsonl", "{\"text\": \"x\"}\n{\"text\"")),
              HasSubstr("a.jsonl line 2 is not valid JSON"));
  EXPECT_THAT(ErrorOf(Write("a.jsonl", "[1]")), HasSubstr("line 1 is no JSON object"));
  EXPECT_THAT(ErrorOf(Write("a.jsonl", "{\"body\": \"x\", \"id\": 1}")),
              AllOf(HasSubstr("line 1 has no field 'text'"), HasSubstr("body, id")));
  EXPECT_THAT(ErrorOf(Write("a.jsonl", "{\"text\": 3}")), HasSubstr("no text but number"));
}

TEST_F(TextFile, RefusesEmptyBinaryAndMissingFiles) {
  EXPECT_THAT(ErrorOf(Write("a.txt", "")), HasSubstr("holds no text"));
  EXPECT_THAT(ErrorOf(Write("a.jsonl", "\n\n")), HasSubstr("holds no text"));
  EXPECT_THAT(ErrorOf(Write("a.bin", std::string("GGUF\0\3", 6))), HasSubstr("binary"));
  TextSource missing;
  missing.path = (folder_ / "none.txt").string();
  EXPECT_THAT(ErrorOf(missing), HasSubstr("none.txt"));
}

TEST(TextTemplate, UnderstandsBracesAndEscapes) {
  const nlohmann::json record = {{"a", "1"}, {"b", "2"}};
  EXPECT_EQ(TextTemplate("{a}{b}").Expand(record, ""), "12");
  EXPECT_EQ(TextTemplate("{{{a}}}\\t\\\\n").Expand(record, ""), "{1}\t\\n");
  for (const char* wrong : {"", "no field", "{a", "{}", "a}", "{a{b}}"}) {
    EXPECT_THROW((void)TextTemplate(wrong), Error) << wrong;
  }
}

TokenStream Counting(std::int64_t count) {
  TokenStream stream;
  for (std::int64_t i = 0; i < count; ++i) stream.ids.push_back(static_cast<TokenId>(i));
  return stream;
}

TEST(SequenceSampler, VisitsEverySequenceOnceAnEpochInAnotherOrder) {
  const TokenStream stream = Counting(103);
  SequenceSampler sampler(stream, 10, 5, 42);
  ASSERT_EQ(sampler.sequences(), 10);
  std::vector<std::vector<std::int64_t>> epochs(3);
  for (std::int64_t step = 0; step < 6; ++step) {
    const auto indices = sampler.Indices(step);
    auto& epoch = epochs[static_cast<std::size_t>(step / 2)];
    epoch.insert(epoch.end(), indices.begin(), indices.end());
  }
  EXPECT_NE(epochs[0], epochs[1]);
  EXPECT_NE(epochs[1], epochs[2]);
  for (auto& epoch : epochs) {
    std::sort(epoch.begin(), epoch.end());
    EXPECT_THAT(epoch, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  }
}

TEST(SequenceSampler, GivesABatchThatDependsOnSeedAndStepAlone) {
  const TokenStream stream = Counting(1000);
  SequenceSampler whole(stream, 7, 3, 1);
  std::vector<std::vector<TokenId>> batches;
  for (std::int64_t step = 0; step < 200; ++step) batches.push_back(whole.Batch(step));
  SequenceSampler resumed(stream, 7, 3, 1);
  for (const std::int64_t step : {150, 3, 199, 0, 47, 48}) {
    EXPECT_EQ(resumed.Batch(step), batches[static_cast<std::size_t>(step)]) << step;
  }
  SequenceSampler other(stream, 7, 3, 2);
  EXPECT_NE(other.Batch(0), batches[0]);
}

TEST(SequenceSampler, CutsSequencesAtMultiplesOfTheirLength) {
  const TokenStream stream = Counting(25);
  SequenceSampler sampler(stream, 8, 2, 0, SequenceOrder::kSequential);
  EXPECT_THAT(sampler.Batch(0), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  EXPECT_THAT(sampler.Indices(1), ElementsAre(2, 0));
}

TEST(SequenceSampler, RefusesATextShorterThanASequence) {
  const TokenStream stream = Counting(9);
  EXPECT_THROW(SequenceSampler(stream, 10, 1, 0), Error);
  EXPECT_THROW(SequenceSampler(stream, 0, 1, 0), Error);
  EXPECT_THROW(SequenceSampler(stream, 3, 0, 0), Error);
}

TEST(EvalWindows, AreTheFirstNonOverlappingOnes) {
  const TokenStream stream = Counting(23);
  const auto two = EvalWindows(stream, 5, 2);
  ASSERT_EQ(two.size(), 2u);
  EXPECT_THAT(two[1], ElementsAre(5, 6, 7, 8, 9));
  EXPECT_EQ(EvalWindows(stream, 5, 0).size(), 4u);
  EXPECT_EQ(EvalWindows(stream, 5, 40).size(), 4u);
  EXPECT_THROW((void)EvalWindows(stream, 24, 1), Error);
}

}  // namespace
}  // namespace sentei::text
