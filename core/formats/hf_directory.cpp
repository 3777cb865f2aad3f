// SPDX-License-Identifier: Apache-2.0
// Opens Hugging Face folders and lone safetensors files.
#include "core/base/error.h"
#include "core/formats/checkpoint_source.h"
#include "core/formats/read_json.h"
#include "core/formats/safetensors_reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <set>
#include <system_error>
#include <utility>

namespace sentei::formats {
namespace {

namespace fs = std::filesystem;

constexpr const char* kConfigFile = "config.json";
constexpr const char* kWeightsFile = "model.safetensors";
constexpr const char* kIndexFile = "model.safetensors.index.json";

bool Exists(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

bool IsInside(const fs::path& inner, const fs::path& outer) {
  const auto mismatch = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return mismatch.first == outer.end();
}

/// Folders whose files a checkpoint may use: its own and, for a snapshot in the Hugging Face cache,
/// the blobs folder that snapshots link into.
std::vector<fs::path> AllowedRoots(const fs::path& folder) {
  std::vector<fs::path> roots = {fs::canonical(folder)};
  const fs::path snapshots = roots.front().parent_path();
  const fs::path blobs = snapshots.parent_path() / "blobs";
  if (snapshots.filename() == "snapshots" && Exists(blobs)) roots.push_back(fs::canonical(blobs));
  return roots;
}

/// The file that a name in the index means; it must lie inside the folder once links are resolved.
fs::path ResolveShard(const fs::path& folder, const std::string& name) {
  const fs::path relative(name);
  const bool climbs = std::find(relative.begin(), relative.end(), fs::path("..")) != relative.end();
  if (name.empty() || relative.is_absolute() || climbs || name.find('\0') != std::string::npos ||
      relative.extension() != ".safetensors") {
    ThrowInput("{} names \"{}\", which is no safetensors file of this folder",
               (folder / kIndexFile).string(),
               name);
  }
  const fs::path path = folder / relative;
  std::error_code failure;
  const fs::path resolved = fs::canonical(path, failure);
  if (failure) {
    throw Error(ErrorCode::kInput,
                fmt::format("{} is listed in {} but cannot be found", path.string(), kIndexFile),
                "download the missing part of the model");
  }
  for (const fs::path& root : AllowedRoots(folder)) {
    if (IsInside(resolved, root)) return path;
  }
  ThrowInput("{} leads out of the model's folder, to {}", path.string(), resolved.string());
}

/// Maps a file and returns all its tensors in file order.
std::vector<StoredTensor> AddFile(CheckpointParts& parts, const fs::path& path) {
  MappedFile file(path);
  SafetensorsHeader header = ParseSafetensorsHeader(file.bytes(), path.string());
  std::vector<StoredTensor> tensors;
  for (SafetensorsEntry& entry : header.entries) {
    const std::uint64_t size = entry.info.byte_size;
    tensors.push_back({.info = std::move(entry.info),
                       .bytes = file.bytes().subspan(entry.offset, size),
                       .stored_type = "a type for inspection only"});
  }
  parts.header_sizes.push_back(header.data_start);
  parts.files.push_back(std::move(file));
  return tensors;
}

/// The weight_map of an index: for each file the tensors it is said to hold.
std::map<std::string, std::set<std::string>> ReadWeightMap(const fs::path& index_path) {
  const nlohmann::json index = ReadJsonObject(index_path);
  const auto weight_map = index.find("weight_map");
  if (weight_map == index.end() || !weight_map->is_object() || weight_map->empty()) {
    ThrowInput("{} has no \"weight_map\"", index_path.string());
  }
  std::map<std::string, std::set<std::string>> files;
  for (const auto& [tensor, file] : weight_map->items()) {
    if (!file.is_string()) {
      ThrowInput("{} maps \"{}\" to no file name", index_path.string(), tensor);
    }
    files[file.get<std::string>()].insert(tensor);
  }
  return files;
}

void AddShards(CheckpointParts& parts, const fs::path& index_path) {
  for (auto& [name, expected] : ReadWeightMap(index_path)) {
    const fs::path path = ResolveShard(parts.path, name);
    for (StoredTensor& tensor : AddFile(parts, path)) {
      if (expected.erase(tensor.info.name) > 0) parts.tensors.push_back(std::move(tensor));
    }
    if (!expected.empty()) {
      ThrowInput("{} does not hold tensor \"{}\", which {} says it does",
                 path.string(),
                 *expected.begin(),
                 kIndexFile);
    }
  }
}

[[noreturn]] void RefuseWithoutWeights(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    const fs::path& path = entry.path();
    if (path.extension() == ".gguf") {
      throw Error(ErrorCode::kInput,
                  fmt::format("{} holds no safetensors weights", folder.string()),
                  fmt::format("name its GGUF file: {}", path.string()));
    }
  }
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (IsPickleName(entry.path())) RefusePickle(entry.path());
  }
  throw Error(ErrorCode::kInput,
              fmt::format("{} holds neither {} nor {}", folder.string(), kWeightsFile, kIndexFile),
              "name a folder made by save_pretrained or downloaded from the Hugging Face Hub");
}

/// Compares blocks spread over both: trained matrices that differ, differ everywhere.
bool AreSameMatrix(const StoredTensor& a, const StoredTensor& b) {
  constexpr std::size_t kBlocks = 64;
  constexpr std::size_t kBlockBytes = 4096;
  if (a.info.type != b.info.type || a.info.shape != b.info.shape) return false;
  const std::size_t size = a.bytes.size();
  const std::size_t step = std::max<std::size_t>(kBlockBytes, size / kBlocks);
  for (std::size_t at = 0; at < size; at += step) {
    const std::size_t count = std::min(kBlockBytes, size - at);
    if (std::memcmp(a.bytes.data() + at, b.bytes.data() + at, count) != 0) return false;
  }
  return true;
}

/// A copy of the embedding is no output matrix of its own, unless the configuration insists. One
/// that differs stays, whatever the configuration says: the file has the last word.
void DropTiedOutput(CheckpointParts& parts) {
  const auto tied = parts.config.find("tie_word_embeddings");
  if (tied != parts.config.end() && *tied == false) return;
  const auto find = [&](std::string_view name) {
    return std::find_if(parts.tensors.begin(),
                        parts.tensors.end(),
                        [&](const StoredTensor& tensor) { return tensor.info.name == name; });
  };
  const auto output = find("lm_head.weight");
  const auto embedding = find("model.embed_tokens.weight");
  if (output == parts.tensors.end() || embedding == parts.tensors.end()) return;
  if (AreSameMatrix(*output, *embedding)) parts.tensors.erase(output);
}

}  // namespace

CheckpointParts OpenHfDirectory(const fs::path& path) {
  CheckpointParts parts;
  parts.format = SourceFormat::kHfDirectory;
  parts.path = path;
  const fs::path index = path / kIndexFile;
  const bool is_sharded = !Exists(path / kWeightsFile) && Exists(index);
  if (!is_sharded && !Exists(path / kWeightsFile)) RefuseWithoutWeights(path);
  if (!Exists(path / kConfigFile)) {
    throw Error(ErrorCode::kInput,
                fmt::format("{} has no {}", path.string(), kConfigFile),
                "the file belongs to every Hugging Face model: copy it beside the weights");
  }
  parts.config = ReadJsonObject(path / kConfigFile);
  if (is_sharded) {
    AddShards(parts, index);
  } else {
    parts.tensors = AddFile(parts, path / kWeightsFile);
  }
  DropTiedOutput(parts);
  return parts;
}

CheckpointParts OpenSafetensorsFile(const fs::path& path) {
  CheckpointParts parts;
  parts.format = SourceFormat::kSafetensorsFile;
  parts.path = path;
  parts.tensors = AddFile(parts, path);
  return parts;
}

}  // namespace sentei::formats
