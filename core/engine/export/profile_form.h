// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/export/export_request.h"
#include "core/engine/prune/compaction.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace sentei::engine {

/// Tells the export's hooks of every tensor written and ends the export when a stop was asked for.
class TensorTally {
 public:
  TensorTally(const ExportHooks& hooks, std::int64_t total);
  /// Throws kStopped.
  void Count();

 private:
  const ExportHooks& hooks_;
  std::int64_t done_ = 0;
  std::int64_t total_;
  double start_seconds_;
};

/// One profile: how a compact fp32 model is laid out for it, and how it is written.
struct ProfileForm {
  LoraOnCompaction lora;
  /// The model in the profile's shapes. Throws kUsage when it has none for these widths.
  Decoder (*arrange)(Decoder compact, const ExportRequest& request);
  /// Writes weights, configuration and tokenizer of the rounded model into the folder. Throws kIo.
  void (*write)(const Decoder& rounded,
                const ExportRequest& request,
                const std::filesystem::path& folder,
                TensorTally& tally);
};

[[nodiscard]] const ProfileForm& FormOf(plan::ExportProfile profile);

/// One file for each.
extern const ProfileForm kHfPerLayerForm;
extern const ProfileForm kHfUniformForm;
extern const ProfileForm kHfPaddedForm;
extern const ProfileForm kHfMaskedForm;
extern const ProfileForm kGgufForm;
extern const ProfileForm kAdapterForm;

/// Throws kUsage unless all layers have the same widths.
void RequireUniform(const Decoder& model, plan::ExportProfile profile);

}  // namespace sentei::engine
