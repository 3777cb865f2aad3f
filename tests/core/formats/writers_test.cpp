// SPDX-License-Identifier: Apache-2.0
#include "core/base/half.h"
#include "core/base/random.h"
#include "core/base/sha256.h"
#include "core/formats/convert.h"
#include "core/formats/gguf_family.h"
#include "core/formats/gguf_reader.h"
#include "core/formats/gguf_writer.h"
#include "core/formats/model_source.h"
#include "core/formats/peft_adapter.h"
#include "core/formats/safetensors_writer.h"
#include "tests/core/formats/bytes.h"
#include "tests/support/failing_file_layer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace sentei::formats {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<float> RandomValues(std::size_t count, std::uint64_t seed) {
  std::vector<float> values(count);
  RandomStream({.seed = seed}).FillUniform(values, -2.0F, 2.0F);
  return values;
}

std::size_t CountOf(const TensorDeclaration& tensor) {
  return static_cast<std::size_t>(tensor.element_count());
}

nlohmann::json Oracle(const fs::path& python, const std::string& command, const fs::path& path) {
  return nlohmann::json::parse(
      test::RunPython(python, "tests/support/formats_oracle.py", command + " " + path.string()));
}

std::vector<TensorDeclaration> FiveTensors() {
  return {{"a", ElementType::kF32, {3, 2}},
          {"empty", ElementType::kF32, {0, 4}},
          {"b", ElementType::kF32, {}},
          {"c", ElementType::kF32, {5}},
          {"last", ElementType::kF32, {2, 2}}};
}

void AppendAll(SafetensorsCheckpointWriter& writer) {
  for (const TensorDeclaration& tensor : FiveTensors()) {
    if (tensor.name == "empty") continue;
    const std::vector<float> values(CountOf(tensor), static_cast<float>(tensor.name.size()));
    writer.Append(tensor.name, std::as_bytes(std::span(values)));
  }
}

TEST(SafetensorsWriterTest, WritesOneFileThatReadsBack) {
  const test::TemporaryDirectory folder;
  SafetensorsCheckpointWriter writer(folder.path(), FiveTensors());
  AppendAll(writer);
  writer.Finish();
  EXPECT_THAT(writer.shard_names(), ElementsAre("model.safetensors"));
  EXPECT_EQ(writer.bytes_written(), fs::file_size(folder / "model.safetensors"));
  const auto model = OpenModel(folder / "model.safetensors");
  EXPECT_EQ(model->tensors().size(), 5U);
  EXPECT_THAT(model->Find("a")->shape, ElementsAre(3, 2));
  std::vector<float> last(4);
  model->ReadFloat32("last", last);
  EXPECT_THAT(last, testing::Each(4.0F));
  // The data starts at a multiple of eight, so that mapped numbers are aligned.
  EXPECT_EQ(model->header_sizes().front() % 8, 0U);
}

TEST(SafetensorsWriterTest, ShardsKeepWithinTheirLimitAndReadAsOneModel) {
  const test::TemporaryDirectory folder;
  test::WriteText(folder / "config.json", "{}");
  SafetensorsCheckpointWriter writer(folder.path(), FiveTensors(), {.max_shard_bytes = 28});
  AppendAll(writer);
  writer.Finish();
  EXPECT_THAT(writer.shard_names(),
              ElementsAre("model-00001-of-00003.safetensors",
                          "model-00002-of-00003.safetensors",
                          "model-00003-of-00003.safetensors"));
  const auto index = nlohmann::json::parse(test::ReadText(folder / "model.safetensors.index.json"));
  EXPECT_EQ(index.at("metadata").at("total_size"), 64);
  EXPECT_EQ(index.at("weight_map").at("b"), "model-00001-of-00003.safetensors");
  EXPECT_EQ(index.at("weight_map").at("c"), "model-00002-of-00003.safetensors");
  const auto model = OpenModel(folder.path());
  EXPECT_EQ(model->tensors().size(), 5U);
  std::vector<float> c(5);
  model->ReadFloat32("c", c);
  EXPECT_THAT(c, testing::Each(1.0F));
}

TEST(SafetensorsWriterTest, ATensorMayComeInPieces) {
  const test::TemporaryDirectory folder;
  SafetensorsFileWriter writer(folder / "x.safetensors", {{"a", ElementType::kF32, {4}}}, {});
  const std::vector<float> values = {1, 2, 3, 4};
  writer.Append("a", std::as_bytes(std::span(values).first(1)));
  writer.Append("a", std::as_bytes(std::span(values).last(3)));
  writer.Finish();
  std::vector<float> read(4);
  OpenModel(folder / "x.safetensors")->ReadFloat32("a", read);
  EXPECT_EQ(read, values);
}

