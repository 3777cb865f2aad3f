// SPDX-License-Identifier: Apache-2.0
#include "core/formats/safetensors_reader.h"

#include "core/base/random.h"
#include "tests/core/formats/bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>
#include <sstream>
#include <string>

namespace sentei::formats {
namespace {

using testing::HasSubstr;

bool Accepts(const std::string& file) {
  try {
    static_cast<void>(ParseSafetensorsHeader(AsBytes(file), "file"));
    return true;
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInput);
    EXPECT_STRNE(error.what(), "");
    return false;
  }
}

constexpr std::string_view kOne = R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";

TEST(SafetensorsReaderTest, ReadsNamesTypesShapesAndPlaces) {
  const std::string header =
      R"({"__metadata__":{"format":"pt"},"w":{"dtype":"BF16","shape":[2,3],"data_offsets":[4,16]},)"
      R"("b":{"dtype":"F32","shape":[],"data_offsets":[0,4]}})";
  const std::string file = SafetensorsBytes(header, std::string(16, 'x'));
  const SafetensorsHeader read = ParseSafetensorsHeader(AsBytes(file), "file");
  EXPECT_EQ(read.metadata.at("format"), "pt");
  EXPECT_EQ(read.data_start, 8 + header.size());
  ASSERT_EQ(read.entries.size(), 2U);
  EXPECT_EQ(read.entries[0].info.name, "b");
  EXPECT_TRUE(read.entries[0].info.shape.empty());
  EXPECT_EQ(read.entries[0].info.element_count(), 1);
  EXPECT_EQ(read.entries[1].info.type, ElementType::kBF16);
  EXPECT_THAT(read.entries[1].info.shape, testing::ElementsAre(2, 3));
  EXPECT_EQ(read.entries[1].offset, read.data_start + 4);
  EXPECT_EQ(read.entries[1].info.byte_size, 12U);
}

struct Verdict {
  const char* what;
  std::string header;
  bool accepted;
};

std::string WithField(std::string_view field) {
  return R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],)" + std::string(field) + "}}";
}

/// The verdicts of safetensors 0.8.0 on the same bytes.
TEST(SafetensorsReaderTest, JudgesOddHeadersAsTheReferenceReader) {
  const std::string nested125 = std::string(125, '[') + std::string(125, ']');
  const std::string nested126 = std::string(126, '[') + std::string(126, ']');
  const std::vector<Verdict> verdicts = {
      {"plain", std::string(kOne), true},
      {"blanks around", "\n " + std::string(kOne) + " \n", true},
      {"zero bytes behind", std::string(kOne) + std::string(2, '\0'), false},
      {"byte order mark", "\xEF\xBB\xBF" + std::string(kOne), false},
      {"unknown field", WithField(R"("x":[[1]])"), true},
      {"unknown field twice", WithField(R"("x":1,"x":2)"), true},
      {"known field twice", WithField(R"("dtype":"F32")"), false},
      {"nested 127 deep", WithField("\"x\":" + nested125), true},
      {"nested 128 deep", WithField("\"x\":" + nested126), false},
      {"number too large", WithField(R"("x":1e999)"), false},
      {"number too small", WithField(R"("x":1e-999)"), true},
      {"not a number", WithField(R"("x":NaN)"), false},
      {"lone surrogate", WithField(R"("x":"\ud800")"), false},
      {"null metadata", R"({"__metadata__":null,)" + std::string(kOne.substr(1)), true},
      {"metadata twice",
       R"({"__metadata__":{},"__metadata__":{},)" + std::string(kOne.substr(1)),
       false},
      {"three offsets", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}})", false},
      {"null shape", R"({"a":{"dtype":"F32","shape":null,"data_offsets":[0,4]}})", false},
      {"late start", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", false},
      {"unknown type", R"({"a":{"dtype":"F128","shape":[1],"data_offsets":[0,4]}})", false},
      {"lower-case type", R"({"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}})", false},
      {"null tensor", R"({"a":null})", false},
      {"zero before a large size",
       R"({"z":{"dtype":"F32","shape":[0,9223372036854775807,4],"data_offsets":[0,0]},)" +
           std::string(kOne.substr(1)),
       true},
      {"zero after an overflow",
       R"({"z":{"dtype":"F32","shape":[9223372036854775807,4,0],"data_offsets":[0,0]},)" +
           std::string(kOne.substr(1)),
       false},
  };
  for (const Verdict& verdict : verdicts) {
    EXPECT_EQ(Accepts(SafetensorsBytes(verdict.header, "1234")), verdict.accepted) << verdict.what;
  }
  EXPECT_TRUE(Accepts(SafetensorsBytes("{}", "")));
  EXPECT_FALSE(Accepts(SafetensorsBytes("{}", "x")));
}

