// SPDX-License-Identifier: Apache-2.0
#include "core/formats/model_source.h"

#include "core/base/sha256.h"
#include "core/formats/resolve_model.h"
#include "core/formats/safetensors_writer.h"
#include "tests/core/formats/bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace sentei::formats {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string OneTensor(std::string_view name, const std::vector<float>& values) {
  return SafetensorsBytes(
      fmt::format(R"({{"{}":{{"dtype":"F32","shape":[{}],"data_offsets":[0,{}]}}}})",
                  name,
                  values.size(),
                  4 * values.size()),
      RawAll(values));
}

std::vector<std::string> NamesOf(const ModelSource& model) {
  std::vector<std::string> names;
  for (const TensorInfo& info : model.tensors()) names.push_back(info.name);
  return names;
}

/// A folder with two shards and an index that can be spoilt.
class HfDirectoryTest : public testing::Test {
 protected:
  void SetUp() override {
    test::WriteText(folder_ / "config.json", R"({"model_type":"llama"})");
    test::WriteText(folder_ / "a.safetensors", OneTensor("first", {1, 2}));
    test::WriteText(folder_ / "b.safetensors", OneTensor("second", {3}));
    WriteIndex(R"({"first":"a.safetensors","second":"b.safetensors"})");
  }
  void WriteIndex(std::string_view weight_map) {
    test::WriteText(folder_ / "model.safetensors.index.json",
                    fmt::format(R"({{"weight_map":{}}})", weight_map));
  }
  std::string Refusal() {
    return MessageOf([&] { return OpenModel(folder_.path()); });
  }

  test::TemporaryDirectory folder_;
};

TEST_F(HfDirectoryTest, ReadsShardsAsOneModel) {
  const auto model = OpenModel(folder_.path());
  EXPECT_EQ(model->format(), SourceFormat::kHfDirectory);
  EXPECT_THAT(NamesOf(*model), ElementsAre("first", "second"));
  EXPECT_EQ(model->weight_files().size(), 2U);
  EXPECT_EQ(model->config().at("model_type"), "llama");
  EXPECT_TRUE(model->gguf_metadata().is_null());
  std::vector<float> values(2);
  model->ReadFloat32("first", values);
  EXPECT_THAT(values, ElementsAre(1, 2));
  EXPECT_EQ(model->MappedBytes("second").size(), 4U);
}

TEST_F(HfDirectoryTest, ASingleFileNeedsNoIndex) {
  test::WriteText(folder_ / "model.safetensors", OneTensor("whole", {5}));
  EXPECT_THAT(NamesOf(*OpenModel(folder_.path())), ElementsAre("whole"));
}

TEST_F(HfDirectoryTest, ACopyOfTheEmbeddingIsNoOutputMatrixOfItsOwn) {
  const auto names = [&](float output, const char* config) {
    test::WriteText(folder_ / "config.json", config);
    SafetensorsFileWriter writer(folder_ / "model.safetensors",
                                 {{"lm_head.weight", ElementType::kF32, {1, 2}},
                                  {"model.embed_tokens.weight", ElementType::kF32, {1, 2}}},
                                 {});
    writer.Append("lm_head.weight",
                  std::as_bytes(std::span<const float>(std::array{1.0F, output})));
    writer.Append("model.embed_tokens.weight",
                  std::as_bytes(std::span<const float>(std::array{1.0F, 2.0F})));
    writer.Finish();
    return NamesOf(*OpenModel(folder_.path())).size();
  };
  EXPECT_EQ(names(2.0F, R"({"tie_word_embeddings":true})"), 1U);
  EXPECT_EQ(names(2.0F, "{}"), 1U);
  EXPECT_EQ(names(2.0F, R"({"tie_word_embeddings":false})"), 2U);
  EXPECT_EQ(names(3.0F, R"({"tie_word_embeddings":true})"), 2U) << "the file has the last word";
}

