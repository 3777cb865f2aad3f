// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QString>
#include <string_view>

namespace sentei::ui {

/// A sentence that the core or the storage made (what an error says, a hint, an obstacle, a note of
/// a run) in the language of the window. The core makes English ones; the format that a sentence
/// was made from is found among those that scripts/core_sentences.py collected, its translation
/// takes the values, and values that are sentences themselves are translated, too. What is no
/// sentence of the core, and everything in English, is as ui::Shown says it. Values are data: their
/// control characters are made visible and nothing in them is expanded. GUI thread.
[[nodiscard]] QString CoreSentence(std::string_view english);

/// What failed and, where something is known, what to do about it: one line, as CoreSentence. GUI
/// thread.
[[nodiscard]] QString CoreFailure(const Failure& failure);

}  // namespace sentei::ui
