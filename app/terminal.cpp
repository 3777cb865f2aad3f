// SPDX-License-Identifier: Apache-2.0
#include "app/terminal.h"

#include "core/base/untrusted_text.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <utility>

namespace sentei::app {
namespace {

constexpr std::chrono::seconds kPlainInterval{10};

// Display columns of UTF-8 text, counting one per code point: enough for the words of our tables.
std::size_t Width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string Pad(const std::string& cell, std::size_t width, bool left) {
  const std::string space(width - std::min(width, Width(cell)), ' ');
  return left ? cell + space : space + cell;
}

std::vector<std::string> PrintableCells(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = Printable(cell);
  return cells;
}

}  // namespace

void PrintJsonLine(const nlohmann::json& json) {
  fmt::print("{}\n", json.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
}

TextTable::TextTable(std::vector<std::string> header, std::vector<std::size_t> left_columns)
    : rows_{PrintableCells(std::move(header))}, left_columns_(std::move(left_columns)) {}

void TextTable::AddRow(std::vector<std::string> cells) {
  cells.resize(rows_.front().size());
  rows_.push_back(PrintableCells(std::move(cells)));
}

std::string TextTable::ToString() const {
  std::vector<std::size_t> widths(rows_.front().size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], Width(row[i]));
  }
  std::string text;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool left =
          std::find(left_columns_.begin(), left_columns_.end(), i) != left_columns_.end();
      line += (i == 0 ? "" : "  ") + Pad(row[i], widths[i], left);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

ProgressLine::ProgressLine()
    : terminal_(isatty(STDERR_FILENO) == 1),
      last_plain_(std::chrono::steady_clock::now() - kPlainInterval) {}

void ProgressLine::Update(const std::string& text) {
  if (terminal_) {
    fmt::print(stderr, "\r\x1b[2K{}", Printable(text));
    std::fflush(stderr);
    open_ = true;
    return;
  }
  const auto now = std::chrono::steady_clock::now();
  if (now - last_plain_ < kPlainInterval) return;
  last_plain_ = now;
  fmt::print(stderr, "{}\n", Printable(text));
}

void ProgressLine::Finish() {
  if (open_) fmt::print(stderr, "\n");
  open_ = false;
}

void ProgressLine::Note(const std::string& text) {
  if (open_) fmt::print(stderr, "\r\x1b[2K");
  open_ = false;
  fmt::print(stderr, "{}\n", Printable(text));
}

}  // namespace sentei::app
