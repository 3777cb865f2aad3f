// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/hf_folder.h"
#include "core/engine/export/layout.h"

namespace sentei::engine {
namespace {

Decoder Arrange(Decoder compact, const ExportRequest&) {
  return Scatter(compact, PaddedSlots(compact.description));
}

void Write(const Decoder& rounded,
           const ExportRequest& request,
           const std::filesystem::path& folder,
           TensorTally& tally) {
  WriteHfFolder(rounded, ChooseClass(rounded.description), request, folder, tally);
}

}  // namespace

const ProfileForm kHfPaddedForm{LoraOnCompaction::kMerge, Arrange, Write};

}  // namespace sentei::engine
