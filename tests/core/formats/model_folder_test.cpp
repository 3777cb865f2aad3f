// SPDX-License-Identifier: Apache-2.0
// What a folder from a stranger may name: only its own regular files.
#include "core/formats/model_folder.h"

#include "core/formats/model_source.h"
#include "tests/core/formats/bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include <string>
#include <vector>

namespace sentei::formats {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ModelFolderTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(outside_ / "sub");
    test::WriteText(outside_ / "secret", "secret");
    test::WriteText(folder_ / "own", "own");
    fs::create_directories(folder_ / "sub");
    test::WriteText(folder_ / "sub/inner", "inner");
  }
  [[nodiscard]] std::string Read(std::string_view name) const {
    return ModelFolder(folder_.path()).ReadText(name, 100);
  }
  /// The sentence; the test fails unless it is an input error.
  [[nodiscard]] std::string Refusal(std::string_view name) const {
    try {
      return "read: " + Read(name);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInput) << error.what();
      return error.what();
    }
  }

  test::TemporaryDirectory folder_;
  test::TemporaryDirectory outside_;
};

TEST_F(ModelFolderTest, OpensItsOwnFilesAndLinksWithin) {
  EXPECT_EQ(Read("own"), "own");
  EXPECT_EQ(Read("sub/inner"), "inner");
  fs::create_symlink("../own", folder_ / "sub/link");
  EXPECT_EQ(Read("sub/link"), "own");
  EXPECT_EQ(ModelFolder(folder_.path()).Subfolder("sub").ReadText("link", 100), "own");
}

TEST_F(ModelFolderTest, ALinkToTheFolderItselfIsTheUsers) {
  fs::create_directory_symlink(folder_.path(), outside_ / "way");
  EXPECT_EQ(ModelFolder(outside_ / "way").ReadText("own", 100), "own");
}

TEST_F(ModelFolderTest, RefusesNamesThatLeaveIt) {
  const std::string up = "../" + outside_.path().filename().string() + "/secret";
  for (const std::string& name : std::vector<std::string>{up,
                                                          "sub/../" + up,
                                                          "sub/../own",
                                                          (outside_ / "secret").string(),
                                                          (folder_ / "own").string(),
                                                          std::string(),
                                                          std::string("own\0.txt", 8)}) {
    EXPECT_THAT(Refusal(name), HasSubstr("is no name of a file inside")) << name;
  }
}

TEST_F(ModelFolderTest, RefusesLinksThatLeaveIt) {
  fs::create_symlink(outside_ / "secret", folder_ / "absolute");
  fs::create_symlink("../" + outside_.path().filename().string() + "/secret", folder_ / "relative");
  fs::create_directory_symlink(outside_.path(), folder_ / "way");
  fs::create_symlink("way/secret", folder_ / "two_steps");
  for (const char* name : {"absolute", "relative", "way/secret", "two_steps"}) {
    EXPECT_THAT(Refusal(name), HasSubstr("leads out of the model's folder")) << name;
  }
  EXPECT_THROW(static_cast<void>(ModelFolder(folder_.path()).Subfolder("way")), Error);
}

TEST_F(ModelFolderTest, ASiblingWhoseNameBeginsAlikeIsOutside) {
  const fs::path sibling = folder_.path().string() + "-more";
  fs::create_directories(sibling);
  test::WriteText(sibling / "secret", "secret");
  fs::create_symlink(sibling / "secret", folder_ / "link");
  EXPECT_THAT(Refusal("link"), HasSubstr("leads out"));
  fs::remove_all(sibling);
}

TEST_F(ModelFolderTest, RefusesWhatIsNoRegularFile) {
  ASSERT_EQ(::mkfifo((folder_ / "fifo").c_str(), 0600), 0);
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  (folder_ / "socket").string().copy(address.sun_path, sizeof(address.sun_path) - 1);
  ASSERT_EQ(::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  for (const char* name : {"fifo", "socket", "sub", "."}) {
    EXPECT_THAT(Refusal(name), HasSubstr("is not a regular file")) << name;
  }
  ::close(listener);
  fs::create_symlink("/dev/zero", folder_ / "zero");
  EXPECT_THAT(Refusal("zero"), HasSubstr("leads out"));
}

TEST_F(ModelFolderTest, RefusesADeviceInside) {
  if (::mknod((folder_ / "zero").c_str(), S_IFCHR | 0600, makedev(1, 5)) != 0) {
    GTEST_SKIP() << "only root makes devices";
  }
  EXPECT_THAT(Refusal("zero"), HasSubstr("is not a regular file"));
}

TEST_F(ModelFolderTest, SaysWhatCannotBeFound) {
  fs::create_symlink("loop", folder_ / "loop");
  fs::create_symlink("nothing", folder_ / "dangling");
  for (const char* name : {"loop", "dangling", "absent", "own/below"}) {
    EXPECT_THAT(Refusal(name), HasSubstr("cannot be found")) << name;
    EXPECT_FALSE(ModelFolder(folder_.path()).Contains(name)) << name;
  }
  EXPECT_THROW(ModelFolder(folder_ / "own"), Error);
  EXPECT_THROW(ModelFolder(folder_ / "absent"), Error);
}

TEST_F(ModelFolderTest, ReadsNoMoreThanIsAllowed) {
  EXPECT_EQ(ModelFolder(folder_.path()).ReadText("own", 3), "own");
  EXPECT_THROW(static_cast<void>(ModelFolder(folder_.path()).ReadText("own", 2)), Error);
  test::WriteText(folder_ / "config.json", "{}");
  fs::resize_file(folder_ / "config.json", kMaxConfigBytes + 1);
  EXPECT_THAT(MessageOf([&] {
                return ModelFolder(folder_.path()).ReadJsonObject("config.json", kMaxConfigBytes);
              }),
              HasSubstr("more than"));
}

/// Every file that opening a folder reads, as a link out of it and as a pipe.
class HostileFileTest : public ModelFolderTest, public testing::WithParamInterface<const char*> {};

TEST_P(HostileFileTest, IsRefusedByTheWholeReader) {
  const std::string tensor =
      SafetensorsBytes(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", "x");
  test::WriteText(folder_ / "config.json", "{}");
  test::WriteText(folder_ / "shard.safetensors", tensor);
  test::WriteText(folder_ / "model.safetensors.index.json",
                  R"({"weight_map":{"a":"shard.safetensors"}})");
  ASSERT_EQ(OpenModel(folder_.path())->tensors().size(), 1U);
  const fs::path file = folder_ / GetParam();
  fs::rename(file, outside_ / "original");
  fs::create_symlink(outside_ / "original", file);
  EXPECT_THAT(MessageOf([&] { return OpenModel(folder_.path()); }), HasSubstr("leads out"));
  fs::remove(file);
  ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
  EXPECT_THAT(MessageOf([&] { return OpenModel(folder_.path()); }),
              HasSubstr("is not a regular file"));
}

INSTANTIATE_TEST_SUITE_P(Files,
                         HostileFileTest,
                         testing::Values("config.json",
                                         "shard.safetensors",
                                         "model.safetensors.index.json"));

}  // namespace
}  // namespace sentei::formats
