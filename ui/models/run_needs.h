// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/memory_estimate.h"
#include "core/run/run_spec.h"
#include "ui/budget_document.h"
#include "ui/model_session.h"

#include <QString>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sentei::ui {

/// What a run would take of this machine, and what is free.
struct RunNeeds {
  std::optional<plan::MemoryEstimate> memory;  ///< none for a model that cannot be pruned
  std::uint64_t free_memory = 0;
  std::int64_t export_bytes = 0;      ///< weights of the planned export; 0: none asked for
  std::int64_t checkpoint_bytes = 0;  ///< the two newest, roughly
  std::uint64_t free_disk = 0;        ///< where the export goes, else where checkpoints go

  /// The engine refuses such a run unless it is forced.
  [[nodiscard]] bool ExceedsMemory() const;
  [[nodiscard]] bool ExceedsDisk() const;
};

/// What the estimate needs to know; plain data for background work.
struct NeedsRequest {
  OpenedModelPtr model;
  run::RunSpec spec;
  std::vector<std::int64_t> keeps;  ///< of the budget's plan; empty: nothing leaves
  std::string data_dir;
};
/// Reads the state of memory and disk: any thread, not the GUI's.
[[nodiscard]] RunNeeds EstimateNeeds(const NeedsRequest& request);
/// Bytes that an export of a model of these widths takes; `dense` is the model before pruning.
[[nodiscard]] std::int64_t ExportBytes(const plan::ModelDescription& dense,
                                       const plan::ModelDescription& pruned,
                                       plan::ExportProfile profile,
                                       plan::ExportDType dtype,
                                       std::int64_t lora_rank);

/// A reason why the draft cannot start, and where it is mended.
struct Missing {
  enum class Where : std::uint8_t { kModel, kData, kBudget, kSettings };
  Where where = Where::kModel;
  QString sentence;
  friend bool operator==(const Missing&, const Missing&) = default;
};
/// In the language of the window; empty when the run can start.
[[nodiscard]] std::vector<Missing> MissingForRun(const ModelSession& session,
                                                 const BudgetDocument& budget,
                                                 const run::RunSpec& spec);

/// A part of the estimate in the language of the window.
[[nodiscard]] QString MemoryPartWord(const std::string& name);

}  // namespace sentei::ui
