// SPDX-License-Identifier: Apache-2.0
#include "core/formats/hub_cache.h"

#include "core/formats/model_source.h"
#include "core/formats/resolve_model.h"
#include "tests/core/formats/bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace sentei::formats {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr const char* kCommit = "0123456789abcdef0123456789abcdef01234567";

TEST(HubNameTest, IsWhatTheHubAllows) {
  for (const char* name : {"owner/model", "O_1.x-y/M.2_a-b", "a/b"}) {
    EXPECT_TRUE(IsHubName(name)) << name;
  }
  for (const char* name : {"model",
                           "a/b/c",
                           "/b",
                           "a/",
                           "../b",
                           "a/..",
                           "a..b/c",
                           "a--b/c",
                           "a/b--c",
                           ".a/b",
                           "a/-b",
                           "a-/b",
                           "a/b.",
                           "a b/c",
                           "a/b\n",
                           "~/b",
                           "a/b.git",
                           "ä/b"}) {
    EXPECT_FALSE(IsHubName(name)) << name;
  }
  EXPECT_TRUE(IsHubName("a/" + std::string(96, 'b')));
  EXPECT_FALSE(IsHubName("a/" + std::string(97, 'b')));
}

/// A cache as `hf download owner/model` leaves it.
class HubCacheTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(repository_ / "refs");
    fs::create_directories(repository_ / "blobs");
    fs::create_directories(snapshot_);
    test::WriteText(repository_ / "refs/main", kCommit);
    AddFile("config.json", "{}");
    AddFile("model.safetensors",
            SafetensorsBytes(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", "x"));
    for (const char* name : {"HF_HUB_CACHE", "HF_HOME"}) ::unsetenv(name);
    ::setenv("HF_HUB_CACHE", cache_.path().c_str(), 1);
  }
  void TearDown() override {
    for (const char* name : {"HF_HUB_CACHE", "HF_HOME"}) ::unsetenv(name);
  }
  void AddFile(const std::string& name, std::string_view content) {
    test::WriteText(repository_ / "blobs" / ("blob-of-" + name), content);
    fs::create_symlink("../../blobs/blob-of-" + name, snapshot_ / name);
  }
  [[nodiscard]] static std::string Refusal(const std::string& name = "owner/model") {
    try {
      return "found " + OpenModel(ResolveModel(name, "cache"))->path().string();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInput);
      return std::string(error.what()) + " | " + error.hint();
    }
  }

  test::TemporaryDirectory cache_;
  const fs::path repository_ = cache_ / "models--owner--model";
  const fs::path snapshot_ = repository_ / "snapshots" / kCommit;
};

TEST_F(HubCacheTest, FindsADownloadedModelByItsName) {
  EXPECT_EQ(ResolveModel("owner/model", "cache"), snapshot_);
  EXPECT_EQ(OpenModel(snapshot_)->tensors().size(), 1U);
}

TEST_F(HubCacheTest, LooksWhereTheHubsToolsLook) {
  ::unsetenv("HF_HUB_CACHE");
  ::setenv("HF_HOME", "/home/hf", 1);
  EXPECT_EQ(HubCacheDir(), "/home/hf/hub");
  ::setenv("HF_HUB_CACHE", "/cache", 1);
  EXPECT_EQ(HubCacheDir(), "/cache");
}

TEST_F(HubCacheTest, AFolderOfThatNameComesFirst) {
  const test::TemporaryDirectory here;
  fs::create_directories(here / "owner/model");
  const fs::path before = fs::current_path();
  fs::current_path(here.path());
  EXPECT_EQ(ResolveModel("owner/model", "cache"), fs::canonical(here / "owner/model"));
  fs::current_path(before);
}

TEST_F(HubCacheTest, SaysHowToGetWhatIsNotThere) {
  EXPECT_THAT(Refusal("owner/other"), HasSubstr("hf download owner/other"));
  EXPECT_THAT(Refusal("owner/other"), HasSubstr(cache_.path().string()));
}

