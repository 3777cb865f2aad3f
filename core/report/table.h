// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_record.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace sentei::report {

/// Empty, whole number, number or text.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
};

/// RFC 4180 with line feeds: text that holds a comma, quote or line break is quoted, text that a
/// spreadsheet would run as a formula (= + - @ in front) gets an apostrophe before it; control
/// characters become \x1b. Numbers are written with all their digits; what is not finite is empty.
[[nodiscard]] std::string ToCsv(const Table& table);
/// A GitHub-flavoured table, numbers to the right and rounded for reading; texts are escaped.
[[nodiscard]] std::string ToMarkdown(const Table& table);

/// One row per optimizer step, the stored fields of StepDone.
[[nodiscard]] Table MetricsTable(const run::RunRecord& record);
/// One row per evaluation with its protocol.
[[nodiscard]] Table EvalsTable(const run::RunRecord& record);
/// One row per run, the fields of RunSummary.
[[nodiscard]] Table RunsTable(const std::vector<run::RunSummary>& runs);

}  // namespace sentei::report
