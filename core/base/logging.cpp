// SPDX-License-Identifier: Apache-2.0
#include "core/base/logging.h"

#include "core/base/untrusted_text.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

namespace sentei {
namespace {

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
    case LogLevel::kOff:
      return spdlog::level::off;
  }
  return spdlog::level::info;
}

spdlog::logger& StderrLogger() {
  static const std::shared_ptr<spdlog::logger> logger = [] {
    auto made = std::make_shared<spdlog::logger>(
        "sentei", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    made->set_pattern("%^%l%$: %v");
    return made;
  }();
  return *logger;
}

}  // namespace

void SetLogLevel(LogLevel level) { StderrLogger().set_level(ToSpdlog(level)); }

bool IsLogged(LogLevel level) { return StderrLogger().should_log(ToSpdlog(level)); }

void LogText(LogLevel level, std::string_view text) {
  const std::string printable = Printable(text);
  StderrLogger().log(ToSpdlog(level), spdlog::string_view_t(printable.data(), printable.size()));
}

}  // namespace sentei
