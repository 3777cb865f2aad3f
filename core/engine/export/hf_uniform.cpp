// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/hf_folder.h"

namespace sentei::engine {
namespace {

Decoder Arrange(Decoder compact, const ExportRequest& request) {
  RequireUniform(compact, request.profile);
  return compact;
}

}  // namespace

const ProfileForm kHfUniformForm{LoraOnCompaction::kMerge, Arrange, WriteHfFolder};

}  // namespace sentei::engine
