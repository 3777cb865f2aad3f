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

}  // namespace

const ProfileForm kHfMaskedForm{LoraOnCompaction::kMerge, Arrange, WriteHfFolder};

}  // namespace sentei::engine
