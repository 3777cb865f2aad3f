// SPDX-License-Identifier: Apache-2.0
#include "core/base/half.h"
#include "core/base/random.h"
#include "core/base/sha256.h"
#include "core/formats/convert.h"
#include "tests/core/formats/bytes.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

namespace sentei::formats {
namespace {

constexpr ElementType kQuantised[] = {ElementType::kQ4_0,
                                      ElementType::kQ4_1,
                                      ElementType::kQ5_0,
                                      ElementType::kQ5_1,
                                      ElementType::kQ8_0,
                                      ElementType::kQ4_K,
                                      ElementType::kQ5_K,
                                      ElementType::kQ6_K};

ElementType TypeOf(std::string_view name) {
  for (const ElementType type : kQuantised) {
    if (Name(type) == name) return type;
  }
  ADD_FAILURE() << "no type " << name;
  return ElementType::kOther;
}

std::vector<float> Dequantise(ElementType type, std::string_view blocks) {
  const BlockLayout layout = BlockLayoutOf(type);
  std::vector<float> values(blocks.size() / static_cast<std::size_t>(layout.bytes) *
                            static_cast<std::size_t>(layout.elements));
  ConvertToFloat(type, AsBytes(blocks), values);
  return values;
}

nlohmann::json Golden() {
  return nlohmann::json::parse(
      test::ReadText(std::string(SENTEI_SOURCE_DIR) + "/tests/golden/formats/quants.json"));
}

TEST(QuantsTest, DequantisesBitForBitAsTheGgufPackage) {
  const nlohmann::json golden = Golden();
  EXPECT_EQ(golden.at("dequantise").size(), std::size(kQuantised));
  for (const auto& entry : golden.at("dequantise")) {
    const auto name = entry.at("type").get<std::string>();
    const auto values = Dequantise(TypeOf(name), FromHex(entry.at("blocks").get<std::string>()));
    EXPECT_EQ(RawAll(values), FromHex(entry.at("values").get<std::string>())) << name;
  }
}

TEST(QuantsTest, QuantisesQ8BitForBitAsTheGgufPackage) {
  const nlohmann::json golden = Golden().at("quantise_q8_0");
  const std::string bytes = FromHex(golden.at("values").get<std::string>());
  std::vector<float> values(bytes.size() / 4);
  std::memcpy(values.data(), bytes.data(), bytes.size());
  std::string blocks(values.size() / 32 * 34, '\0');
  QuantiseQ8_0(values, std::as_writable_bytes(std::span(blocks)));
  EXPECT_EQ(blocks, FromHex(golden.at("blocks").get<std::string>()));
}

/// Random blocks whose fp16 scales may be any pattern but NaN (which has many).
std::string RandomBlocks(ElementType type, int count, RandomStream& random) {
  const auto size = static_cast<std::size_t>(BlockLayoutOf(type).bytes);
  const bool has_minimum = type == ElementType::kQ4_1 || type == ElementType::kQ5_1 ||
                           type == ElementType::kQ4_K || type == ElementType::kQ5_K;
  std::string blocks;
  for (int i = 0; i < count; ++i) {
    std::string block(size, '\0');
    for (char& byte : block) byte = static_cast<char>(random.NextU32());
    const std::size_t scale = type == ElementType::kQ6_K ? size - 2 : 0;
    block[scale + 1] = static_cast<char>(block[scale + 1] & 0xBF);
    if (has_minimum) block[3] = static_cast<char>(block[3] & 0xBF);
    blocks += block;
  }
  return blocks;
}

TEST(QuantsTest, RandomBlocksAgreeWithTheGgufPackage) {
  const auto python = test::FindPython();
  SENTEI_REQUIRE(python, "Python with gguf");
  const test::TemporaryDirectory folder;
  RandomStream random({.seed = 11});
  std::string request;
  std::vector<std::string> expected;
  for (const ElementType type : kQuantised) {
    const std::string blocks = RandomBlocks(type, 500, random);
    request += std::string(Name(type)) + " ";
    for (const char byte : blocks) {
      request += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    }
    request += "\n";
    expected.push_back(Sha256Hex(RawAll(Dequantise(type, blocks))));
  }
  test::WriteText(folder / "request", request);
  std::istringstream answers(test::RunPython(
      *python, "tests/support/formats_oracle.py", "dequantise " + (folder / "request").string()));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    std::string digest;
    answers >> digest;
    EXPECT_EQ(digest, expected[i]) << Name(kQuantised[i]);
  }
}

TEST(QuantsTest, RandomValuesQuantiseAsTheGgufPackage) {
  const auto python = test::FindPython();
  SENTEI_REQUIRE(python, "Python with gguf");
  const test::TemporaryDirectory folder;
  std::vector<float> values(32 * 2000);
  RandomStream random({.seed = 12});
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto magnitude = static_cast<int>(i / 3200) * 2 - 24;
    values[i] = std::ldexp(static_cast<float>(random.NextUniform() * 2 - 1), magnitude);
  }
  test::WriteText(folder / "values", RawAll(values));
  std::string blocks(values.size() / 32 * 34, '\0');
  QuantiseQ8_0(values, std::as_writable_bytes(std::span(blocks)));
  std::string answer = test::RunPython(
      *python, "tests/support/formats_oracle.py", "quantise " + (folder / "values").string());
  EXPECT_EQ(blocks, FromHex(answer.substr(0, answer.find('\n'))));
}

