// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"

namespace sentei {

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
