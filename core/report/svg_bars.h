// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sentei::report {

struct KeptBar {
  std::int64_t layer = 0;
  std::int64_t kept = 0;
  std::int64_t units = 0;
};

struct BarPlot {
  std::string title;    ///< for screen readers
  std::string y_title;  ///< "FFN channels kept"
  std::vector<KeptBar> bars;
  double width = 544.0;
  double height = 200.0;
};

/// One bar per layer: what is kept filled, what was removed hatched above it.
[[nodiscard]] std::string DrawKeptBars(const BarPlot& plot);

}  // namespace sentei::report
