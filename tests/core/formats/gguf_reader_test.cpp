// SPDX-License-Identifier: Apache-2.0
#include "core/formats/gguf_reader.h"

#include "core/formats/gguf_family.h"
#include "core/formats/model_source.h"
#include "tests/core/formats/bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

namespace sentei::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string Refusal(const std::string& file) {
  return MessageOf([&] { static_cast<void>(ParseGgufHeader(AsBytes(file), "x.gguf")); });
}

constexpr int kHidden = 8;
constexpr int kHeadDim = 4;

/// One layer, two query heads on one KV head; every q and k row holds its Hugging Face row number.
GgufBuilder LlamaBuilder() {
  GgufBuilder file;
  file.AddText("general.architecture", "llama");
  file.AddU32("llama.block_count", 1);
  file.AddU32("llama.context_length", 64);
  file.AddU32("llama.embedding_length", kHidden);
  file.AddU32("llama.feed_forward_length", 12);
  file.AddU32("llama.attention.head_count", 2);
  file.AddU32("llama.attention.head_count_kv", 1);
  file.AddF32("llama.attention.layer_norm_rms_epsilon", 1e-5F);
  file.AddU32("llama.rope.dimension_count", kHeadDim);
  return file;
}

std::string Floats(std::size_t count, float value) {
  return RawAll(std::vector<float>(count, value));
}

/// Rows of a head of four in the order GGUF stores them: 0, 2, 1, 3.
std::string RotaryRows(int heads) {
  std::string bytes;
  for (int head = 0; head < heads; ++head) {
    for (const int row : {0, 2, 1, 3}) bytes += Floats(kHidden, static_cast<float>(4 * head + row));
  }
  return bytes;
}

void AddTensors(GgufBuilder& file) {
  file.AddTensor("token_embd.weight", {kHidden, 10}, 0, Floats(80, 0.5F));
  file.AddTensor("blk.0.attn_q.weight", {kHidden, 8}, 0, RotaryRows(2));
  file.AddTensor("blk.0.attn_k.weight", {kHidden, 4}, 0, RotaryRows(1));
  file.AddTensor("blk.0.attn_v.weight", {kHidden, 4}, 0, RotaryRows(1));
  file.AddTensor("blk.0.attn_q.bias", {8}, 0, RawAll<float>({0, 2, 1, 3, 4, 6, 5, 7}));
  file.AddTensor("output_norm.weight", {kHidden}, 0, Floats(8, 1.0F));
}

class GgufFileTest : public testing::Test {
 protected:
  std::unique_ptr<ModelSource> Open(const GgufBuilder& file) {
    test::WriteText(folder_ / "model.gguf", file.Bytes());
    return OpenModel(folder_ / "model.gguf");
  }
  std::string OpenRefusal(const GgufBuilder& file) {
    return MessageOf([&] { Open(file); });
  }

  test::TemporaryDirectory folder_;
};

TEST_F(GgufFileTest, PresentsHuggingFaceNamesShapesAndConfig) {
  GgufBuilder file = LlamaBuilder();
  AddTensors(file);
  const auto model = Open(file);
  EXPECT_EQ(model->format(), SourceFormat::kGguf);
  ASSERT_NE(model->Find("model.embed_tokens.weight"), nullptr);
  EXPECT_THAT(model->Find("model.embed_tokens.weight")->shape, ElementsAre(10, kHidden));
  EXPECT_NE(model->Find("model.layers.0.self_attn.q_proj.bias"), nullptr);
  EXPECT_NE(model->Find("model.norm.weight"), nullptr);
  const nlohmann::json& config = model->config();
  EXPECT_EQ(config.at("model_type"), "llama");
  EXPECT_EQ(config.at("vocab_size"), 10);
  EXPECT_EQ(config.at("head_dim"), kHeadDim);
  EXPECT_EQ(config.at("num_key_value_heads"), 1);
  EXPECT_EQ(config.at("rms_norm_eps"), 1e-5);
  EXPECT_EQ(config.at("rope_theta"), 10000.0);
  EXPECT_EQ(config.at("tie_word_embeddings"), true);
  EXPECT_EQ(config.at("attention_bias"), true);
  EXPECT_EQ(model->gguf_metadata().at("llama.context_length"), 64);
}

