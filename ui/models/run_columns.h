// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/listed_run.h"

#include <QString>
#include <cstdint>
#include <variant>
#include <vector>

namespace sentei::ui {

/// The columns of the runs table, in the order in which they stand at first.
enum class RunColumn : std::uint8_t {
  kMark,  ///< marker of a selected run, box of another
  kStar,
  kNumber,
  kName,
  kStatus,
  kKind,
  kModel,
  kCriterion,
  kTarget,
  kParameters,
  kDelta,
  kPerplexity,
  kDensePerplexity,
  kProtocol,
  kSpeed,
  kFile,
  kLoss,
  kSparsity,
  kSteps,
  kLearningRate,
  kSeed,
  kDevice,
  kDtype,
  kTags,
  kGroup,
  kNote,
  kStarted,
  kFinished,
  kSeconds,
  kId,
};
inline constexpr int kRunColumns = static_cast<int>(RunColumn::kId) + 1;

enum class ColumnUse : std::uint8_t { kAlways, kFirst, kOnRequest };

struct RunColumnInfo {
  const char* key;    ///< in settings
  const char* title;  ///< to be translated in the context "RunColumns"
  ColumnUse use;
  bool numeric;
  bool editable;
  int width;  ///< at a body text of 13 pixels
};
[[nodiscard]] const RunColumnInfo& InfoOf(RunColumn column);
[[nodiscard]] QString TitleOf(RunColumn column);

/// What a cell says; en dash for what is not known.
[[nodiscard]] QString CellText(const ListedRun& run, RunColumn column);
/// The text that editing starts with.
[[nodiscard]] QString EditText(const ListedRun& run, RunColumn column);
/// What rows are ordered by: missing values come last in both directions.
using SortKey = std::variant<std::monostate, double, std::string>;
[[nodiscard]] SortKey SortKeyOf(const ListedRun& run, RunColumn column);

}  // namespace sentei::ui
