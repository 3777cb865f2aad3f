// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/budget_document.h"
#include "ui/models/run_trace.h"

#include <QString>
#include <cstdint>

namespace sentei::ui {

/// How the edited budget stands to the one that a running run has.
struct BudgetDrift {
  enum class Kind : std::uint8_t {
    kNone,        ///< they are the same, or cannot be compared
    kApplicable,  ///< only limits differ, and what has left fits them
    kNotNow,      ///< `why` says what the run cannot take over
  };
  Kind kind = Kind::kNone;
  QString why;
};

/// In the language of the window. What the run answers in the end decides: RunBridge::ChangeBudget.
[[nodiscard]] BudgetDrift DriftOf(const RunTrace& trace, const BudgetDocument& budget);

}  // namespace sentei::ui
