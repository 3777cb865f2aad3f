// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs.h"

#include <QString>

namespace sentei::ui {

/// A job in words, in the language of the window.
[[nodiscard]] QString KindWord(run::RunKind kind);  ///< "pruning"
[[nodiscard]] QString PhaseWord(run::Phase phase);  ///< "Measuring perplexity"
[[nodiscard]] QString ProgressWords(
    const Job& job);  ///< "Iteration 187 of 312 · pruned 18.7 % of 20.0 %"
[[nodiscard]] QString TimeWords(const Job& job);  ///< "about 2 min left"; empty when not known
/// Share of the job's present phase that is done, 0 to 1; negative when nothing is known.
[[nodiscard]] double ShareDone(const Job& job);

}  // namespace sentei::ui