TEST(SafetensorsWriterTest, TheWrongOrderSizeOrEndIsABrokenInvariant) {
  const test::TemporaryDirectory folder;
  const std::vector<std::byte> bytes(100);
  SafetensorsCheckpointWriter writer(folder.path(), FiveTensors());
  EXPECT_THROW(writer.Append("b", std::span(bytes).first(4)), LogicError);
  EXPECT_THROW(writer.Finish(), LogicError);
  EXPECT_THROW(writer.Append("a", bytes), LogicError);
  EXPECT_THROW(SafetensorsFileWriter(
                   folder / "x", {{"u", ElementType::kU8, {3}}, {"f", ElementType::kF32, {1}}}, {}),
               LogicError);
}

TEST(SafetensorsWriterTest, RefusesRepeatedNamesAndQuantisedTypes) {
  const test::TemporaryDirectory folder;
  const TensorDeclaration plain{"a", ElementType::kF32, {1}};
  EXPECT_THAT(MessageOf([&] {
                SafetensorsFileWriter(folder / "x", {plain, plain}, {});
              }),
              HasSubstr("twice"));
  EXPECT_THAT(MessageOf([&] {
                SafetensorsFileWriter(folder / "x", {{"q", ElementType::kQ8_0, {32}}}, {});
              }),
              HasSubstr("Q8_0"));
}

TEST(SafetensorsWriterTest, AFullDiskEndsTheExport) {
  const test::TemporaryDirectory folder;
  test::FailingFileLayer layer;
  layer.bytes_until_full = 300;
  EXPECT_THAT(MessageOf(
                  [&] {
                    SafetensorsCheckpointWriter writer(folder.path(), FiveTensors(), {}, layer);
                    AppendAll(writer);
                    writer.Finish();
                  },
                  ErrorCode::kIo),
              HasSubstr("the disk is full"));
}

TEST(SafetensorsWriterTest, TheReferenceReaderSeesWhatWasWritten) {
  const auto python = test::FindPython();
  SENTEI_REQUIRE(python, "Python with safetensors");
  const test::TemporaryDirectory folder;
  const std::vector<TensorDeclaration> tensors = {{"x.\"quoted\"", ElementType::kF32, {2, 3}},
                                                  {"\xE5\x89\xAA", ElementType::kBF16, {7}}};
  SafetensorsFileWriter writer(folder / "x.safetensors", tensors, {{"format", "pt"}});
  std::map<std::string, std::string> digests;
  for (const TensorDeclaration& tensor : tensors) {
    const std::vector<std::byte> bytes(tensor.byte_size(), std::byte{0x3E});
    writer.Append(tensor.name, bytes);
    digests[tensor.name] = Sha256Hex(bytes);
  }
  writer.Finish();
  const auto seen = Oracle(*python, "safetensors", folder / "x.safetensors");
  EXPECT_EQ(seen.at("metadata"), nlohmann::json({{"format", "pt"}}));
  for (const TensorDeclaration& tensor : tensors) {
    const auto& found = seen.at("tensors").at(tensor.name);
    EXPECT_EQ(found.at("dtype"), Name(tensor.type));
    EXPECT_EQ(found.at("shape"), nlohmann::json(tensor.shape));
    EXPECT_EQ(found.at("sha256"), digests[tensor.name]);
  }
}

std::vector<TensorDeclaration> GgufTensors() {
  return {{"token_embd.weight", ElementType::kQ8_0, {5, 64}},
          {"blk.0.attn_norm.weight", ElementType::kF32, {7}},
          {"blk.0.attn_q.weight", ElementType::kF16, {4, 6}},
          {"blk.0.attn_k.weight", ElementType::kBF16, {2, 6}}};
}

std::vector<GgufEntry> Metadata() {
  std::vector<GgufEntry> entries = {
      MakeGgufEntry("general.architecture", "test"),
      MakeGgufEntry("a.bool", true),
      MakeGgufEntry("a.count", 7),
      MakeGgufEntry("a.large", std::uint64_t{1} << 40),
      MakeGgufEntry("a.negative", -7),
      MakeGgufEntry("a.real", 0.1),
      MakeGgufEntry("a.texts", nlohmann::json::array({"x", "\xC4\xA0y"})),
      MakeGgufEntry("a.types", nlohmann::json::array({1, 3, 6})),
      MakeGgufEntry("a.scores", nlohmann::json::array({-1.5, 0, 2.25})),
  };
  entries.push_back({.key = "a.f64", .type = GgufType::kF64, .value = 0.1});
  entries.push_back({.key = "a.u16s",
                     .type = GgufType::kArray,
                     .element_type = GgufType::kU16,
                     .value = nlohmann::json::array({1, 65535})});
  return entries;
}

