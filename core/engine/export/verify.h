// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace sentei::engine {

enum class HashScope : std::uint8_t {
  kSampled,  ///< headers, sizes and evenly spaced blocks (formats::ModelId)
  kFull,     ///< also every byte (formats::FullHash)
};

struct VerifyResult {
  std::filesystem::path path;
  bool verified = false;      ///< max_abs_diff is finite and at most the tolerance
  double max_abs_diff = 0.0;  ///< over all recomputed logits of the probe
  double tolerance = 0.0;
  std::string model_id;   ///< of the weights that were read
  std::string full_hash;  ///< empty for HashScope::kSampled
  std::string detail;     ///< one sentence: what was compared
};

/// Opens an exported folder (or a .gguf file in one) from disk as any model is opened, loads it in
/// fp32, recomputes the logits of sentei_probe.safetensors and compares. Profile adapter: the base
/// beneath the folder with the adapter on it. Weights that differ give `verified == false`; files
/// that cannot be opened throw kInput.
[[nodiscard]] VerifyResult Verify(const std::filesystem::path& path,
                                  double tolerance,
                                  HashScope scope);

}  // namespace sentei::engine
