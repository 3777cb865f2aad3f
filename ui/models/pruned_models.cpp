// SPDX-License-Identifier: Apache-2.0
#include "ui/models/pruned_models.h"

#include "core/run/run_spec.h"

#include <algorithm>
#include <filesystem>

namespace sentei::ui {
namespace {

constexpr std::size_t kMost = 50;

void AddExports(const run::RunRecord& record, std::vector<PrunedModel>& models) {
  for (const auto& [at, written] : record.exports) {
    std::error_code failed;
    const std::filesystem::path path(written.path);
    const bool known = std::any_of(models.begin(), models.end(), [&](const PrunedModel& model) {
      return model.path == written.path;
    });
    if (known || !std::filesystem::exists(path, failed)) continue;
    const std::string& name = record.summary.name;
    models.push_back({name.empty() ? path.filename().string() : name, written.path});
  }
}

}  // namespace

Result<std::vector<PrunedModel>> ListPrunedModels(storage::RunStore& store,
                                                  const std::string& model_id) {
  const auto runs = store.List("model_id = '" + model_id + "' and status = completed");
  if (!runs.has_value()) return runs.error();
  std::vector<PrunedModel> models;
  for (const run::RunSummary& run : runs.value()) {
    if (run.kind != run::Name(run::RunKind::kPrune) &&
        run.kind != run::Name(run::RunKind::kExport)) {
      continue;
    }
    const auto record = store.Show(run.id);
    if (record.has_value()) AddExports(record.value(), models);
    if (models.size() >= kMost) break;
  }
  return models;
}

}  // namespace sentei::ui
