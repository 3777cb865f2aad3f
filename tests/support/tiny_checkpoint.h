// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

namespace sentei::testing {

/// Sizes of a random LLaMA that is small enough to prune in a second.
struct TinyShape {
  std::int64_t layers = 4;
  std::int64_t hidden = 32;
  std::int64_t heads = 4;
  std::int64_t kv_heads = 2;
  std::int64_t head_dim = 8;
  std::int64_t ffn = 128;
  bool tied = true;
  std::uint64_t seed = 1;
};

/// Writes a Hugging Face folder (config.json, model.safetensors in fp32, a byte-level
/// tokenizer.json of 258 tokens) with random weights. The bytes are written here by hand, so that
/// the product's reader is tested against an independent writer.
void WriteTinyCheckpoint(const std::filesystem::path& folder, const TinyShape& shape = {});

/// Writes `bytes` of deterministic prose-like text: words of a small vocabulary with some order in
/// them, so that a model can learn from it.
void WriteTinyText(const std::filesystem::path& file, std::size_t bytes, std::uint64_t seed);

}  // namespace sentei::testing
