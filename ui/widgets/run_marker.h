// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "viz/series_style.h"

#include <QIcon>

namespace sentei::ui {

/// Paints the marker that stands for a run in tables, legends and plots; nothing for a grey run.
void PaintRunMarker(QPainter& painter, QPointF center, const viz::SeriesStyle& style);
/// The same as an icon; its colour follows the theme while it is painted.
[[nodiscard]] QIcon MarkerIcon(const viz::SeriesStyle& style);

}  // namespace sentei::ui
