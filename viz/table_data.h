// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>
#include <QVariant>
#include <cstddef>
#include <functional>

namespace sentei::viz {

/// What a plot shows, as a table. Cells are computed on demand, so a map of millions of units costs
/// nothing until it is read; `cell` owns or shares all that it reads. Numbers are doubles or
/// integers, anything else is text; an invalid QVariant is an empty cell.
struct TableData {
  QStringList columns;
  std::size_t rows = 0;
  std::function<QVariant(std::size_t row, std::size_t column)> cell;
};

/// The table as CSV (RFC 4180) under comment lines that start with "# ". Text that a spreadsheet
/// would run as a formula gets an apostrophe before it.
[[nodiscard]] QString ToCsv(const TableData& table, const QStringList& protocol);

}  // namespace sentei::viz
