// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/adapter_file.h"

#include "core/base/error.h"
#include "core/engine/export/tensor_files.h"
#include "core/formats/model_source.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <string>

namespace sentei::engine {
namespace {

using nlohmann::json;
using plan::kProjections;
using plan::Projection;

constexpr std::int64_t kMaxRank = 65536;

struct LoraSettings {
  std::int64_t rank = 0;
  double scaling = 0.0;
};

bool IsOn(const json& config, const char* key) {
  const auto found = config.find(key);
  return found != config.end() && found->is_boolean() && found->get<bool>();
}

LoraSettings ReadSettings(const formats::ModelFolder& folder) {
  const std::filesystem::path file = folder.path() / kAdapterConfigFile;
  const json config = folder.ReadJsonObject(kAdapterConfigFile, formats::kMaxConfigBytes);
  if (config.value("peft_type", json()) != "LORA") {
    ThrowInput("{} describes no LoRA adapter", file.string());
  }
  if (IsOn(config, "use_dora") || IsOn(config, "use_rslora") || IsOn(config, "fan_in_fan_out")) {
    ThrowInput("{} asks for a variant of LoRA that is not supported", file.string());
  }
  const json rank = config.value("r", json());
  const json alpha = config.value("lora_alpha", json());
  if (!rank.is_number_integer() || rank < 1 || rank > kMaxRank || !alpha.is_number()) {
    ThrowInput("{} has no usable r and lora_alpha", file.string());
  }
  const double scaling = alpha.get<double>() / rank.get<double>();
  if (!std::isfinite(scaling)) ThrowInput("{} has no usable lora_alpha", file.string());
  return {rank.get<std::int64_t>(), scaling};
}

void AttachFactors(LoraLinear& linear,
                   const formats::ModelSource& factors,
                   const LoraSettings& settings) {
  const std::string prefix =
      "base_model.model." + plan::ModuleName(linear.layer, linear.projection);
  linear.lora_a =
      ReadFloats(factors, prefix + ".lora_A.weight", {settings.rank, linear.weight.size(1)});
  linear.lora_b =
      ReadFloats(factors, prefix + ".lora_B.weight", {linear.weight.size(0), settings.rank});
  linear.scaling = settings.scaling;
}

}  // namespace

void AttachAdapter(Decoder& model, const formats::ModelFolder& folder) {
  const LoraSettings settings = ReadSettings(folder);
  const auto factors = formats::OpenModel(folder, kAdapterWeightsFile);
  for (DecoderLayer& layer : model.layers) {
    for (const Projection p : kProjections) AttachFactors(layer[p], *factors, settings);
  }
  factors->CheckIntact();
}

}  // namespace sentei::engine
