// SPDX-License-Identifier: Apache-2.0
#include "viz/table_data.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

namespace sentei::viz {
namespace {

QString Quoted(QString text) {
  static const QString special = QStringLiteral(",\"\r\n");
  const bool quote =
      std::any_of(text.begin(), text.end(), [](QChar c) { return special.contains(c); });
  if (!quote) return text;
  text.replace(QLatin1Char('"'), QStringLiteral("\"\""));
  return QLatin1Char('"') + text + QLatin1Char('"');
}

/// What a spreadsheet would run as a formula gets an apostrophe.
QString Harmless(const QString& text) {
  static const QString formula = QStringLiteral("=+-@\t\r");
  return !text.isEmpty() && formula.contains(text.front()) ? QLatin1Char('\'') + text : text;
}

QString CsvField(const QVariant& value) {
  if (!value.isValid()) return {};
  if (value.typeId() == QMetaType::QString) return Quoted(Harmless(value.toString()));
  if (value.typeId() != QMetaType::Double && value.typeId() != QMetaType::Float) {
    return Quoted(value.toString());
  }
  const double number = value.toDouble();
  return std::isfinite(number) ? QString::number(number, 'g', QLocale::FloatingPointShortest)
                               : QString();
}

}  // namespace

QString ToCsv(const TableData& table, const QStringList& protocol) {
  QString csv;
  for (QString line : protocol) {
    line.replace(QLatin1Char('\n'), QLatin1Char(' ')).replace(QLatin1Char('\r'), QLatin1Char(' '));
    csv += QStringLiteral("# ") + line + QLatin1Char('\n');
  }
  QStringList fields;
  for (const QString& column : table.columns) fields.append(Quoted(column));
  csv += fields.join(QLatin1Char(',')) + QLatin1Char('\n');
  for (std::size_t row = 0; row < table.rows; ++row) {
    for (qsizetype column = 0; column < table.columns.size(); ++column) {
      if (column > 0) csv += QLatin1Char(',');
      csv += CsvField(table.cell(row, static_cast<std::size_t>(column)));
    }
    csv += QLatin1Char('\n');
  }
  return csv;
}

}  // namespace sentei::viz
