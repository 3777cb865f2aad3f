// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/hf_folder.h"
#include "core/engine/export/layout.h"

namespace sentei::engine {
namespace {

Decoder Arrange(Decoder compact, const ExportRequest& request) {
  if (request.keep == nullptr) return compact;
  return Scatter(compact,
                 KeptSlots(compact.description.num_layers(), request.families, *request.keep));
}

// A dense model that already had widths of its own keeps its bundled code.
void Write(const Decoder& rounded,
           const ExportRequest& request,
           const std::filesystem::path& folder,
           TensorTally& tally) {
  WriteHfFolder(rounded, ChooseClass(rounded.description), request, folder, tally);
}

}  // namespace

const ProfileForm kHfMaskedForm{LoraOnCompaction::kMerge, Arrange, Write};

}  // namespace sentei::engine
