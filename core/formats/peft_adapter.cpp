// SPDX-License-Identifier: Apache-2.0
#include "core/formats/peft_adapter.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <set>

namespace sentei::formats {
namespace {

std::string FactorName(std::string_view module, char factor) {
  return fmt::format("base_model.model.{}.lora_{}.weight", module, factor);
}

std::vector<TensorDeclaration> Declarations(const std::vector<PeftModule>& modules,
                                            std::int64_t rank) {
  std::vector<TensorDeclaration> tensors;
  for (const PeftModule& module : modules) {
    tensors.push_back(
        {FactorName(module.name, 'A'), ElementType::kF32, {rank, module.in_features}});
    tensors.push_back(
        {FactorName(module.name, 'B'), ElementType::kF32, {module.out_features, rank}});
  }
  return tensors;
}

std::vector<std::string> TargetModules(const PeftAdapterConfig& config,
                                       const std::vector<PeftModule>& modules) {
  if (!config.target_modules.empty()) return config.target_modules;
  std::set<std::string> last_parts;
  for (const PeftModule& module : modules) {
    last_parts.insert(module.name.substr(module.name.rfind('.') + 1));
  }
  return {last_parts.begin(), last_parts.end()};
}

/// peft writes whole numbers where it can, and some readers expect them.
nlohmann::json Number(double value) {
  const bool is_whole = std::abs(value) < 1e15 && std::floor(value) == value;
  return is_whole ? nlohmann::json(static_cast<std::int64_t>(value)) : nlohmann::json(value);
}

nlohmann::json ConfigJson(const PeftAdapterConfig& config, const std::vector<PeftModule>& modules) {
  return {{"peft_type", "LORA"},
          {"task_type", "CAUSAL_LM"},
          {"base_model_name_or_path", config.base_model},
          {"r", config.rank},
          {"lora_alpha", Number(config.alpha)},
          {"lora_dropout", config.dropout},
          {"target_modules", TargetModules(config, modules)},
          {"bias", "none"},
          {"fan_in_fan_out", false},
          {"inference_mode", true},
          {"init_lora_weights", true},
          {"modules_to_save", nullptr},
          {"rank_pattern", nlohmann::json::object()},
          {"alpha_pattern", nlohmann::json::object()},
          {"use_rslora", false},
          {"use_dora", false}};
}

}  // namespace

PeftAdapterWriter::PeftAdapterWriter(const std::filesystem::path& directory,
                                     const PeftAdapterConfig& config,
                                     const std::vector<PeftModule>& modules,
                                     FileLayer& layer)
    : weights_(directory / "adapter_model.safetensors",
               Declarations(modules, config.rank),
               {{"format", "pt"}},
               layer) {
  OutputFile file(directory / "adapter_config.json", layer);
  file.Write(ConfigJson(config, modules).dump(2) + "\n");
  file.Finish();
}

void PeftAdapterWriter::Append(std::string_view module,
                               std::span<const float> a,
                               std::span<const float> b) {
  weights_.Append(FactorName(module, 'A'), std::as_bytes(a));
  weights_.Append(FactorName(module, 'B'), std::as_bytes(b));
}

void PeftAdapterWriter::Finish() { weights_.Finish(); }

}  // namespace sentei::formats
