// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/workspace.h"

#include <QWidget>
#include <optional>
#include <set>

namespace sentei::ui {

/// Asks for layers, shares, families and windows of a sensitivity sweep of the open model. Empty
/// where the user leaves it. `selected` may be offered as the layers.
[[nodiscard]] std::optional<run::RunSpec> AskForSweep(QWidget* parent,
                                                      Workspace& workspace,
                                                      const std::set<std::int64_t>& selected);

/// "0-3, 7" as layers below `num_layers`, ascending and once each; empty text is all of them. Unset
/// for anything else.
[[nodiscard]] std::optional<std::vector<std::int64_t>> ParseLayers(const QString& text,
                                                                   std::int64_t num_layers);
/// "20, 40 60 %" as shares above 0 and below 1, ascending; unset for anything else.
[[nodiscard]] std::optional<std::vector<double>> ParseRatios(const QString& text);

}  // namespace sentei::ui