TEST_F(HfDirectoryTest, AnIndexMayNotLeaveTheFolder) {
  const test::TemporaryDirectory outside;
  test::WriteText(outside / "secret.safetensors", OneTensor("first", {1, 2}));
  const std::string absolute = (outside / "secret.safetensors").string();
  WriteIndex(fmt::format(R"({{"first":"{}"}})", absolute));
  EXPECT_THAT(Refusal(), HasSubstr("is no name of a file inside"));
  WriteIndex(
      fmt::format(R"({{"first":"../{}/secret.safetensors"}})", outside.path().filename().string()));
  EXPECT_THAT(Refusal(), HasSubstr("is no name of a file inside"));
  fs::create_symlink(absolute, folder_ / "link.safetensors");
  WriteIndex(R"({"first":"link.safetensors"})");
  EXPECT_THAT(Refusal(), HasSubstr("leads out of the model's folder"));
  fs::create_directory_symlink(outside.path(), folder_ / "way");
  WriteIndex(R"({"first":"way/secret.safetensors"})");
  EXPECT_THAT(Refusal(), HasSubstr("leads out of the model's folder"));
}

TEST_F(HfDirectoryTest, ASnapshotOfTheHubCacheMayUseItsBlobs) {
  const test::TemporaryDirectory cache;
  const fs::path repository = cache / "models--owner--name";
  fs::create_directories(repository / "blobs");
  fs::create_directories(repository / "snapshots/1234");
  test::WriteText(repository / "blobs/abc", OneTensor("first", {1, 2}));
  test::WriteText(repository / "snapshots/1234/config.json", "{}");
  test::WriteText(repository / "snapshots/1234/model.safetensors.index.json",
                  R"({"weight_map":{"first":"model-1.safetensors"}})");
  fs::create_symlink("../../blobs/abc", repository / "snapshots/1234/model-1.safetensors");
  EXPECT_THAT(NamesOf(*OpenModel(repository / "snapshots/1234")), ElementsAre("first"));
}

TEST_F(HfDirectoryTest, AnIndexThatContradictsTheShardsIsRefused) {
  WriteIndex(R"({"first":"b.safetensors"})");
  EXPECT_THAT(Refusal(), HasSubstr("does not hold tensor \"first\""));
  WriteIndex(R"({"first":"missing.safetensors"})");
  EXPECT_THAT(Refusal(), HasSubstr("cannot be found"));
  WriteIndex(R"({"first":7})");
  EXPECT_THAT(Refusal(), HasSubstr("no file name"));
  WriteIndex("{}");
  EXPECT_THAT(Refusal(), HasSubstr("no \"weight_map\""));
  WriteIndex("[");
  EXPECT_THAT(Refusal(), HasSubstr("not valid JSON"));
}

