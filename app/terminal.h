// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace sentei::app {

/// Prints one line of JSON to standard output in ASCII: everything else is escaped, and bytes that
/// are no UTF-8 become U+FFFD.
void PrintJsonLine(const nlohmann::json& json);

/// A table of text cells with aligned columns; numbers (all columns but those named left) align
/// right. Cells are made Printable().
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header, std::vector<std::size_t> left_columns = {0});
  void AddRow(std::vector<std::string> cells);
  [[nodiscard]] std::string ToString() const;

 private:
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> left_columns_;
};

/// One progress line on standard error: rewritten in place on a terminal, otherwise a plain line at
/// most every ten seconds so that logs stay readable. Not thread-safe.
class ProgressLine {
 public:
  ProgressLine();
  /// Replaces the line; `text` is made Printable().
  void Update(const std::string& text);
  /// Ends a line in progress, so that other text can follow.
  void Finish();
  /// Prints a lasting line above the progress.
  void Note(const std::string& text);

 private:
  bool terminal_ = false;
  bool open_ = false;
  std::chrono::steady_clock::time_point last_plain_;
};

}  // namespace sentei::app
