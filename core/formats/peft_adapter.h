// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/output_file.h"
#include "core/formats/safetensors_writer.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::formats {

/// What adapter_config.json says of a LoRA adapter for a causal language model.
struct PeftAdapterConfig {
  std::string base_model;  ///< folder or hub name of the model that the factors belong to
  std::int64_t rank = 8;
  double alpha = 16.0;  ///< the update is alpha / rank · B A
  double dropout = 0.0;
  std::vector<std::string> target_modules = {};  ///< empty: the last parts of all module names
};

/// A linear layer with its pair A [rank, in_features] and B [out_features, rank].
struct PeftModule {
  std::string name;  ///< as in the base model: "model.layers.0.self_attn.q_proj"
  std::int64_t in_features = 0;
  std::int64_t out_features = 0;
};

/// Writes adapter_config.json and adapter_model.safetensors (fp32, names
/// base_model.model.<module>.lora_A.weight and .lora_B.weight), as peft loads them. Modules are
/// declared first, then appended in that order. Throws kIo, kInput; one object, one thread.
class PeftAdapterWriter {
 public:
  PeftAdapterWriter(const std::filesystem::path& directory,
                    const PeftAdapterConfig& config,
                    const std::vector<PeftModule>& modules,
                    FileLayer& layer = SystemFileLayer());

  void Append(std::string_view module, std::span<const float> a, std::span<const float> b);
  void Finish();
  [[nodiscard]] std::uint64_t bytes_written() const { return weights_.bytes_written(); }

 private:
  SafetensorsFileWriter weights_;
};

}  // namespace sentei::formats