/// Writes the tensors with random values; returns the digests of what a reader must get.
std::map<std::string, std::string> WriteGguf(const fs::path& path,
                                             const std::vector<GgufEntry>& metadata) {
  GgufWriter writer(path, metadata, GgufTensors());
  std::map<std::string, std::string> digests;
  for (const TensorDeclaration& tensor : GgufTensors()) {
    const std::vector<float> values = RandomValues(CountOf(tensor), tensor.name.size());
    writer.AppendFloats(tensor.name, values);
    std::vector<float> rounded = values;
    std::vector<std::byte> blocks(tensor.byte_size());
    if (tensor.type == ElementType::kQ8_0) {
      QuantiseQ8_0(values, blocks);
      ConvertToFloat(tensor.type, blocks, rounded);
    }
    for (float& value : rounded) {
      if (tensor.type == ElementType::kF16) value = F16ToFloat(FloatToF16(value));
      if (tensor.type == ElementType::kBF16) value = BF16ToFloat(FloatToBF16(value));
    }
    digests[tensor.name] = Sha256Hex(RawAll(rounded));
  }
  writer.Finish();
  EXPECT_EQ(writer.bytes_written(), fs::file_size(path));
  return digests;
}

TEST(GgufWriterTest, WhatItWritesReadsBack) {
  const test::TemporaryDirectory folder;
  const auto digests = WriteGguf(folder / "x.gguf", Metadata());
  const auto model = OpenModel(folder / "x.gguf");
  for (const TensorDeclaration& tensor : GgufTensors()) {
    ASSERT_NE(model->Find(tensor.name), nullptr);
    EXPECT_EQ(model->Find(tensor.name)->shape, tensor.shape);
    EXPECT_EQ(model->Find(tensor.name)->type, tensor.type);
    std::vector<float> values(CountOf(tensor));
    model->ReadFloat32(tensor.name, values);
    EXPECT_EQ(Sha256Hex(RawAll(values)), digests.at(tensor.name)) << tensor.name;
  }
}

TEST(GgufWriterTest, MetadataIsCarriedOverWithItsTypes) {
  const test::TemporaryDirectory folder;
  WriteGguf(folder / "x.gguf", Metadata());
  std::vector<GgufEntry> entries = ReadGgufEntries(folder / "x.gguf");
  const std::vector<GgufEntry> original = Metadata();
  ASSERT_EQ(entries.size(), original.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    EXPECT_EQ(entries[i].key, original[i].key);
    EXPECT_EQ(entries[i].type, original[i].type) << entries[i].key;
    if (entries[i].type == GgufType::kArray) {
      EXPECT_EQ(entries[i].element_type, original[i].element_type) << entries[i].key;
    }
    EXPECT_EQ(entries[i].value, original[i].value) << entries[i].key;
  }
  SetGgufEntry(entries, MakeGgufEntry("a.count", 8));
  SetGgufEntry(entries, MakeGgufEntry("a.new", "x"));
  WriteGguf(folder / "y.gguf", entries);
  const auto model = OpenModel(folder / "y.gguf");
  EXPECT_EQ(model->gguf_metadata().at("a.count"), 8);
  EXPECT_EQ(model->gguf_metadata().size(), original.size() + 1);
}

TEST(GgufWriterTest, TheReferenceReaderSeesWhatWasWritten) {
  const auto python = test::FindPython();
  SENTEI_REQUIRE(python, "Python with gguf");
  const test::TemporaryDirectory folder;
  for (const int alignment : {0, 64}) {
    std::vector<GgufEntry> metadata = Metadata();
    if (alignment != 0) metadata.push_back(MakeGgufEntry("general.alignment", alignment));
    const auto digests = WriteGguf(folder / "x.gguf", metadata);
    const auto seen = Oracle(*python, "gguf", folder / "x.gguf");
    EXPECT_EQ(seen.at("alignment"), alignment == 0 ? 32 : alignment);
    const auto& fields = seen.at("fields");
    EXPECT_EQ(fields.at("a.texts").at("value"), nlohmann::json::array({"x", "\xC4\xA0y"}));
    EXPECT_EQ(fields.at("a.types").at("types"), nlohmann::json::array({"ARRAY", "INT32"}));
    EXPECT_EQ(fields.at("a.u16s").at("value"), nlohmann::json::array({1, 65535}));
    EXPECT_EQ(fields.at("a.count").at("types"), nlohmann::json::array({"UINT32"}));
    EXPECT_EQ(fields.at("a.large").at("value"), std::uint64_t{1} << 40);
    EXPECT_EQ(fields.at("a.negative").at("value"), -7);
    EXPECT_EQ(fields.at("a.bool").at("value"), true);
    EXPECT_EQ(fields.at("a.f64").at("value"), 0.1);
    EXPECT_EQ(fields.at("a.real").at("value").get<float>(), 0.1F);
    for (const TensorDeclaration& tensor : GgufTensors()) {
      const auto& found = seen.at("tensors").at(tensor.name);
      EXPECT_EQ(found.at("type"), Name(tensor.type));
      EXPECT_EQ(found.at("shape"), nlohmann::json(tensor.shape));
      EXPECT_EQ(found.at("sha256"), digests.at(tensor.name)) << tensor.name;
      EXPECT_EQ(found.at("offset").get<int>() % (alignment == 0 ? 32 : alignment), 0);
    }
  }
}

