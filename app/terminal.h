// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::app {

/// Text from models, files and runs made safe to print: control characters become \x1b escapes.
[[nodiscard]] std::string Printable(std::string_view text);

/// A table of text cells with aligned columns; numbers (all columns but those named left) align
/// right.
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
  /// Replaces the line; `text` is already printable.
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
