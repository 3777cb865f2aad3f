// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/decoder.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sentei::test {

/// Sizes and switches of a random decoder made in memory.
struct TinyModel {
  std::string name = "gqa";
  std::int64_t layers = 2;
  std::int64_t hidden = 32;
  std::int64_t query_heads = 4;
  std::int64_t kv_heads = 2;
  std::int64_t head_dim = 8;
  std::int64_t ffn = 40;
  std::int64_t vocab = 61;
  bool tied = false;
  bool biases = false;      ///< of all projections
  bool qkv_biases = false;  ///< of query, key and value only, as Qwen2 has them
  std::int64_t window = 0;  ///< of every layer but the last; 0: none
  bool gemma = false;       ///< Gemma's norms, activation, caps, scales and two rotary bases
  std::uint64_t seed = 1;
};

/// Multi-head, grouped-query, a head_dim that is not hidden / heads, tied, biases, Qwen2, windows,
/// Gemma.
[[nodiscard]] std::vector<TinyModel> TinyModels();

/// Normal(0, 0.15) weights, norm weights around one; projections filled in, no LoRA.
[[nodiscard]] std::unique_ptr<engine::Decoder> MakeDecoder(const TinyModel& tiny,
                                                           at::ScalarType dtype);

/// Attaches LoRA of rank 4, alpha 8, and moves B away from zero, as after some training.
void AttachTrainedLora(engine::Decoder& model, std::uint64_t seed);

/// The same decoder in another dtype (LoRA factors keep theirs unless `dtype` is fp64).
[[nodiscard]] std::unique_ptr<engine::Decoder> ConvertDecoder(const engine::Decoder& model,
                                                              at::ScalarType dtype);

/// Uniform token ids, int64 [batch, length].
[[nodiscard]] at::Tensor RandomIds(std::int64_t batch,
                                   std::int64_t length,
                                   std::int64_t vocab,
                                   std::uint64_t seed);

/// Standard normal values of any dtype, a function of the seed.
[[nodiscard]] at::Tensor RandomTensor(const std::vector<std::int64_t>& shape,
                                      at::ScalarType dtype,
                                      std::uint64_t seed);

}  // namespace sentei::test