TEST(GgufWriterTest, TheReaderUndoesTheRotaryRowOrder) {
  const test::TemporaryDirectory folder;
  const std::vector<float> q = RandomValues(16 * 8, 1);
  const std::vector<GgufEntry> metadata = {MakeGgufEntry("general.architecture", "llama"),
                                           MakeGgufEntry("llama.block_count", 1),
                                           MakeGgufEntry("llama.embedding_length", 8),
                                           MakeGgufEntry("llama.feed_forward_length", 8),
                                           MakeGgufEntry("llama.attention.head_count", 2),
                                           MakeGgufEntry("llama.attention.key_length", 8)};
  const std::string name =
      GgufTensorName("model.layers.0.self_attn.q_proj.weight", *FindGgufFamily("llama")).value();
  GgufWriter writer(folder / "x.gguf", metadata, {{name, ElementType::kF32, {16, 8}}});
  writer.AppendFloats(name, ToGgufRowOrder(q, 8, 8));
  writer.Finish();
  std::vector<float> read(q.size());
  OpenModel(folder / "x.gguf")->ReadFloat32("model.layers.0.self_attn.q_proj.weight", read);
  EXPECT_EQ(read, q);
}

TEST(GgufWriterTest, RefusesMetadataThatDoesNotFitItsType) {
  const test::TemporaryDirectory folder;
  const auto refusal = [&](GgufEntry entry) {
    return MessageOf([&] { GgufWriter(folder / "x", {std::move(entry)}, {}); });
  };
  EXPECT_THAT(refusal({.key = "k", .type = GgufType::kU8, .value = 256}), HasSubstr("\"k\""));
  EXPECT_THAT(refusal({.key = "k", .type = GgufType::kU64, .value = -1}),
              HasSubstr("too large or"));
  EXPECT_THAT(refusal({.key = "k", .type = GgufType::kString, .value = 1}), HasSubstr("no text"));
  EXPECT_THAT(refusal({.key = "k", .type = GgufType::kBool, .value = 1}), HasSubstr("truth"));
  EXPECT_THAT(MessageOf([] { return MakeGgufEntry("k", nullptr); }), HasSubstr("\"k\""));
  EXPECT_THAT(MessageOf([] { return MakeGgufEntry("k", {1, "x"}); }), HasSubstr("\"k\""));
}

TEST(GgufWriterTest, RefusesShapesAndTypesThatGgufCannotHold) {
  const test::TemporaryDirectory folder;
  EXPECT_THAT(MessageOf([&] {
                GgufWriter(folder / "x", {}, {{"t", ElementType::kQ8_0, {2, 33}}});
              }),
              HasSubstr("rows of 33 values"));
  EXPECT_THAT(MessageOf([&] {
                GgufWriter(folder / "x", {}, {{"t", ElementType::kU8, {2}}});
              }),
              HasSubstr("U8"));
}

TEST(PeftAdapterTest, PeftReadsTheConfigAndTheFactors) {
  const auto python = test::FindPython();
  SENTEI_REQUIRE(python, "Python with peft");
  const test::TemporaryDirectory folder;
  const std::vector<PeftModule> modules = {{"model.layers.0.self_attn.q_proj", 6, 4},
                                           {"model.layers.1.mlp.down_proj", 10, 6}};
  PeftAdapterWriter writer(folder.path(), {.base_model = "base", .rank = 2, .alpha = 8.0}, modules);
  std::map<std::string, std::string> digests;
  for (const PeftModule& module : modules) {
    const auto a = RandomValues(static_cast<std::size_t>(2 * module.in_features), 1);
    const auto b = RandomValues(static_cast<std::size_t>(2 * module.out_features), 2);
    writer.Append(module.name, a, b);
    digests["base_model.model." + module.name + ".lora_A.weight"] = Sha256Hex(RawAll(a));
    digests["base_model.model." + module.name + ".lora_B.weight"] = Sha256Hex(RawAll(b));
  }
  writer.Finish();
  const auto seen = Oracle(*python, "peft", folder.path());
  EXPECT_EQ(seen.at("r"), 2);
  EXPECT_EQ(seen.at("alpha"), 8);
  EXPECT_EQ(seen.at("targets"), nlohmann::json::array({"down_proj", "q_proj"}));
  EXPECT_EQ(seen.at("tensors"), nlohmann::json(digests));
}

}  // namespace
}  // namespace sentei::formats
