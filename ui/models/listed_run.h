// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_record.h"
#include "storage/run_store.h"

#include <QString>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sentei::ui {

/// A stored run as lists, plots and tables of the Compare page see it; immutable and shared.
struct ListedRun {
  run::RunSummary summary;
  std::optional<storage::RunMeasure> measure;  ///< of the summary's perplexity
};
using ListedRuns = std::shared_ptr<const std::vector<ListedRun>>;

/// A measurement of a model that no run of ours made: what pruned models are compared with.
[[nodiscard]] bool IsBaseline(const run::RunSummary& run);
/// Whether it ended early and the engine may be asked to go on with it.
[[nodiscard]] bool MayResume(const run::RunSummary& run);
/// Whether it has something to export.
[[nodiscard]] bool HasResult(const run::RunSummary& run);

[[nodiscard]] QString NumberOf(const run::RunSummary& run);  ///< "12"
/// Name, else model and kind; printable.
[[nodiscard]] QString NameOf(const run::RunSummary& run);
/// "done", "interrupted", "failed: memory is exhausted".
[[nodiscard]] QString StatusWords(const run::RunSummary& run);
/// Parameters after pruning, else those of the model.
[[nodiscard]] std::int64_t ParametersOf(const run::RunSummary& run);
[[nodiscard]] QString ModelNameOf(const run::RunSummary& run);
/// "today 12:06", "18 Nov 2026"; en dash for none.
[[nodiscard]] QString WhenWords(std::optional<std::int64_t> milliseconds);

/// What must be equal before two perplexities may be ranked; empty without a measure.
[[nodiscard]] std::string ProtocolKey(const std::optional<storage::RunMeasure>& measure);
/// "512-token windows, first 40, bf16, text 5f1ca91c".
[[nodiscard]] QString ProtocolWords(const std::optional<storage::RunMeasure>& measure);

}  // namespace sentei::ui
