// SPDX-License-Identifier: Apache-2.0
// Opens Hugging Face folders and lone safetensors files.
#include "core/base/error.h"
#include "core/base/untrusted_text.h"
#include "core/formats/checkpoint_source.h"
#include "core/formats/hub_cache.h"
#include "core/formats/model_folder.h"
#include "core/formats/safetensors_reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <set>
#include <utility>

namespace sentei::formats {
namespace {

namespace fs = std::filesystem;

constexpr const char* kConfigFile = "config.json";
constexpr const char* kWeightsFile = "model.safetensors";
constexpr const char* kIndexFile = "model.safetensors.index.json";

/// Returns all tensors of a file in file order.
std::vector<StoredTensor> AddFile(CheckpointParts& parts, MappedFile file, const fs::path& path) {
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
std::map<std::string, std::set<std::string>> ReadWeightMap(const ModelFolder& folder) {
  const fs::path index_path = folder.path() / kIndexFile;
  const nlohmann::json index = folder.ReadJsonObject(kIndexFile, kMaxIndexBytes);
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

void AddShards(CheckpointParts& parts, const ModelFolder& folder) {
  for (auto& [name, expected] : ReadWeightMap(folder)) {
    const fs::path path = folder.path() / name;
    if (path.extension() != ".safetensors") {
      ThrowInput("{} names \"{}\", which is no safetensors file", kIndexFile, Printable(name));
    }
    for (StoredTensor& tensor : AddFile(parts, folder.Map(name), path)) {
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

[[noreturn]] void RefuseWithoutWeights(const ModelFolder& folder) {
  const std::string path = folder.path().string();
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder.path())) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  const auto gguf = std::find_if(
      files.begin(), files.end(), [](const fs::path& file) { return file.extension() == ".gguf"; });
  if (gguf != files.end()) {
    throw Error(ErrorCode::kInput,
                fmt::format("{} holds no safetensors weights", path),
                fmt::format("name its GGUF file: {}", gguf->string()));
  }
  const auto pickle = std::find_if(files.begin(), files.end(), &IsPickleName);
  if (pickle != files.end()) RefusePickle(*pickle);
  throw Error(ErrorCode::kInput,
              fmt::format("{} holds neither {} nor {}", path, kWeightsFile, kIndexFile),
              folder.hub_name().empty()
                  ? "name a folder made by save_pretrained or downloaded from the Hugging Face Hub"
                  : DownloadHint(folder.hub_name()));
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

CheckpointParts OpenHfDirectory(const ModelFolder& folder) {
  const fs::path& path = folder.path();
  CheckpointParts parts;
  parts.format = SourceFormat::kHfDirectory;
  parts.path = path;
  const bool is_single = folder.Contains(kWeightsFile);
  if (!is_single && !folder.Contains(kIndexFile)) RefuseWithoutWeights(folder);
  if (!folder.Contains(kConfigFile)) {
    throw Error(ErrorCode::kInput,
                fmt::format("{} has no {}", path.string(), kConfigFile),
                "the file belongs to every Hugging Face model: copy it beside the weights");
  }
  parts.config = folder.ReadJsonObject(kConfigFile, kMaxConfigBytes);
  if (is_single) {
    parts.tensors = AddFile(parts, folder.Map(kWeightsFile), path / kWeightsFile);
  } else {
    AddShards(parts, folder);
  }
  DropTiedOutput(parts);
  return parts;
}

CheckpointParts OpenSafetensorsFile(MappedFile file, const fs::path& path) {
  CheckpointParts parts;
  parts.format = SourceFormat::kSafetensorsFile;
  parts.path = path;
  parts.tensors = AddFile(parts, std::move(file), path);
  return parts;
}

}  // namespace sentei::formats
