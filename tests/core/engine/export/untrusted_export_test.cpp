// SPDX-License-Identifier: Apache-2.0
// What of a model from a stranger reaches an export, and what verifying one opens.
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/engine/export/exporter.h"
#include "core/engine/export/verify.h"
#include "tests/core/engine/export/export_fixture.h"
#include "tests/support/subprocess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace sentei::engine {
namespace {

namespace fs = std::filesystem;
using plan::ExportDType;
using plan::ExportProfile;
using testing::MakeTinyModel;
using testing::TinyCases;
using testing::TinyModel;

template <typename Call>
ErrorCode CodeOf(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorCode::kInternal;
}

nlohmann::json ReadJson(const fs::path& file) {
  std::ifstream in(file);
  return nlohmann::json::parse(in);
}

class UntrustedExport : public ::testing::Test {
 protected:
  TinyModel Tiny(std::size_t index) const {
    return MakeTinyModel(TinyCases()[index], folder_.path() / "source");
  }
  fs::path Target() const { return folder_.path() / "out"; }

  sentei::testing::TemporaryFolder folder_;
};

TEST_F(UntrustedExport, CarriesNoCodeOfTheSource) {
  const TinyModel tiny = Tiny(1);
  TinyModel hostile = tiny;
  hostile.tokenizer.tokenizer_config["auto_map"] = {{"AutoTokenizer", {nullptr, "evil.Tok"}}};
  hostile.tokenizer.tokenizer_config["tokenizer_class"] = "EvilTokenizer";
  std::ofstream(folder_.path() / "source" / "evil.py") << "raise SystemExit";
  static_cast<void>(
      Export(hostile.Request(ExportProfile::kHfUniform, ExportDType::kBF16, Target()), {}));
  for (const auto& entry : fs::recursive_directory_iterator(Target())) {
    EXPECT_NE(entry.path().extension(), ".py");
  }
  const nlohmann::json config = ReadJson(Target() / "tokenizer_config.json");
  EXPECT_FALSE(config.contains("auto_map"));
  EXPECT_EQ(config["tokenizer_class"], "PreTrainedTokenizerFast");
}

TEST_F(UntrustedExport, QuotesForeignTextInTheModelCard) {
  const TinyModel tiny = Tiny(0);
  auto request = tiny.Request(ExportProfile::kHfPerLayer, ExportDType::kBF16, Target());
  request.provenance.base_name = "evil\"\n---\nlicense: mit\n<script>";
  request.provenance.base_license = "mit\ntags: [x]";
  static_cast<void>(Export(request, {}));
  std::ifstream file(Target() / "README.md");
  std::string line;
  int fences = 0;
  while (std::getline(file, line)) {
    fences += line == "---" ? 1 : 0;
    EXPECT_FALSE(line.starts_with("license: mit")) << line;
    EXPECT_EQ(line.find("<script>"),
              line.find("base_model") == 0 ? line.find("<script>") : std::string::npos);
  }
  EXPECT_EQ(fences, 2);
}

TEST_F(UntrustedExport, TheCardStatesTheHashOfTheFixedCode) {
  const TinyModel tiny = Tiny(0);
  static_cast<void>(
      Export(tiny.Request(ExportProfile::kHfPerLayer, ExportDType::kBF16, Target()), {}));
  std::ifstream card(Target() / "README.md");
  const std::string text{std::istreambuf_iterator<char>(card), {}};
  int files = 0;
  for (const auto& entry : fs::directory_iterator(Target())) {
    EXPECT_TRUE(entry.is_regular_file() && !entry.is_symlink()) << entry.path();
    if (entry.path().extension() != ".py") continue;
    ++files;
    const fs::path ours = fs::path(SENTEI_SOURCE_DIR) / "resources/hf" / entry.path().filename();
    EXPECT_EQ(Sha256OfFile(entry.path()), Sha256OfFile(ours));
    EXPECT_THAT(text, ::testing::HasSubstr(Sha256OfFile(ours)));
  }
  EXPECT_EQ(files, 1);
}

TEST_F(UntrustedExport, CarriesNoFileThatTheSourceOnlyLinksTo) {
  const TinyModel tiny = Tiny(1);
  const fs::path secret = folder_.path() / "secret";
  std::ofstream(secret) << "{\"chat_template\":\"secret\"}";
  const fs::path link = folder_.path() / "source" / "tokenizer_config.json";
  fs::remove(link);
  fs::create_symlink(secret, link);
  EXPECT_EQ(CodeOf([&] { static_cast<void>(text::LoadTokenizer(*tiny.source)); }),
            ErrorCode::kInput);
}

TEST_F(UntrustedExport, AnExportWhoseSourceShrinksLeavesNothing) {
  const TinyModel tiny = Tiny(1);
  const ExportHooks hooks{.progress =
                              [&](const run::Progress&) {
                                fs::resize_file(folder_.path() / "source/model.safetensors", 64);
                              },
                          .stop = {}};
  EXPECT_EQ(CodeOf([&] {
              static_cast<void>(Export(
                  tiny.Request(ExportProfile::kHfUniform, ExportDType::kBF16, Target()), hooks));
            }),
            ErrorCode::kInput);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), {}), 1) << "besides the source";
}

TEST_F(UntrustedExport, VerifyOpensNothingOutsideTheExport) {
  const TinyModel tiny = Tiny(0);
  static_cast<void>(
      Export(tiny.Request(ExportProfile::kAdapter, ExportDType::kBF16, Target()), {}));
  ASSERT_TRUE(Verify(Target(), 1e-3, HashScope::kSampled).verified);
  for (const char* name : {"sentei_probe.safetensors",
                           "adapter_model.safetensors",
                           "adapter_config.json",
                           "base/config.json",
                           "base"}) {
    const fs::path outside = folder_.path() / "outside";
    fs::rename(Target() / name, outside);
    fs::create_symlink(outside, Target() / name);
    EXPECT_EQ(CodeOf([&] { static_cast<void>(Verify(Target(), 1e-3, HashScope::kSampled)); }),
              ErrorCode::kInput)
        << name;
    fs::remove(Target() / name);
    fs::rename(outside, Target() / name);
  }
}

}  // namespace
}  // namespace sentei::engine
