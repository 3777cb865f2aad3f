// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace sentei {

/// Why an operation failed; every code maps to one exit code of the command line.
enum class ErrorCode : std::uint8_t {
  kUsage,         ///< the request itself is wrong (flags, job file): exit 2
  kInput,         ///< a file, model or text cannot be used: exit 3
  kIo,            ///< reading or writing failed (disk full, permissions): exit 3
  kOutOfMemory,   ///< memory is, or would be, exhausted: exit 4
  kStopped,       ///< the user stopped it; not a failure: exit 5
  kVerification,  ///< an export does not compute what it should: exit 6
  kDevice,        ///< the accelerator failed; its context is unusable: exit 1
  kTorch,         ///< the tensor library refused an operation: exit 1
  kInternal,      ///< a broken invariant of ours: exit 1
};

/// The process exit code documented for `code`.
[[nodiscard]] int ExitCode(ErrorCode code);
/// A stable lower-case word for databases and JSON, such as "input".
[[nodiscard]] std::string_view Name(ErrorCode code);

/// The one exception thrown inside core and storage. `what()` is one clear sentence that names the
/// place and the values; `hint()` says what to do about it and may be empty. What a file holds may
/// be quoted as it is: sentences of more than 1000 bytes lose their middle.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message, std::string hint = {});

  [[nodiscard]] ErrorCode code() const noexcept { return code_; }
  [[nodiscard]] const std::string& hint() const noexcept { return hint_; }

 private:
  ErrorCode code_;
  std::string hint_;
};

/// A broken invariant. Thrown, not aborted on: a crash could lose a day's run.
class LogicError : public Error {
 public:
  explicit LogicError(const std::string& message) : Error(ErrorCode::kInternal, message) {}
};

template <typename... Args>
[[noreturn]] void ThrowInput(fmt::format_string<Args...> format, Args&&... args) {
  throw Error(ErrorCode::kInput, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace sentei

/// Throws LogicError with the failed condition and a formatted explanation.
#define SENTEI_CHECK(condition, ...)                                                    \
  do {                                                                                  \
    if (!(condition)) {                                                                 \
      throw ::sentei::LogicError(fmt::format(                                           \
          "{} ({}:{}): {}", #condition, __FILE__, __LINE__, fmt::format(__VA_ARGS__))); \
    }                                                                                   \
  } while (false)