TEST_F(GgufFileTest, UnpermutesRotaryRowsOfWeightsAndBiases) {
  GgufBuilder file = LlamaBuilder();
  AddTensors(file);
  const auto model = Open(file);
  std::vector<float> q(64);
  model->ReadFloat32("model.layers.0.self_attn.q_proj.weight", q);
  for (int row = 0; row < 8; ++row) EXPECT_EQ(q[static_cast<std::size_t>(row) * 8], row);
  std::vector<float> bias(8);
  model->ReadFloat32("model.layers.0.self_attn.q_proj.bias", bias);
  EXPECT_THAT(bias, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
  std::vector<std::uint16_t> k(32);
  model->ReadBFloat16("model.layers.0.self_attn.k_proj.weight", k);
  EXPECT_EQ(k[8], 0x3F80);
  EXPECT_TRUE(model->MappedBytes("model.layers.0.self_attn.k_proj.weight").empty());
}

TEST_F(GgufFileTest, OtherRowsKeepTheirOrderAndStayMapped) {
  GgufBuilder file = LlamaBuilder();
  AddTensors(file);
  const auto model = Open(file);
  std::vector<float> v(32);
  model->ReadFloat32("model.layers.0.self_attn.v_proj.weight", v);
  EXPECT_EQ(v[8], 2.0F);
  const auto mapped = model->MappedBytes("model.layers.0.self_attn.v_proj.weight");
  ASSERT_EQ(mapped.size(), 128U);
  EXPECT_EQ(std::memcmp(mapped.data(), v.data(), 128), 0);
}

TEST_F(GgufFileTest, AnOutputMatrixUnties) {
  GgufBuilder file = LlamaBuilder();
  AddTensors(file);
  file.AddTensor("output.weight", {kHidden, 10}, 0, Floats(80, 0.25F));
  const auto model = Open(file);
  EXPECT_EQ(model->config().at("tie_word_embeddings"), false);
  EXPECT_NE(model->Find("lm_head.weight"), nullptr);
}

TEST_F(GgufFileTest, TakesTheHeadSizeFromTheKeyLength) {
  GgufBuilder file = LlamaBuilder();
  file.entries.pop_back();
  file.AddU32("llama.attention.key_length", 8);
  file.AddU32("llama.attention.value_length", 8);
  file.AddTensor("blk.0.attn_q.weight", {kHidden, 16}, 0, Floats(128, 0.0F));
  EXPECT_EQ(Open(file)->config().at("head_dim"), 8);
}

TEST_F(GgufFileTest, RotaryFactorsGoIntoTheConfiguration) {
  GgufBuilder ones = LlamaBuilder();
  AddTensors(ones);
  ones.AddTensor("rope_freqs.weight", {2}, 0, Floats(2, 1.0F));
  EXPECT_EQ(Open(ones)->Find("rope_freqs.weight"), nullptr);
  EXPECT_EQ(Open(ones)->config().at("rope_parameters").at("rope_type"), "default");
  GgufBuilder scaled = LlamaBuilder();
  AddTensors(scaled);
  scaled.AddTensor("rope_freqs.weight", {2}, 0, RawAll<float>({1.0F, 8.0F}));
  const nlohmann::json rope = Open(scaled)->config().at("rope_parameters");
  EXPECT_EQ(rope.at("rope_type"), "longrope");
  EXPECT_EQ(rope.at("long_factor"), nlohmann::json({1.0, 8.0}));
  GgufBuilder halves = LlamaBuilder();
  AddTensors(halves);
  halves.AddTensor("rope_freqs.weight", {2}, 1, RawAll<std::uint16_t>({0x3C00, 0x3C00}));
  EXPECT_THAT(OpenRefusal(halves), HasSubstr("rope_freqs.weight"));
}

TEST_F(GgufFileTest, HonoursTheAlignment) {
  GgufBuilder file = LlamaBuilder();
  file.AddU32("general.alignment", 128);
  file.alignment = 128;
  AddTensors(file);
  std::vector<float> v(32);
  Open(file)->ReadFloat32("model.layers.0.self_attn.v_proj.weight", v);
  EXPECT_EQ(v[31], 3.0F);
}

TEST_F(GgufFileTest, ListsOtherArchitecturesAndTypesForInspection) {
  GgufBuilder file;
  file.AddText("general.architecture", "gemma");
  file.AddTensor("blk.0.attn_q.weight", {256, 2}, 10, std::string(168, 'x'));  // Q2_K
  const auto model = Open(file);
  EXPECT_EQ(model->config().at("model_type"), "gemma");
  const TensorInfo* tensor = model->Find("blk.0.attn_q.weight");
  ASSERT_NE(tensor, nullptr);
  EXPECT_EQ(tensor->type, ElementType::kOther);
  EXPECT_EQ(tensor->byte_size, 168U);
  std::vector<float> out(512);
  EXPECT_THAT(MessageOf([&] { model->ReadFloat32("blk.0.attn_q.weight", out); }),
              HasSubstr("Q2_K"));
}

TEST_F(GgufFileTest, RefusesSettingsThatItWouldComputeWrongly) {
  const auto with = [&](std::string_view key, std::uint32_t value) {
    GgufBuilder file = LlamaBuilder();
    std::erase_if(file.entries, [&](const std::string& entry) {
      return entry.find(key) == 8;  // behind the length of the key
    });
    file.AddU32(key, value);
    AddTensors(file);
    return OpenRefusal(file);
  };
  EXPECT_THAT(with("llama.rope.dimension_count", 2), HasSubstr("2 of 4 numbers of a head"));
  EXPECT_THAT(with("llama.attention.value_length", 6), HasSubstr("differ"));
  EXPECT_THAT(with("llama.attention.key_length", 3), HasSubstr("no even number"));
  EXPECT_THAT(with("llama.attention.head_count", 0), HasSubstr("missing or zero"));
  EXPECT_THAT(with("llama.block_count", 4'000'000'000U), HasSubstr("no plausible size"));
  GgufBuilder scaled = LlamaBuilder();
  scaled.AddText("llama.rope.scaling.type", "yarn");
  AddTensors(scaled);
  EXPECT_THAT(OpenRefusal(scaled), HasSubstr("yarn"));
}

TEST(GgufReaderTest, RefusesOtherVersionsByName) {
  GgufBuilder file;
  file.version = 1;
  EXPECT_THAT(Refusal(file.Bytes()), HasSubstr("version 1"));
  file.version = 0x03000000;
  EXPECT_THAT(Refusal(file.Bytes()), HasSubstr("big-endian"));
  file.version = 2;
  EXPECT_EQ(ParseGgufHeader(AsBytes(file.Bytes()), "x").version, 2U);
  EXPECT_THAT(Refusal("GGML"), HasSubstr("does not start with GGUF"));
}

TEST(GgufReaderTest, RefusesSplitFilesWithTheRemedy) {
  GgufBuilder file;
  file.entries.push_back(GgufText("split.count") + Raw(std::uint32_t{2}) + Raw(std::uint16_t{3}));
  EXPECT_THAT(Refusal(file.Bytes()), HasSubstr("one of 3 parts"));
  EXPECT_THAT(Refusal(file.Bytes()), HasSubstr("llama-gguf-split --merge"));
}

TEST(GgufReaderTest, ReadsEveryMetadataTypeWithItsType) {
  GgufBuilder file;
  const auto add = [&](std::uint32_t type, const std::string& bytes) {
    file.entries.push_back(GgufText("k" + std::to_string(type)) + Raw(type) + bytes);
  };
  add(0, Raw(std::uint8_t{200}));
  add(1, Raw(std::int8_t{-5}));
  add(2, Raw(std::uint16_t{60000}));
  add(3, Raw(std::int16_t{-6}));
  add(4, Raw(std::uint32_t{7}));
  add(5, Raw(std::int32_t{-8}));
  add(6, Raw(0.1F));
  add(7, Raw(std::uint8_t{1}));
  add(8, GgufText("text"));
  add(9, Raw(std::uint32_t{8}) + Raw(std::uint64_t{2}) + GgufText("a") + GgufText("b"));
  add(10, Raw(std::uint64_t{1} << 40));
  add(11, Raw(std::int64_t{-9}));
  add(12, Raw(0.1));
  const std::string bytes = file.Bytes();
  const GgufHeader header = ParseGgufHeader(AsBytes(bytes), "x");
  ASSERT_EQ(header.entries.size(), 13U);
  const nlohmann::json expected = {
      200, -5, 60000, -6, 7, -8, 0.1, true, "text", {"a", "b"}, std::uint64_t{1} << 40, -9, 0.1};
  for (std::size_t i = 0; i < 13; ++i) {
    EXPECT_EQ(header.entries[i].value, expected[i]) << i;
    EXPECT_EQ(static_cast<std::size_t>(header.entries[i].type), i);
  }
  EXPECT_EQ(header.entries[9].element_type, GgufType::kString);
}

TEST(GgufReaderTest, RefusesCountsThatTheFileCannotHold) {
  GgufBuilder file;
  file.entries.push_back(GgufText("a") + Raw(std::uint32_t{9}) + Raw(std::uint32_t{4}) +
                         Raw(std::uint64_t{1} << 60));
  EXPECT_THAT(Refusal(file.Bytes()), HasSubstr("array elements"));
  const std::string many =
      "GGUF" + Raw(std::uint32_t{3}) + Raw(std::uint64_t{1} << 62) + Raw(std::uint64_t{0});
  EXPECT_THAT(Refusal(many), HasSubstr("tensors"));
  GgufBuilder text;
  text.entries.push_back(GgufText("a") + Raw(std::uint32_t{8}) + Raw(~std::uint64_t{0}));
  EXPECT_THAT(Refusal(text.Bytes()), HasSubstr("it ends at byte"));
}

TEST(GgufReaderTest, RefusesTensorsThatLieOrOverflow) {
  const auto refusal = [](const std::vector<std::uint64_t>& sizes, std::uint32_t type) {
    GgufBuilder file;
    file.AddTensor("t", sizes, type, "");
    return Refusal(file.Bytes());
  };
  EXPECT_THAT(refusal({1}, 0), HasSubstr("reach beyond its end"));
  EXPECT_THAT(refusal({std::uint64_t{1} << 62, 8}, 0), HasSubstr("larger than memory"));
  EXPECT_THAT(refusal({std::uint64_t{1} << 62, 1}, 0), HasSubstr("larger than memory"));
  EXPECT_THAT(refusal({~std::uint64_t{0}}, 24), HasSubstr("larger than memory"));
  EXPECT_THAT(refusal({48}, 2), HasSubstr("no multiple of Q4_0's block"));
  EXPECT_THAT(refusal({32}, 4), HasSubstr("unknown type 4"));
  EXPECT_THAT(refusal({1, 1, 1, 1, 1, 1, 1, 1, 1}, 0), HasSubstr("9 dimensions"));
  GgufBuilder odd;
  odd.tensors.push_back(GgufText("t") + Raw(std::uint32_t{0}) + Raw(std::uint32_t{24}) +
                        Raw(std::uint64_t{1}));
  EXPECT_THAT(Refusal(odd.Bytes()), HasSubstr("no multiple of the alignment"));
}

TEST(GgufReaderTest, RefusesRepeatedNames) {
  GgufBuilder keys;
  keys.AddU32("a", 1);
  keys.AddU32("a", 2);
  EXPECT_THAT(Refusal(keys.Bytes()), HasSubstr("two keys \"a\""));
  GgufBuilder tensors;
  tensors.AddTensor("t", {1}, 24, "x");
  tensors.AddTensor("t", {1}, 24, "x");
  EXPECT_THAT(Refusal(tensors.Bytes()), HasSubstr("two tensors \"t\""));
}

TEST(GgufReaderTest, RefusesAnAlignmentThatIsNoPowerOfTwo) {
  for (const std::uint32_t alignment : {0U, 24U, 1U << 31}) {
    GgufBuilder file;
    file.AddU32("general.alignment", alignment);
    EXPECT_THAT(Refusal(file.Bytes()), HasSubstr("general.alignment")) << alignment;
  }
}

TEST(GgufReaderTest, NamesTranslateBothWays) {
  const GgufFamily& llama = *FindGgufFamily("llama");
  for (const char* name : {"token_embd.weight",
                           "output.weight",
                           "output_norm.weight",
                           "blk.0.attn_norm.weight",
                           "blk.12.attn_q.weight",
                           "blk.3.attn_output.bias",
                           "blk.3.ffn_gate.weight",
                           "blk.3.ffn_down.weight"}) {
    const auto hf = HfTensorName(name, llama);
    ASSERT_TRUE(hf.has_value()) << name;
    EXPECT_EQ(GgufTensorName(*hf, llama), name);
  }
  EXPECT_EQ(HfTensorName("blk.7.attn_output.weight", llama),
            "model.layers.7.self_attn.o_proj.weight");
  for (const char* name : {"blk.x.attn_q.weight",
                           "blk.00.attn_q.weight",
                           "blk.1.attn_q",
                           "blk.1",
                           "rope_freqs.weight",
                           "blk..attn_q.weight",
                           "weight",
                           ""}) {
    EXPECT_FALSE(HfTensorName(name, llama).has_value()) << name;
  }
}

TEST(GgufReaderTest, NamesOfNormsAndFusedProjectionsDependOnTheFamily) {
  const auto name = [](const char* gguf, const char* family) {
    return HfTensorName(gguf, *FindGgufFamily(family)).value_or("");
  };
  EXPECT_EQ(name("blk.0.ffn_norm.weight", "qwen2"),
            "model.layers.0.post_attention_layernorm.weight");
  EXPECT_EQ(name("blk.0.ffn_norm.weight", "gemma2"),
            "model.layers.0.pre_feedforward_layernorm.weight");
  EXPECT_EQ(name("blk.0.post_ffw_norm.weight", "gemma3"),
            "model.layers.0.post_feedforward_layernorm.weight");
  EXPECT_EQ(name("blk.0.attn_q_norm.weight", "qwen3"), "model.layers.0.self_attn.q_norm.weight");
  EXPECT_EQ(name("blk.0.attn_qkv.weight", "phi3"), "model.layers.0.self_attn.qkv_proj.weight");
  EXPECT_EQ(name("blk.0.ffn_up.weight", "phi3"), "model.layers.0.mlp.gate_up_proj.weight");
  EXPECT_EQ(name("blk.0.ffn_up.weight", "llama"), "model.layers.0.mlp.up_proj.weight");
  EXPECT_EQ(FindGgufFamily("mamba"), nullptr);
}

TEST(GgufReaderTest, RotaryRowOrderIsAPermutationOfEveryHead) {
  for (const std::int64_t head_dim : {2, 4, 64, 128}) {
    std::vector<std::int64_t> rows(static_cast<std::size_t>(head_dim) * 3);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i] = GgufRowOf(static_cast<std::int64_t>(i), head_dim);
      EXPECT_EQ(rows[i] / head_dim, static_cast<std::int64_t>(i) / head_dim);
    }
    std::sort(rows.begin(), rows.end());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      ASSERT_EQ(rows[i], static_cast<std::int64_t>(i));
    }
  }
}

}  // namespace
}  // namespace sentei::formats
