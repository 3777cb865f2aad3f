// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/export/export_request.h"

namespace sentei::engine {

/// Writes a model as a folder of the requested profile: weights, configuration, tokenizer files,
/// pruning_plan.json, README.md and sentei_probe.safetensors. Pruned units are sliced away (or
/// zeroed: hf-masked), LoRA is merged in fp32 and rounded once (profile adapter: stays apart).
///
/// The folder is written under a temporary name beside the target and renamed when complete, so an
/// interrupted export leaves no target. Success says nothing about the file's soundness: call
/// Verify() on the result.
///
/// Throws kUsage (target exists, profile and widths disagree, a value does not fit the dtype),
/// kIo (disk full, no permission), kStopped. Runs on the caller's thread.
[[nodiscard]] ExportResult Export(const ExportRequest& request, const ExportHooks& hooks);

/// The size of all files in a folder. Throws std::filesystem::filesystem_error.
[[nodiscard]] std::uint64_t BytesIn(const std::filesystem::path& folder);

}  // namespace sentei::engine
