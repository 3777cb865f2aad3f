// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/hf_folder.h"
#include "core/engine/export/layout.h"

namespace sentei::engine {
namespace {

Decoder Arrange(Decoder compact, const ExportRequest&) {
  return Scatter(compact, PaddedSlots(compact.description));
}

}  // namespace

const ProfileForm kHfPaddedForm{LoraOnCompaction::kMerge, Arrange, WriteHfFolder};

}  // namespace sentei::engine
