// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <vector>

namespace sentei::ui {

/// A prompt to try a model with.
struct Prompt {
  QString title;
  QString text;
};
/// Prompts by the language they are written in: data, not texts of the window.
struct PromptGroup {
  QString language;
  std::vector<Prompt> prompts;
};
[[nodiscard]] const std::vector<PromptGroup>& PromptLibrary();

}  // namespace sentei::ui
