// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/decoder.h"
#include "core/formats/model_folder.h"
#include "core/text/tokenizer.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace sentei::engine {

inline constexpr const char* kProbeFile = "sentei_probe.safetensors";
inline constexpr std::int64_t kProbePrompts = 8;
inline constexpr std::int64_t kProbeTokens = 16;
inline constexpr std::int64_t kProbePositions = 4;

/// What an export must compute: token ids and the logits of each prompt's last positions. Four of
/// sixteen positions keep the file at a few per cent of a small model's size, and each of them
/// depends on every weight and on all positions before it.
struct Probe {
  at::Tensor ids;     ///< int64 [prompts, tokens]
  at::Tensor logits;  ///< fp32 [prompts, positions, vocab]
};

/// Eight prompts of sixteen tokens each: prose in several scripts, code and numbers through the
/// tokenizer (repeated where too short), or evenly spread ids without one.
[[nodiscard]] at::Tensor ProbeIds(const text::ModelTokenizer* tokenizer, std::int64_t vocab_size);

/// Logits of the last `positions` positions: ids [n, t] -> fp32 [n, positions, vocab].
[[nodiscard]] at::Tensor ProbeLogits(const Decoder& model,
                                     const at::Tensor& ids,
                                     std::int64_t positions);

/// Tensors `input_ids` and `logits`; `reference` goes into the file's metadata.
void WriteProbe(const Probe& probe,
                const std::string& reference,
                const std::filesystem::path& file);

/// Reads kProbeFile of an export. Throws kInput when it is missing, or its tensors have other
/// types, shapes or ids than a model with that vocabulary could have.
[[nodiscard]] Probe ReadProbe(const formats::ModelFolder& folder, std::int64_t vocab_size);

}  // namespace sentei::engine
