// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/model_description.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace sentei::plan {

/// A family of decoders: what its Hugging Face class assumes where config.json is silent, and what
/// sets it apart from LLaMA. docs/families.md tells how to add one.
struct ModelFamily {
  std::string_view model_type;         ///< of config.json
  std::string_view architecture;       ///< the transformers class
  std::string_view gguf_architecture;  ///< general.architecture of GGUF files
  std::int64_t max_positions = 0;
  double norm_eps = 1e-6;
  std::int64_t kv_heads = 0;  ///< 0: as many as query heads
  std::int64_t head_dim = 0;  ///< 0: hidden_size over query heads
  const char* activation_key = "hidden_act";
  std::string_view activation = "silu";
  bool ties_embeddings = false;
  /// LlamaConfig and others refuse a hidden size that the query heads do not divide.
  bool heads_divide_hidden = false;
  /// Optional settings that the class reads, beyond those of every family; for writing.
  std::span<const std::string_view> settings;
  /// Reads what sets the family apart. Sizes, layers and head_dim stand already. Throws kInput.
  void (*describe)(const nlohmann::json& config, ModelDescription& model) = nullptr;
};

/// All families, in the order messages name them.
[[nodiscard]] std::span<const ModelFamily> ModelFamilies();
/// nullptr where there is none of that model_type.
[[nodiscard]] const ModelFamily* FindFamily(std::string_view model_type);
/// The family of a described model.
[[nodiscard]] const ModelFamily& FamilyOf(const ModelDescription& model);

/// Our own model_type for a family whose layers have widths of their own: "pruned_qwen2".
inline constexpr std::string_view kPrunedPrefix = "pruned_";

/// "LLaMA, Mistral, ..." for messages.
[[nodiscard]] std::string FamilyNames();

}  // namespace sentei::plan
