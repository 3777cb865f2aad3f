// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string_view>
#include <utility>

namespace sentei {

/// Log lines for people, on stderr and nowhere else: stdout carries results only. All functions may
/// be called from any thread.
enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarning, kError, kOff };

/// Lines below `level` are dropped; kInfo at start.
void SetLogLevel(LogLevel level);
[[nodiscard]] bool IsLogged(LogLevel level);
void LogText(LogLevel level, std::string_view text);

template <typename... Args>
void Log(LogLevel level, fmt::format_string<Args...> format, Args&&... args) {
  if (IsLogged(level)) LogText(level, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace sentei