TEST_F(HubCacheTest, SaysHowToCompleteADownload) {
  fs::rename(repository_ / "blobs/blob-of-model.safetensors", repository_ / "blobs/x.incomplete");
  EXPECT_THAT(Refusal(), HasSubstr("model.safetensors is missing"));
  EXPECT_THAT(Refusal(), HasSubstr("hf download owner/model"));
  fs::remove(snapshot_ / "model.safetensors");
  EXPECT_THAT(Refusal(), HasSubstr("hf download owner/model"));
  fs::remove_all(snapshot_);
  EXPECT_THAT(Refusal(), HasSubstr("is not complete"));
  fs::remove(repository_ / "refs/main");
  EXPECT_THAT(Refusal(), HasSubstr("is not complete"));
}

TEST_F(HubCacheTest, AShardThatIsMissingIsNamedWithTheRemedy) {
  fs::remove(snapshot_ / "model.safetensors");
  AddFile("model.safetensors.index.json", R"({"weight_map":{"a":"model-00001.safetensors"}})");
  EXPECT_THAT(Refusal(), HasSubstr("model-00001.safetensors"));
  EXPECT_THAT(Refusal(), HasSubstr("hf download owner/model"));
}

TEST_F(HubCacheTest, AReferenceIsACommitAndNothingElse) {
  for (const char* text :
       {"../../../../etc", "", "main", "0123456789ABCDEF0123456789abcdef01234567"}) {
    test::WriteText(repository_ / "refs/main", text);
    EXPECT_THAT(Refusal(), HasSubstr("names no commit")) << text;
  }
}

TEST_F(HubCacheTest, ListsWhatIsThereAndWhatIsMissing) {
  fs::create_directories(cache_ / "models--a--empty");
  fs::create_directories(cache_ / "datasets--a--b");
  fs::create_directories(cache_ / "models--a----b");
  fs::create_directory_symlink(repository_, cache_ / "models--z--link");
  auto models = ListHubModels(cache_.path());
  ASSERT_EQ(models.size(), 2U);
  EXPECT_EQ(models[0].name, "a/empty");
  EXPECT_FALSE(models[0].complete());
  EXPECT_TRUE(models[0].snapshot.empty());
  EXPECT_EQ(models[1].name, "owner/model");
  EXPECT_TRUE(models[1].complete()) << models[1].missing;
  EXPECT_EQ(models[1].snapshot, snapshot_);
  EXPECT_TRUE(ListHubModels(cache_ / "nowhere").empty());
  EXPECT_TRUE(ListHubModels({}).empty());
}

TEST_F(HubCacheTest, AListedModelNamesItsMissingPart) {
  const auto missing = [&] { return ListHubModels(cache_.path()).at(0).missing; };
  fs::remove(snapshot_ / "config.json");
  EXPECT_EQ(missing(), "config.json is missing");
  AddFile("config.json", "{}");
  fs::remove(snapshot_ / "model.safetensors");
  EXPECT_THAT(missing(), HasSubstr("no .safetensors"));
  AddFile("model-00001-of-00003.safetensors", "x");
  AddFile("model-00003-of-00003.safetensors", "x");
  EXPECT_EQ(missing(), "model-00002-of-00003.safetensors is missing");
  AddFile("model-00002-of-00003.safetensors", "x");
  EXPECT_EQ(missing(), "");
  fs::remove(repository_ / "blobs/blob-of-config.json");
  EXPECT_THAT(missing(), HasSubstr("config.json is missing"));
}

TEST_F(HubCacheTest, AListedModelMayNotLeadOutOfItsFolder) {
  const test::TemporaryDirectory outside;
  test::WriteText(outside / "secret.safetensors", "x");
  fs::remove(snapshot_ / "model.safetensors");
  fs::create_symlink(outside / "secret.safetensors", snapshot_ / "model.safetensors");
  EXPECT_THAT(ListHubModels(cache_.path()).at(0).missing, HasSubstr("leads out"));
  fs::rename(snapshot_, outside / "snapshot");
  fs::create_directory_symlink(outside / "snapshot", snapshot_);
  EXPECT_FALSE(ListHubModels(cache_.path()).at(0).complete());
}

TEST_F(HubCacheTest, LinksMayNotLeadIntoAnotherRepository) {
  fs::create_directories(cache_ / "models--owner--other/blobs");
  test::WriteText(cache_ / "models--owner--other/blobs/secret", "{}");
  fs::remove(snapshot_ / "config.json");
  fs::create_symlink("../../../models--owner--other/blobs/secret", snapshot_ / "config.json");
  EXPECT_THAT(Refusal(), HasSubstr("leads out of the model's folder"));
}

}  // namespace
}  // namespace sentei::formats
