// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "storage/run_store.h"

#include <string>
#include <vector>

namespace sentei::ui {

/// A model that a run has written and that is still where it was written.
struct PrunedModel {
  std::string name;  ///< of the run, else of its folder
  std::string path;
};

/// What completed runs on a model have exported, newest first. Looks at the disk: for the library's
/// thread.
[[nodiscard]] Result<std::vector<PrunedModel>> ListPrunedModels(storage::RunStore& store,
                                                                const std::string& model_id);

}  // namespace sentei::ui
