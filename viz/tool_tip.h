// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <cstdint>

namespace sentei::viz {

enum class TipForm : std::uint8_t {
  kSentence,  ///< breaks where there is no room
  kLines,     ///< no line is broken, the first is bold: what a point or a cell of a plot is
};

/// Plain text for a tool tip: nothing in it can be taken for markup.
[[nodiscard]] QString ToolTipOf(const QString& text, TipForm form = TipForm::kSentence);

}  // namespace sentei::viz