TEST(SafetensorsReaderTest, NamesTheTensorAndTheNumbers) {
  const std::string file = SafetensorsBytes(
      R"({"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", std::string(8, 'x'));
  const std::string message = MessageOf(
      [&] { static_cast<void>(ParseSafetensorsHeader(AsBytes(file), "model.safetensors")); });
  EXPECT_THAT(message, HasSubstr("model.safetensors"));
  EXPECT_THAT(message, HasSubstr("\"w\" has 8 bytes instead of 12"));
}

TEST(SafetensorsReaderTest, GivesTheManifestsVerdicts) {
  const auto folder = test::FindSharedData("safetensors-malformed");
  SENTEI_REQUIRE(folder, "shared test data");
  const auto manifest = nlohmann::json::parse(test::ReadText(*folder / "manifest.json"));
  ASSERT_EQ(manifest.size(), 43U);
  for (const auto& entry : manifest) {
    const auto name = entry.at("file").get<std::string>();
    EXPECT_EQ(Accepts(test::ReadText(*folder / name)), entry.at("reference_0_8_0") == "accept")
        << name;
  }
}

/// Damages a sound file in many ways and asks the reference reader about each.
TEST(SafetensorsReaderTest, JudgesDamagedFilesAsTheReferenceReader) {
  const auto python = test::FindPython();
  SENTEI_REQUIRE(python, "Python with safetensors");
  const std::string sound = SafetensorsBytes(
      R"({"__metadata__":{"f":"pt"},"ab":{"dtype":"F16","shape":[2,2],"data_offsets":[0,8]},)"
      R"("c":{"dtype":"U8","shape":[3,1],"data_offsets":[8,11]}} )",
      "12345678901");
  const test::TemporaryDirectory folder;
  RandomStream random({.seed = 5});
  const std::string alphabet = "0123456789-.eE[]{}\",: \\u\n\x01\x80tn";
  std::set<std::string> accepted;
  for (int i = 0; i < 3000; ++i) {
    std::string file = sound;
    const int changes = 1 + static_cast<int>(random.NextBelow(2));
    for (int change = 0; change < changes; ++change) {
      const std::size_t at = random.NextBelow(file.size());
      const char value = alphabet[random.NextBelow(alphabet.size())];
      switch (random.NextBelow(3)) {
        case 0:
          file[at] = value;
          break;
        case 1:
          file[at] = static_cast<char>(file[at] ^ (1 << random.NextBelow(8)));
          break;
        default:
          file.erase(at, 1);
          file[0] = static_cast<char>(file[0] - (at >= 8 ? 1 : 0));
      }
    }
    const std::string name = "case" + std::to_string(i) + ".safetensors";
    test::WriteText(folder / name, file);
    if (Accepts(file)) accepted.insert(name);
  }
  std::istringstream verdicts(test::RunPython(
      *python, "tests/support/formats_oracle.py", "verdicts " + folder.path().string()));
  std::string verdict;
  std::string name;
  int count = 0;
  while (verdicts >> verdict >> name) {
    EXPECT_EQ(accepted.count(name) == 1, verdict == "accept")
        << name << ": " << test::ReadText(folder / name).substr(8);
    ++count;
  }
  EXPECT_EQ(count, 3000);
  EXPECT_GT(accepted.size(), 30U);
}

}  // namespace
}  // namespace sentei::formats
