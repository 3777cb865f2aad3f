// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/checkpoint.h"

#include "core/base/atomic_directory.h"
#include "core/base/error.h"
#include "core/base/output_file.h"
#include "core/base/sha256.h"
#include "core/engine/train/checkpoint_file.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

namespace sentei::engine {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTensorsFile = "tensors.safetensors";
constexpr const char* kStateFile = "state.json";
constexpr const char* kPrefix = "step-";
constexpr std::int64_t kFormat = 1;
constexpr std::size_t kKept = 2;

std::optional<std::int64_t> StepOf(const fs::path& path) {
  const std::string name = path.filename().string();
  if (name.rfind(kPrefix, 0) != 0) return std::nullopt;
  std::int64_t step = 0;
  const char* begin = name.data() + std::string_view(kPrefix).size();
  const auto [end, error] = std::from_chars(begin, name.data() + name.size(), step);
  const bool whole = error == std::errc() && end == name.data() + name.size();
  return whole ? std::optional(step) : std::nullopt;
}

nlohmann::json ReadState(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  nlohmann::json state = nlohmann::json::parse(content.str(), nullptr, /*allow_exceptions=*/false);
  const bool sound = file && state.is_object() &&
                     state.value("format", std::int64_t{0}) == kFormat && state.contains("state") &&
                     state.contains("info") &&
                     state.value("step", nlohmann::json()).is_number_integer() &&
                     state.value("state_hash", nlohmann::json()).is_string();
  if (!sound) ThrowInput("{} is no checkpoint state", path.string());
  return state;
}

Checkpoint Load(const fs::path& directory) {
  const nlohmann::json file = ReadState(directory / kStateFile);
  Checkpoint checkpoint{.step = file.at("step").get<std::int64_t>(),
                        .tensors = ReadTensors(directory / kTensorsFile),
                        .state = file.at("state"),
                        .info = file.at("info")};
  if (StateHash(checkpoint) != file.at("state_hash").get<std::string>()) {
    ThrowInput("the checkpoint {} has another hash than it was saved with", directory.string());
  }
  return checkpoint;
}

}  // namespace

std::string StateHash(const Checkpoint& checkpoint) {
  Sha256 hash;
  hash.UpdateNumber(static_cast<std::uint64_t>(checkpoint.step));
  hash.Update(checkpoint.state.dump());
  for (const auto& [name, tensor] : checkpoint.tensors) {
    hash.Update(name);
    hash.Update(c10::toString(tensor.scalar_type()));
    for (const std::int64_t size : tensor.sizes()) {
      hash.UpdateNumber(static_cast<std::uint64_t>(size));
    }
    hash.Update({static_cast<const std::byte*>(tensor.const_data_ptr()), tensor.nbytes()});
  }
  return hash.HexDigest();
}

CheckpointStore::CheckpointStore(fs::path directory) : directory_(std::move(directory)) {}

fs::path CheckpointStore::PathOf(std::int64_t step) const {
  return directory_ / fmt::format("{}{:08}", kPrefix, step);
}

std::vector<std::int64_t> CheckpointStore::Steps() const {
  std::vector<std::int64_t> steps;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(directory_, missing)) {
    const std::optional<std::int64_t> step = StepOf(entry.path());
    if (step.has_value() && entry.is_directory()) steps.push_back(*step);
  }
  std::sort(steps.begin(), steps.end());
  return steps;
}

SavedCheckpoint CheckpointStore::Save(const Checkpoint& checkpoint) {
  const std::string hash = StateHash(checkpoint);
  AtomicDirectory directory(PathOf(checkpoint.step), OnExisting::kReplace);
  SavedCheckpoint saved{
      .path = directory.target(),
      .bytes = WriteTensors(directory.staging() / kTensorsFile, checkpoint.tensors),
      .state_hash = hash};
  const std::string state = nlohmann::json{
      {"format", kFormat},
      {"step", checkpoint.step},
      {"state", checkpoint.state},
      {"info", checkpoint.info},
      {"state_hash", hash}}.dump(1);
  OutputFile file(directory.staging() / kStateFile);
  file.Write(state);
  file.Finish();
  saved.bytes += state.size();
  directory.Commit();
  RemoveOld();
  return saved;
}

void CheckpointStore::RemoveLeftovers() const {
  std::vector<fs::path> leftovers;
  std::error_code ignored;  // a leftover costs disk space, not correctness
  for (const auto& entry : fs::directory_iterator(directory_, ignored)) {
    const std::string name = entry.path().filename().string();
    const bool partial = name.front() == '.' && name.find(".partial-") != std::string::npos;
    if (partial) leftovers.push_back(entry.path());
  }
  for (const fs::path& path : leftovers) fs::remove_all(path, ignored);
}

void CheckpointStore::RemoveOld() const {
  std::vector<std::int64_t> steps = Steps();
  if (steps.size() <= kKept) return;
  steps.resize(steps.size() - kKept);
  for (const std::int64_t step : steps) {
    std::error_code ignored;  // a leftover costs disk space, not correctness
    fs::remove_all(PathOf(step), ignored);
  }
}

std::optional<CheckpointStore::Loaded> CheckpointStore::LoadNewest() const {
  std::vector<std::int64_t> steps = Steps();
  Loaded loaded;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    try {
      loaded.checkpoint = Load(PathOf(*step));
      return loaded;
    } catch (const Error& damaged) {
      loaded.warnings.push_back(
          fmt::format("{}; {}", damaged.what(), "the checkpoint before it is used"));
    }
  }
  return std::nullopt;
}

}  // namespace sentei::engine