TEST(QuantsTest, AValueThatIsNotFiniteIsNotQuantised) {
  std::vector<float> values(32, 1.0F);
  values[9] = std::numeric_limits<float>::quiet_NaN();
  std::vector<std::byte> blocks(34);
  EXPECT_THROW(QuantiseQ8_0(values, blocks), Error);
}

TEST(ConvertTest, PlainTypesConvertByValue) {
  const auto convert = [](ElementType type, const std::string& bytes) {
    std::vector<float> out(bytes.size() / static_cast<std::size_t>(BlockLayoutOf(type).bytes));
    ConvertToFloat(type, AsBytes(bytes), out);
    return out;
  };
  using Floats = std::vector<float>;
  EXPECT_EQ(convert(ElementType::kF64, RawAll<double>({1.5, -2.25})), (Floats{1.5F, -2.25F}));
  EXPECT_EQ(convert(ElementType::kF32, RawAll<float>({1.5F})), (Floats{1.5F}));
  EXPECT_EQ(convert(ElementType::kF16, RawAll<std::uint16_t>({0x3C00})), (Floats{1.0F}));
  EXPECT_EQ(convert(ElementType::kBF16, RawAll<std::uint16_t>({0xBF80})), (Floats{-1.0F}));
  EXPECT_EQ(convert(ElementType::kI64, RawAll<std::int64_t>({-3})), (Floats{-3.0F}));
  EXPECT_EQ(convert(ElementType::kU32, RawAll<std::uint32_t>({4000000000U})), (Floats{4e9F}));
  EXPECT_EQ(convert(ElementType::kI8, RawAll<std::int8_t>({-128})), (Floats{-128.0F}));
  EXPECT_EQ(convert(ElementType::kU8, RawAll<std::uint8_t>({255})), (Floats{255.0F}));
  EXPECT_EQ(convert(ElementType::kF8E5M2, RawAll<std::uint8_t>({0x3C, 0xC0})),
            (Floats{1.0F, -2.0F}));
  // S.1111.110 is the largest E4M3 number, 0.0000.001 the smallest.
  EXPECT_EQ(convert(ElementType::kF8E4M3, RawAll<std::uint8_t>({0x38, 0xFE, 0x01})),
            (Floats{1.0F, -448.0F, 0x1p-9F}));
  EXPECT_TRUE(std::isnan(convert(ElementType::kF8E4M3, RawAll<std::uint8_t>({0x7F}))[0]));
}

TEST(ConvertTest, BFloat16IsTheRoundedFloat) {
  RandomStream random({.seed = 2});
  for (const ElementType type : kQuantised) {
    const std::string blocks = RandomBlocks(type, 300, random);
    const std::vector<float> floats = Dequantise(type, blocks);
    std::vector<std::uint16_t> halves(floats.size());
    ConvertToBFloat16(type, AsBytes(blocks), halves);
    for (std::size_t i = 0; i < floats.size(); ++i) ASSERT_EQ(halves[i], FloatToBF16(floats[i]));
  }
}

TEST(ConvertTest, StoredBytesNeedNotBeAligned) {
  const std::string bytes = "x" + RawAll<float>({1.0F, 2.0F});
  std::vector<float> out(2);
  ConvertToFloat(ElementType::kF32, AsBytes(bytes).subspan(1), out);
  EXPECT_EQ(out, (std::vector<float>{1.0F, 2.0F}));
}

TEST(ConvertTest, SizesThatContradictAreABrokenInvariant) {
  std::vector<float> out(3);
  const std::string bytes(8, 'x');
  EXPECT_THROW(ConvertToFloat(ElementType::kF32, AsBytes(bytes), out), LogicError);
  EXPECT_THROW(ConvertToFloat(ElementType::kQ8_0, AsBytes(bytes), out), LogicError);
  EXPECT_THROW(ConvertToFloat(ElementType::kOther, AsBytes(bytes), out), LogicError);
}

}  // namespace
}  // namespace sentei::formats
