// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_record.h"

#include <string>
#include <vector>

namespace sentei::report {

struct ReportOptions {
  std::string title;         ///< empty: made from the runs
  std::int64_t made_at = 0;  ///< milliseconds since 1970, shown in the foot
};

/// One HTML file about one run, or several side by side: results with their protocol, curves, kept
/// units, importance maps, settings, events, files and environment. Self-contained: no scripts, no
/// requests (a content security policy forbids both), light and dark, fit to print. Everything that
/// comes from files or users is escaped. Maps need records that were read with their scores.
[[nodiscard]] std::string HtmlReport(const std::vector<run::RunRecord>& runs,
                                     const ReportOptions& options);

}  // namespace sentei::report
