// SPDX-License-Identifier: Apache-2.0
#include "viz/tool_tip.h"

#include <QStringList>

namespace sentei::viz {

QString ToolTipOf(const QString& text, TipForm form) {
  if (text.isEmpty()) return {};
  QStringList lines = text.split(QLatin1Char('\n'));
  for (QString& line : lines) line = line.toHtmlEscaped();
  const bool whole = form == TipForm::kLines;
  if (whole) lines.front() = QStringLiteral("<b>%1</b>").arg(lines.front());
  const QString body = lines.join(QStringLiteral("<br>"));
  return (whole ? QStringLiteral("<qt><p style='white-space:pre'>%1</p></qt>")
                : QStringLiteral("<qt>%1</qt>"))
      .arg(body);
}

}  // namespace sentei::viz
