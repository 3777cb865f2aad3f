// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "viz/plot_source.h"

#include <QImage>

namespace sentei::viz {

/// The plot under its title and above its protocol, on the ground of the theme.
[[nodiscard]] QImage RenderImage(PlotSource& source, QSize size, double pixel_ratio);

/// Each writes a whole file or, on failure, none. PNG at twice the size; CSV in UTF-8.
Result<void> SavePng(PlotSource& source, QSize size, const QString& path);
Result<void> SavePdf(PlotSource& source, QSize size, const QString& path);
Result<void> SaveCsv(const PlotSource& source, const QString& path);

}  // namespace sentei::viz
