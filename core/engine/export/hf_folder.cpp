// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/hf_folder.h"

#include "core/base/error.h"
#include "core/base/mapped_file.h"
#include "core/base/sha256.h"
#include "core/engine/export/hf_config.h"
#include "core/engine/export/reduced_model.h"
#include "core/engine/export/rounding.h"
#include "core/engine/export/text_files.h"
#include "core/engine/export/tokenizer_files.h"
#include "core/formats/safetensors_writer.h"

#include <nlohmann/json.hpp>

#include <vector>

namespace sentei::engine {
namespace {

namespace fs = std::filesystem;
using formats::SafetensorsCheckpointWriter;

constexpr const char* kIndexFile = "model.safetensors.index.json";

// One file needs no index, but with one nobody takes the probe beside it for weights.
void WriteIndexOfOneFile(const std::vector<formats::TensorDeclaration>& tensors,
                         const fs::path& folder) {
  std::uint64_t bytes = 0;
  nlohmann::json map = nlohmann::json::object();
  for (const formats::TensorDeclaration& tensor : tensors) {
    map[tensor.name] = "model.safetensors";
    bytes += tensor.byte_size();
  }
  WriteJson({{"metadata", {{"total_size", bytes}}}, {"weight_map", map}}, folder / kIndexFile);
}

void WriteWeights(const Decoder& rounded,
                  const ExportRequest& request,
                  const fs::path& folder,
                  TensorTally& tally) {
  const std::vector<NamedTensor> weights = ListWeights(rounded);
  std::vector<formats::TensorDeclaration> tensors;
  for (const NamedTensor& weight : weights) {
    tensors.push_back(
        {weight.name, StorageType(request.profile, request.dtype, weight.axes()), weight.shape});
  }
  SafetensorsCheckpointWriter writer(
      folder, tensors, {.max_shard_bytes = static_cast<std::uint64_t>(request.shard_bytes)});
  for (std::size_t i = 0; i < weights.size(); ++i) {
    writer.Append(weights[i].name, Encode(weights[i].Values(), tensors[i].type));
    tally.Count();
  }
  writer.Finish();
  if (!fs::exists(folder / kIndexFile)) WriteIndexOfOneFile(tensors, folder);
}

/// As a text, so that a link in the resources becomes a regular file in the export.
std::string ReadBundledCode(const fs::path& resources) {
  const fs::path source = resources / "hf" / kBundledCode;
  try {
    return std::string(MappedFile(source).text());
  } catch (const Error& error) {
    throw Error(ErrorCode::kIo,
                fmt::format("the bundled modelling code cannot be read: {}", error.what()),
                "Install Sentei again, or choose a profile with stock classes.");
  }
}

void CopyBundledCode(const fs::path& resources, const fs::path& folder) {
  WriteText(ReadBundledCode(resources), folder / kBundledCode);
}

}  // namespace

std::vector<BundledCode> DescribeBundledCode(const fs::path& resources_dir) {
  return {{kBundledCode, Sha256Hex(ReadBundledCode(resources_dir))}};
}

void WriteHfFolder(const Decoder& rounded,
                   const ExportRequest& request,
                   const fs::path& folder,
                   TensorTally& tally) {
  const nlohmann::json source =
      rounded.source == nullptr ? nlohmann::json() : rounded.source->config();
  const nlohmann::json config =
      MakeHfConfig(rounded.description, request.dtype, request.tokenizer, source);
  WriteJson(config, folder / "config.json");
  WriteJson(MakeGenerationConfig(config), folder / "generation_config.json");
  if (request.tokenizer != nullptr) WriteTokenizerFiles(*request.tokenizer, folder);
  if (plan::NeedsBundledCode(rounded.description.model_type)) {
    CopyBundledCode(request.resources_dir, folder);
  }
  WriteWeights(rounded, request, folder, tally);
}

}  // namespace sentei::engine
