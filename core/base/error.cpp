// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"

#include <cstddef>

namespace sentei {
namespace {

constexpr std::size_t kLongest = 1000;  // bytes
constexpr std::size_t kTail = 300;

/// The next place from `at` on where a UTF-8 character begins.
std::size_t CharacterStart(std::string_view text, std::size_t at) {
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  return at;
}

std::string Shortened(std::string text) {
  if (text.size() <= kLongest) return text;
  const std::size_t head = CharacterStart(text, kLongest - kTail - 10);
  const std::size_t tail = CharacterStart(text, text.size() - kTail);
  return text.substr(0, head) + " ... " + text.substr(tail);
}

}  // namespace

Error::Error(ErrorCode code, const std::string& message, std::string hint)
    : std::runtime_error(Shortened(message)), code_(code), hint_(Shortened(std::move(hint))) {}

int ExitCode(ErrorCode code) {
  switch (code) {
    case ErrorCode::kUsage:
      return 2;
    case ErrorCode::kInput:
    case ErrorCode::kIo:
      return 3;
    case ErrorCode::kOutOfMemory:
      return 4;
    case ErrorCode::kStopped:
      return 5;
    case ErrorCode::kVerification:
      return 6;
    case ErrorCode::kDevice:
    case ErrorCode::kTorch:
    case ErrorCode::kInternal:
      return 1;
  }
  return 1;
}

std::string_view Name(ErrorCode code) {
  switch (code) {
    case ErrorCode::kUsage:
      return "usage";
    case ErrorCode::kInput:
      return "input";
    case ErrorCode::kIo:
      return "io";
    case ErrorCode::kOutOfMemory:
      return "memory";
    case ErrorCode::kStopped:
      return "stopped";
    case ErrorCode::kVerification:
      return "verification";
    case ErrorCode::kDevice:
      return "device";
    case ErrorCode::kTorch:
      return "torch";
    case ErrorCode::kInternal:
      return "internal";
  }
  return "internal";
}

}  // namespace sentei
