// SPDX-License-Identifier: Apache-2.0
// Exports opened by transformers, peft and gguf: tests/support/check_export.py, one process for all
// folders because importing them takes seconds.
#include "core/engine/export/exporter.h"
#include "core/engine/export/verify.h"
#include "tests/core/engine/export/export_fixture.h"
#include "tests/support/subprocess.h"
#include "tests/support/tiny_checkpoint.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <iostream>
#include <map>
#include <sstream>

namespace sentei::engine {
namespace {

namespace fs = std::filesystem;
using plan::ExportDType;
using plan::ExportProfile;
using sentei::testing::TemporaryFolder;
using testing::MakeTinyModel;
using testing::TinyCase;
using testing::TinyCases;
using testing::TinyModel;

std::string Environment(const char* name, const std::string& fallback) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? fallback : value;
}

fs::path Cache() {
  return fs::path(Environment("XDG_CACHE_HOME", Environment("HOME", "/") + "/.cache")) / "sentei";
}

fs::path Python() { return Environment("SENTEI_PYTHON", Cache() / "python/bin/python"); }

bool PythonHasTransformers() {
  if (!fs::exists(Python())) return false;
  const std::string probe =
      "import importlib.util as u, sys; "
      "sys.exit(any(u.find_spec(m) is None for m in ('transformers', 'peft', 'gguf')))";
  return sentei::testing::RunProgram({Python().string(), "-c", probe}).code == 0;
}

// One object a folder, by folder.
std::map<std::string, nlohmann::json> CheckInPython(const std::vector<fs::path>& folders,
                                                    const fs::path& scratch) {
  std::vector<std::string> command{
      Python().string(), std::string(SENTEI_SOURCE_DIR) + "/tests/support/check_export.py"};
  for (const fs::path& folder : folders) command.push_back(folder.string());
  const sentei::testing::Finished finished = sentei::testing::RunProgram(
      command,
      {{"HF_HOME", (scratch / "hf").string()}, {"OMP_NUM_THREADS", "1"}, {"TQDM_DISABLE", "1"}},
      std::chrono::seconds(600));
  EXPECT_EQ(finished.code, 0) << finished.err;
  std::map<std::string, nlohmann::json> results;
  std::istringstream lines(finished.out);
  for (std::string line; std::getline(lines, line);) {
    nlohmann::json result = nlohmann::json::parse(line);
    results[result["folder"]] = result;
  }
  return results;
}

void ExpectEqualLogits(const nlohmann::json& result, double tolerance) {
  SCOPED_TRACE(result.dump());
  EXPECT_EQ(result["problems"], nlohmann::json::array());
  ASSERT_TRUE(result.contains("max_abs_diff"));
  std::cout << fmt::format("{}: max |logit difference| {:.3g}\n",
                           fs::path(result["folder"].get<std::string>()).filename().string(),
                           result["max_abs_diff"].get<double>());
  EXPECT_LE(result["max_abs_diff"].get<double>(), tolerance);
  EXPECT_EQ(result["generates"], true);
}

struct Written {
  std::vector<fs::path> folders;
  std::map<std::string, std::int64_t> parameters;
};

void WriteAllProfiles(const TinyCase& c, const fs::path& scratch, Written& written) {
  const TinyModel tiny = MakeTinyModel(c, scratch / ("source_" + c.name));
  const auto write = [&](ExportProfile profile, ExportDType dtype) {
    const fs::path target =
        scratch / fmt::format("{}_{}_{}", c.name, plan::Name(profile), plan::Name(dtype));
    const ExportResult done = Export(tiny.Request(profile, dtype, target), {});
    written.folders.push_back(target);
    written.parameters[target.string()] = done.parameters;
  };
  write(ExportProfile::kHfPerLayer, ExportDType::kBF16);
  write(ExportProfile::kHfPadded, ExportDType::kF16);
  write(ExportProfile::kHfMasked, ExportDType::kBF16);
  if (c.lora == testing::Lora::kTrained) write(ExportProfile::kAdapter, ExportDType::kBF16);
  if (c.widths == testing::Widths::kPerLayer) return;
  write(ExportProfile::kHfUniform, ExportDType::kF32);
  write(ExportProfile::kGguf, ExportDType::kBF16);
  if (c.shape.hidden % 32 == 0) write(ExportProfile::kGguf, ExportDType::kQ8_0);
}

TEST(ExportInPython, ComputesTheProbeLogitsAndGeneratesInEveryProfile) {
  if (!PythonHasTransformers()) GTEST_SKIP() << "no Python with transformers, peft and gguf";
  const TemporaryFolder scratch;
  Written written;
  for (const TinyCase& c : TinyCases()) WriteAllProfiles(c, scratch.path(), written);
  const auto results = CheckInPython(written.folders, scratch.path());
  EXPECT_EQ(results.size(), written.folders.size());
  for (const auto& [folder, result] : results) {
    ExpectEqualLogits(result, 1e-5);
    if (!result.contains("parameters")) continue;
    EXPECT_EQ(result["parameters"], written.parameters[folder]);
  }
}

// A fifth to a quarter of the units of a family's model leaves; the exports compute the same,
// whichever class or architecture they name.
void WriteFamily(const fs::path& folder, const fs::path& scratch, Written& written) {
  const auto write = [&](const TinyModel& tiny, const char* widths, ExportProfile profile) {
    const fs::path target =
        scratch / fmt::format("{}_{}_{}", folder.filename().string(), widths, plan::Name(profile));
    const ExportResult done = Export(tiny.Request(profile, ExportDType::kF32, target), {});
    EXPECT_TRUE(Verify(target, 1e-5, HashScope::kFull).verified) << target;
    written.folders.push_back(target);
    written.parameters[target.string()] = done.parameters;
  };
  TinyCase uniform;
  uniform.widths = testing::Widths::kUniform;
  const TinyModel same = testing::OpenTinyModel(folder, scratch / "tokenizer", uniform);
  write(same, "uniform", ExportProfile::kHfUniform);
  write(same, "uniform", ExportProfile::kAdapter);
  plan::ModelDescription narrowed =
      plan::WithKeptCounts(same.model.description, same.families, plan::KeptCounts(same.keep));
  if (plan::ExportObstacles(ExportProfile::kGguf, ExportDType::kF32, narrowed).empty()) {
    write(same, "uniform", ExportProfile::kGguf);
  }
  const TinyModel uneven = testing::OpenTinyModel(folder, scratch / "tokenizer", TinyCase());
  write(uneven, "per_layer", ExportProfile::kHfPerLayer);
  write(uneven, "per_layer", ExportProfile::kHfPadded);
}

TEST(ExportInPython, OfEveryFamilyLoadsInItsOwnClassAndComputesTheSame) {
  if (!PythonHasTransformers()) GTEST_SKIP() << "no Python with transformers, peft and gguf";
  const TemporaryFolder scratch;
  const fs::path models = scratch.path() / "models";
  const auto made = sentei::testing::RunProgram(
      {Python().string(),
       std::string(SENTEI_SOURCE_DIR) + "/tests/support/make_family_models.py",
       models.string()},
      {{"OMP_NUM_THREADS", "1"}},
      std::chrono::seconds(300));
  ASSERT_EQ(made.code, 0) << made.err;
  sentei::testing::WriteTinyCheckpoint(scratch.path() / "tokenizer", {});
  Written written;
  for (const fs::directory_entry& entry : fs::directory_iterator(models)) {
    // With a cache transformers forgets the one token that a window of one sees, and keeps keys
    // turned by the frequencies of shorter texts.
    const std::string name = entry.path().filename();
    if (name == "mistral_window_1" || name == "phi3_long_factors") continue;
    SCOPED_TRACE(name);
    WriteFamily(entry.path(), scratch.path(), written);
  }
  const auto results = CheckInPython(written.folders, scratch.path());
  EXPECT_EQ(results.size(), written.folders.size());
  for (const auto& [folder, result] : results) {
    ExpectEqualLogits(result, 1e-5);
    if (!result.contains("parameters")) continue;
    EXPECT_EQ(result["parameters"], written.parameters[folder]);
  }
}

std::shared_ptr<const formats::ModelSource> OpenDemo() {
  const fs::path demo = Cache() / "models/SmolLM2-135M-Instruct.Q4_1.gguf";
  return fs::exists(demo) ? formats::OpenModel(demo) : nullptr;
}

TEST(ExportOfTheDemoModel, OpensInTransformersWithEqualLogits) {
  const auto source = OpenDemo();
  if (source == nullptr) GTEST_SKIP() << "the demo model is not installed";
  if (!PythonHasTransformers()) GTEST_SKIP() << "no Python with transformers, peft and gguf";
  const plan::ModelDescription description = plan::DescribeModel(*source);
  const auto model = LoadDecoder(source, description, at::kFloat, at::kCPU);
  const text::ModelTokenizer tokenizer = text::LoadTokenizer(*source);
  const TemporaryFolder scratch;
  ExportRequest request;
  request.model = model.get();
  request.tokenizer = &tokenizer;
  request.provenance = DescribeBase(*source, description);
  request.resources_dir = fs::path(SENTEI_SOURCE_DIR) / "resources";
  std::vector<fs::path> folders;
  for (const ExportProfile profile :
       {ExportProfile::kHfPerLayer, ExportProfile::kHfUniform, ExportProfile::kGguf}) {
    request.profile = profile;
    request.directory = scratch.path() / plan::Name(profile);
    const ExportResult done = Export(request, {});
    EXPECT_EQ(done.parameters, 134'515'008);
    EXPECT_TRUE(Verify(request.directory, 1e-3, HashScope::kSampled).verified);
    folders.push_back(request.directory);
  }
  for (const auto& [folder, result] : CheckInPython(folders, scratch.path())) {
    ExpectEqualLogits(result, 1e-3);
  }
}

}  // namespace
}  // namespace sentei::engine
