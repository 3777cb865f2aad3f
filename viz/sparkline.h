// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <span>

class QPainter;
class QRectF;

namespace sentei::viz {

/// A line through the values over a hairline at the bottom, scaled to its own range; values that
/// are not finite interrupt it. For delegates: paints inside `rect`, changes no painter state.
void PaintSparkline(QPainter& painter,
                    const QRectF& rect,
                    std::span<const double> values,
                    QColor color);

}  // namespace sentei::viz