TEST_F(HfDirectoryTest, TheSameNameInTwoFilesCountsWhereTheIndexPutsIt) {
  test::WriteText(folder_ / "b.safetensors",
                  SafetensorsBytes(R"({"first":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                                   R"("second":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
                                   "xy"));
  const auto model = OpenModel(folder_.path());
  EXPECT_THAT(NamesOf(*model), ElementsAre("first", "second"));
  EXPECT_EQ(model->Find("first")->type, ElementType::kF32);
}

TEST_F(HfDirectoryTest, SaysWhatIsMissing) {
  fs::remove(folder_ / "config.json");
  EXPECT_THAT(Refusal(), HasSubstr("has no config.json"));
  fs::remove(folder_ / "model.safetensors.index.json");
  EXPECT_THAT(Refusal(), HasSubstr("neither model.safetensors nor"));
  test::WriteText(folder_ / "pytorch_model.bin", "PK");
  EXPECT_THAT(Refusal(), HasSubstr("pytorch_model.bin is a pickle file"));
  EXPECT_THAT(Refusal(), HasSubstr("save_pretrained"));
  test::WriteText(folder_ / "x.gguf", "GGUF");
  EXPECT_THAT(Refusal(), HasSubstr("x.gguf"));
}

TEST_F(HfDirectoryTest, ABrokenConfigIsRefused) {
  for (const char* config : {"", "{", "[]", "7", "{\"a\":1e999}", "\xFF"}) {
    test::WriteText(folder_ / "config.json", config);
    EXPECT_THAT(Refusal(), HasSubstr("config.json")) << config;
  }
}

TEST_F(HfDirectoryTest, AnUnknownTensorIsAnInputError) {
  const auto model = OpenModel(folder_.path());
  std::vector<float> out(1);
  EXPECT_THAT(MessageOf([&] { model->ReadFloat32("third", out); }), HasSubstr("\"third\""));
  EXPECT_EQ(model->Find("third"), nullptr);
  EXPECT_THROW(model->ReadFloat32("first", out), LogicError);
}

TEST(OpenModelTest, ALoneSafetensorsFileHasNoConfig) {
  const test::TemporaryDirectory folder;
  test::WriteText(folder / "x.safetensors", OneTensor("a", {1}));
  const auto model = OpenModel(folder / "x.safetensors");
  EXPECT_EQ(model->format(), SourceFormat::kSafetensorsFile);
  EXPECT_TRUE(model->config().is_null());
  EXPECT_THAT(NamesOf(*model), ElementsAre("a"));
}

TEST(OpenModelTest, RefusesWhatIsNoModel) {
  const test::TemporaryDirectory folder;
  test::WriteText(folder / "notes.txt", "hello");
  test::WriteText(folder / "model.pt", "PK");
  EXPECT_THAT(MessageOf([&] { return OpenModel(folder / "notes.txt"); }),
              HasSubstr("no model file"));
  EXPECT_THAT(MessageOf([&] { return OpenModel(folder / "model.pt"); }), HasSubstr("pickle"));
  EXPECT_THAT(MessageOf([&] { return OpenModel(folder / "nothing"); }),
              HasSubstr("does not exist"));
  EXPECT_THAT(MessageOf([&] { return OpenModel(""); }), HasSubstr("no model is named"));
}

TEST(ModelIdTest, IsThatOfItsDefinition) {
  const test::TemporaryDirectory folder;
  std::vector<float> values(200'000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
  const std::string bytes = OneTensor("a", values);
  test::WriteText(folder / "x.safetensors", bytes);
  const auto model = OpenModel(folder / "x.safetensors");
  Sha256 sha;
  sha.UpdateNumber(bytes.size());
  sha.Update(std::string_view(bytes).substr(0, bytes.size() - 800'000));
  for (std::size_t i = 0; i < 64; ++i) {
    sha.Update(std::string_view(bytes).substr((bytes.size() - 4096) * i / 63, 4096));
  }
  EXPECT_EQ(ModelId(*model), sha.HexDigest());
  EXPECT_EQ(FullHash(*model), Sha256Hex(bytes));
}

TEST(ModelIdTest, SurvivesACopyAndSeesEveryByteOfASmallFile) {
  const test::TemporaryDirectory folder;
  std::string bytes = OneTensor("a", std::vector<float>(500, 1.0F));
  test::WriteText(folder / "x.safetensors", bytes);
  fs::copy_file(folder / "x.safetensors", folder / "y.safetensors");
  const std::string id = ModelId(*OpenModel(folder / "x.safetensors"));
  EXPECT_EQ(id, ModelId(*OpenModel(folder / "y.safetensors")));
  bytes[bytes.size() - 777] ^= 1;
  test::WriteText(folder / "y.safetensors", bytes);
  EXPECT_NE(id, ModelId(*OpenModel(folder / "y.safetensors")));
}

TEST(ModelIdTest, OfAFileThatChangedSinceItWasOpenedDoesNotExist) {
  const test::TemporaryDirectory folder;
  test::WriteText(folder / "x.safetensors", OneTensor("a", std::vector<float>(500, 1.0F)));
  const auto model = OpenModel(folder / "x.safetensors");
  fs::resize_file(folder / "x.safetensors", 64);
  EXPECT_THAT(MessageOf([&] { return ModelId(*model); }), HasSubstr("shrank"));
  EXPECT_THAT(MessageOf([&] { return FullHash(*model); }), HasSubstr("shrank"));
}

TEST(ResolveModelTest, FindsTheDemoModelInTheCache) {
  const test::TemporaryDirectory cache;
  EXPECT_THAT(MessageOf([&] { return ResolveModel("demo", cache.path()); }),
              HasSubstr("./dev demo"));
  fs::create_directories(cache / "models");
  test::WriteText(cache.path() / kDemoModelFile, "x");
  EXPECT_EQ(ResolveModel("demo", cache.path()), cache.path() / kDemoModelFile);
}

TEST(ResolveModelTest, NamesFilesAndFoldersAbsolutely) {
  const test::TemporaryDirectory folder;
  test::WriteText(folder / "a.gguf", "x");
  EXPECT_EQ(ResolveModel(folder.path() / "./a.gguf", "cache"), folder / "a.gguf");
  EXPECT_EQ(ResolveModel(folder.path(), "cache"), folder.path());
}

TEST(ResolveModelTest, HelpsWithWhatItCannotFind) {
  const test::TemporaryDirectory folder;
  test::WriteText(folder / "a.txt", "x");
  test::WriteText(folder / "a.bin", "x");
  const auto refusal = [](const std::string& argument) {
    return MessageOf([&] { return ResolveModel(argument, "cache"); });
  };
  EXPECT_THAT(refusal("owner/model"), HasSubstr("hf download"));
  EXPECT_THAT(refusal("/no/such/folder"), Not(HasSubstr("hf download")));
  EXPECT_THAT(refusal(folder / "a.txt"), HasSubstr("no model file"));
  EXPECT_THAT(refusal(folder / "a.bin"), HasSubstr("pickle"));
  EXPECT_THAT(refusal(""), HasSubstr("does not exist"));
}

TEST(RealModelTest, Stories260KHasItsParameters) {
  const auto folder = test::FindSharedData("llama-stories260K");
  SENTEI_REQUIRE(folder, "shared test data");
  const auto model = OpenModel(*folder);
  std::int64_t parameters = 0;
  for (const TensorInfo& info : model->tensors()) parameters += info.element_count();
  EXPECT_EQ(parameters, 260'032);
  EXPECT_EQ(model->Find("lm_head.weight"), nullptr);
}

/// These copies lost bytes to a text conversion; the gguf package cannot read them either.
TEST(RealModelTest, DamagedVocabularyFilesAreRefusedInOneSentence) {
  const auto folder = test::FindSharedData("gguf-vocab");
  SENTEI_REQUIRE(folder, "shared test data");
  for (const auto& entry : fs::directory_iterator(*folder)) {
    if (entry.path().extension() != ".gguf") continue;
    if (test::ReadText(entry.path()).find("\xEF\xBF\xBD\xEF\xBF\xBD") == std::string::npos)
      continue;
    EXPECT_THAT(MessageOf([&] { return OpenModel(entry.path()); }),
                HasSubstr("no sound GGUF file"));
  }
}

class DemoModelTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto path = test::FindDemoModel();
    SENTEI_REQUIRE(path, "demo model");
    demo_ = OpenModel(*path);
  }
  std::unique_ptr<ModelSource> demo_;
};

TEST_F(DemoModelTest, HasItsPublishedParametersAndIsTied) {
  std::int64_t parameters = 0;
  for (const TensorInfo& info : demo_->tensors()) parameters += info.element_count();
  EXPECT_EQ(parameters, 134'515'008);
  EXPECT_EQ(demo_->config().at("tie_word_embeddings"), true);
  EXPECT_EQ(demo_->config().at("num_hidden_layers"), 30);
  EXPECT_EQ(demo_->config().at("rope_theta"), 100000.0);
  EXPECT_EQ(demo_->config().at("rms_norm_eps"), 1e-5);
  EXPECT_EQ(demo_->gguf_metadata().at("tokenizer.ggml.tokens").size(), 49152U);
}

/// The folder that transformers wrote of the same file, in bf16, is an independent reader's result.
TEST_F(DemoModelTest, EveryWeightIsThatOfTransformers) {
  const fs::path reference = test::CacheDirectory() / "reference" / "smollm2-hf";
  if (!fs::exists(reference / "model.safetensors")) GTEST_SKIP() << "no " << reference;
  const auto expected = OpenModel(reference);
  EXPECT_EQ(expected->tensors().size(), demo_->tensors().size());
  std::vector<std::uint16_t> values;
  for (const TensorInfo& info : expected->tensors()) {
    ASSERT_NE(demo_->Find(info.name), nullptr) << info.name;
    ASSERT_EQ(demo_->Find(info.name)->shape, info.shape) << info.name;
    ASSERT_EQ(info.type, ElementType::kBF16);
    values.resize(static_cast<std::size_t>(info.element_count()));
    demo_->ReadBFloat16(info.name, values);
    const auto bytes = expected->MappedBytes(info.name);
    ASSERT_EQ(std::memcmp(bytes.data(), values.data(), bytes.size()), 0) << info.name;
  }
}

TEST_F(DemoModelTest, IsReadByTwoThreadsAtOnce) {
  constexpr const char* kName = "model.layers.0.self_attn.q_proj.weight";
  std::vector<float> first(576 * 576);
  std::vector<float> second(first.size());
  std::thread other([&] { demo_->ReadFloat32(kName, second); });
  demo_->ReadFloat32(kName, first);
  other.join();
  EXPECT_EQ(first, second);
}

}  // namespace
}  // namespace sentei::formats
