// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_needs.h"

#include "core/base/host.h"
#include "core/plan/census.h"
#include "core/run/memory_needs.h"
#include "ui/core_sentence.h"
#include "ui/text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>
#include <array>

namespace sentei::ui {
namespace {

constexpr std::int64_t kCheckpointValueBytes = 12;  // factor, two moments of Adam
constexpr std::int64_t kCheckpointsKept = 2;

QString Words(const char* text) { return QCoreApplication::translate("RunNeeds", text); }

plan::ModelDescription Pruned(const OpenedModel& model,
                              const run::RunSpec& spec,
                              const std::vector<std::int64_t>& keeps) {
  const auto families = plan::BuildUnitFamilies(*model.description, spec.budget.attention_kind);
  if (families.size() != keeps.size()) return *model.description;
  return plan::WithKeptCounts(*model.description, families, keeps);
}

plan::ModelDescription Widened(plan::ModelDescription model) {
  std::ranges::fill(model.layers, plan::StockShape(model));
  return model;
}

std::int64_t DTypeBytes(plan::ExportDType dtype) {
  return dtype == plan::ExportDType::kF32 ? 4 : 2;
}

bool MissingFile(const std::string& path) { return !QFileInfo::exists(ToQString(path)); }

}  // namespace

bool RunNeeds::ExceedsMemory() const {
  if (!memory.has_value() || free_memory == 0) return false;
  return static_cast<double>(memory->Peak().Required()) >
         run::kMemoryRefusalShare * static_cast<double>(free_memory);
}

bool RunNeeds::ExceedsDisk() const {
  return free_disk > 0 && static_cast<std::uint64_t>(export_bytes + checkpoint_bytes) > free_disk;
}

std::int64_t ExportBytes(const plan::ModelDescription& dense,
                         const plan::ModelDescription& pruned,
                         plan::ExportProfile profile,
                         plan::ExportDType dtype,
                         std::int64_t lora_rank) {
  switch (profile) {
    case plan::ExportProfile::kHfMasked:
      return plan::WeightBytes(dense, dtype, profile);
    case plan::ExportProfile::kHfPadded:
      return plan::WeightBytes(Widened(pruned), dtype, profile);
    case plan::ExportProfile::kAdapter:
      return plan::WeightBytes(pruned, dtype, profile) +
             plan::LoraParameters(pruned, lora_rank) * DTypeBytes(dtype);
    case plan::ExportProfile::kHfPerLayer:
    case plan::ExportProfile::kHfUniform:
    case plan::ExportProfile::kGguf:
      break;
  }
  return plan::WeightBytes(pruned, dtype, profile);
}

RunNeeds EstimateNeeds(const NeedsRequest& request) {
  RunNeeds needs;
  needs.free_memory = AvailableMemory();
  const run::RunSpec& spec = request.spec;
  needs.free_disk =
      FreeDiskSpace(spec.output.directory.empty() ? request.data_dir : spec.output.directory);
  if (request.model == nullptr || !request.model->IsPrunable()) return needs;
  const plan::ModelDescription& dense = *request.model->description;
  needs.memory =
      plan::EstimateMemory(dense,
                           run::MemoryNeeds(spec,
                                            plan::StoredWeightsOf(*request.model->source),
                                            run::ExpectedComputeBytes(spec.dtype)));
  needs.checkpoint_bytes =
      plan::LoraParameters(dense, spec.lora.rank) * kCheckpointValueBytes * kCheckpointsKept;
  if (!spec.output.directory.empty()) {
    needs.export_bytes = ExportBytes(dense,
                                     Pruned(*request.model, spec, request.keeps),
                                     spec.output.profile,
                                     spec.output.dtype,
                                     spec.lora.rank);
  }
  return needs;
}

std::vector<Missing> MissingForRun(const ModelSession& session,
                                   const BudgetDocument& budget,
                                   const run::RunSpec& spec) {
  using enum Missing::Where;
  if (session.model() == nullptr) {
    return {{kModel, Words(QT_TRANSLATE_NOOP("RunNeeds", "No model is open."))}};
  }
  if (!session.model()->IsPrunable()) {
    const auto& problem = session.model()->problem;
    return {{kModel,
             problem ? CoreSentence(problem->message)
                     : Words(QT_TRANSLATE_NOOP("RunNeeds", "This model can be read only."))}};
  }
  std::vector<Missing> missing;
  if (spec.train.text.path.empty()) {
    missing.push_back({kData, Words(QT_TRANSLATE_NOOP("RunNeeds", "No training text is chosen."))});
  } else if (MissingFile(spec.train.text.path)) {
    missing.push_back({kData,
                       Words(QT_TRANSLATE_NOOP("RunNeeds", "The training text %1 is not there."))
                           .arg(Shown(spec.train.text.path))});
  }
  if (!spec.eval.text.path.empty() && MissingFile(spec.eval.text.path)) {
    missing.push_back({kData,
                       Words(QT_TRANSLATE_NOOP("RunNeeds", "The held-out text %1 is not there."))
                           .arg(Shown(spec.eval.text.path))});
  }
  if (budget.problem().has_value()) {
    missing.push_back({kBudget, CoreSentence(budget.problem()->message)});
  }
  try {
    if (missing.empty()) run::Validate(spec);
  } catch (const Error& error) {
    missing.push_back({kSettings, CoreSentence(error.what())});
  }
  const std::string& folder = spec.output.directory;
  if (!folder.empty() && !spec.output.overwrite && QFileInfo::exists(ToQString(folder))) {
    missing.push_back({kSettings,
                       Words(QT_TRANSLATE_NOOP("RunNeeds", "The export folder %1 exists already."))
                           .arg(Shown(folder))});
  }
  return missing;
}

QString MemoryPartWord(const std::string& name) {
  constexpr std::array kParts{
      QT_TRANSLATE_NOOP("RunNeeds", "weights (mapped from the files)"),
      QT_TRANSLATE_NOOP("RunNeeds", "weights (converted)"),
      QT_TRANSLATE_NOOP("RunNeeds", "LoRA, gradients and Adam"),
      QT_TRANSLATE_NOOP("RunNeeds", "activations"),
      QT_TRANSLATE_NOOP("RunNeeds", "vocabulary loss"),
      QT_TRANSLATE_NOOP("RunNeeds", "scoring"),
      QT_TRANSLATE_NOOP("RunNeeds", "key/value cache"),
      QT_TRANSLATE_NOOP("RunNeeds", "logits"),
      QT_TRANSLATE_NOOP("RunNeeds", "fp32 reference"),
      QT_TRANSLATE_NOOP("RunNeeds", "fp32 re-opened export"),
      QT_TRANSLATE_NOOP("RunNeeds", "LoRA"),
      QT_TRANSLATE_NOOP("RunNeeds", "allocator slack"),
      QT_TRANSLATE_NOOP("RunNeeds", "library and program"),
  };
  for (const char* part : kParts) {
    if (name == part) return Words(part);
  }
  return ToQString(name);
}

}  // namespace sentei::ui
