// SPDX-License-Identifier: Apache-2.0
#include "app/flag_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace sentei::app {
namespace {

double ParseNumber(const std::string& text, std::string& rest) {
  double value = 0.0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc() || !std::isfinite(value)) {
    throw Error(ErrorCode::kUsage, fmt::format("'{}' is no number", text));
  }
  rest.assign(end, text.data() + text.size());
  return value;
}

std::int64_t ParseLayer(const std::string& text) {
  std::int64_t value = -1;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc() || end != text.data() + text.size() || value < 0 || value > 100000) {
    throw Error(
        ErrorCode::kUsage, fmt::format("'{}' is no layer number", text), "Write layers as 0-2,29.");
  }
  return value;
}

}  // namespace

double ParseShare(const std::string& text) {
  std::string rest;
  double value = ParseNumber(text, rest);
  if (rest == "%") {
    value /= 100.0;
    rest.clear();
  }
  if (!rest.empty() || value < 0.0 || value >= 1.0) {
    throw Error(ErrorCode::kUsage,
                fmt::format("'{}' is no share to remove", text),
                "Write 0.2 or 20%; it must be at least 0 and below 1.");
  }
  return value;
}

std::vector<double> ParseShareList(const std::string& text) {
  std::vector<double> shares;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    shares.push_back(ParseShare(text.substr(start, comma - start)));
    start = comma + 1;
  }
  return shares;
}

double ParseQuantity(const std::string& text) {
  static const std::map<std::string, double> kUnits{{"", 1.0},
                                                    {"k", 1e3},
                                                    {"K", 1e3},
                                                    {"M", 1e6},
                                                    {"G", 1e9},
                                                    {"B", 1e9},
                                                    {"KiB", 1024.0},
                                                    {"MiB", 1048576.0},
                                                    {"GiB", 1073741824.0},
                                                    {"KB", 1e3},
                                                    {"MB", 1e6},
                                                    {"GB", 1e9}};
  std::string rest;
  const double value = ParseNumber(text, rest);
  const auto unit = kUnits.find(rest);
  if (unit == kUnits.end() || value <= 0.0) {
    throw Error(ErrorCode::kUsage,
                fmt::format("'{}' is no quantity", text),
                "Write a number with k, M, G, MiB or GiB, such as 108M or 200MiB.");
  }
  return value * unit->second;
}

std::vector<std::int64_t> ParseLayerList(const std::string& text) {
  std::vector<std::int64_t> layers;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    const std::string part = text.substr(start, comma - start);
    const std::size_t dash = part.find('-');
    const std::int64_t first = ParseLayer(part.substr(0, dash));
    const std::int64_t last = dash == std::string::npos ? first : ParseLayer(part.substr(dash + 1));
    for (std::int64_t layer = first; layer <= last; ++layer) layers.push_back(layer);
    start = comma + 1;
  }
  return layers;
}

}  // namespace sentei::app
