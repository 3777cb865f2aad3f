// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_record.h"
#include "storage/run_store.h"
#include "storage/sql.h"

#include <optional>
#include <string>

namespace sentei::storage {

/// The columns that ReadSummary reads, from runs r joined with models m.
extern const char* const kSummaryColumns;
/// "SELECT r.key, <columns> FROM ... " without a condition.
[[nodiscard]] std::string SelectSummaries();
/// Of a row of SelectSummaries; column 0 is the key.
[[nodiscard]] run::RunSummary ReadSummary(const SQLite::Statement& row);

/// Of a row of step, loss, learning_rate, gradient_norm, sparsity, target_sparsity and
/// tokens_per_second; `steps` were asked for.
[[nodiscard]] run::StepDone ReadStep(const SQLite::Statement& row, std::int64_t steps);

/// The newest pruning event with its scores and masks.
[[nodiscard]] std::optional<run::PruneEventDone> ReadLastPruneEvent(Statements& sql,
                                                                    std::int64_t key);

/// Everything below the summary of one run.
[[nodiscard]] run::RunRecord ReadRecord(Statements& sql,
                                        std::int64_t key,
                                        run::RunSummary summary,
                                        Detail detail);

}  // namespace sentei::storage
