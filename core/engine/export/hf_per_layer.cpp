// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/hf_folder.h"

namespace sentei::engine {
namespace {

Decoder Arrange(Decoder compact, const ExportRequest&) { return compact; }

void Write(const Decoder& rounded,
           const ExportRequest& request,
           const std::filesystem::path& folder,
           TensorTally& tally) {
  WriteHfFolder(rounded, ModelClass::kPrunedLlama, request, folder, tally);
}

}  // namespace

const ProfileForm kHfPerLayerForm{LoraOnCompaction::kMerge, Arrange, Write};

}  // namespace sentei::engine
