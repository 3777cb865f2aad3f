// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/engine/export/adapter_file.h"
#include "core/engine/export/hf_folder.h"
#include "core/engine/export/reduced_model.h"
#include "core/engine/export/rounding.h"
#include "core/engine/export/text_files.h"
#include "core/formats/safetensors_writer.h"

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace sentei::engine {
namespace {

namespace fs = std::filesystem;
using plan::kProjections;
using plan::Projection;

template <typename Visit>
void ForEachLinear(const Decoder& model, const Visit& visit) {
  for (const DecoderLayer& layer : model.layers) {
    for (const Projection p : kProjections) visit(layer[p]);
  }
}

Decoder Arrange(Decoder compact, const ExportRequest&) {
  ForEachLinear(compact, [](const LoraLinear& linear) {
    if (linear.has_lora()) return;
    throw Error(ErrorCode::kUsage,
                fmt::format("{} has no LoRA adapter to export",
                            plan::ModuleName(linear.layer, linear.projection)),
                "Choose another profile for a model that was not trained here.");
  });
  return compact;
}

std::string FactorName(const LoraLinear& linear, const char* factor) {
  return fmt::format("base_model.model.{}.lora_{}.weight",
                     plan::ModuleName(linear.layer, linear.projection),
                     factor);
}

std::vector<NamedTensor> ListFactors(const Decoder& model) {
  std::vector<NamedTensor> factors;
  ForEachLinear(model, [&](const LoraLinear& linear) {
    for (const auto& [letter, factor] : {std::pair("A", linear.lora_a), {"B", linear.lora_b}}) {
      factors.push_back({FactorName(linear, letter), factor.sizes().vec(), {factor}});
    }
  });
  return factors;
}

void WriteFactors(const Decoder& model, const fs::path& file, TensorTally& tally) {
  const std::vector<NamedTensor> factors = ListFactors(model);
  std::vector<formats::TensorDeclaration> tensors;
  for (const NamedTensor& factor : factors) {
    tensors.push_back({factor.name, formats::ElementType::kF32, factor.shape});
  }
  formats::SafetensorsFileWriter writer(file, tensors, {{"format", "pt"}});
  for (const NamedTensor& factor : factors) {
    writer.Append(factor.name, Encode(factor.Values(), formats::ElementType::kF32));
    tally.Count();
  }
  writer.Finish();
}

nlohmann::json AdapterConfig(const Decoder& model) {
  const LoraLinear& linear = model.layers.at(0).q;
  const std::int64_t rank = linear.lora_a.size(0);
  return {{"peft_type", "LORA"},
          {"task_type", "CAUSAL_LM"},
          {"base_model_name_or_path", kAdapterBase},
          {"r", rank},
          {"lora_alpha", linear.scaling * static_cast<double>(rank)},
          {"lora_dropout", 0.0},
          {"bias", "none"},
          {"fan_in_fan_out", false},
          {"inference_mode", true},
          {"modules_to_save", nullptr},
          {"target_modules",
           {"q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"}}};
}

void Write(const Decoder& rounded,
           const ExportRequest& request,
           const fs::path& folder,
           TensorTally& tally) {
  const fs::path base = folder / kAdapterBase;
  fs::create_directory(base);
  WriteHfFolder(rounded, request, base, tally);
  WriteJson(AdapterConfig(rounded), folder / kAdapterConfigFile);
  WriteFactors(rounded, folder / kAdapterWeightsFile, tally);
}

}  // namespace

const ProfileForm kAdapterForm{LoraOnCompaction::kSlice, Arrange, Write};

}  // namespace sentei::engine
