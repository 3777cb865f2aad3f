// SPDX-License-Identifier: Apache-2.0
#include "core/run/run_event.h"

namespace sentei::run {

std::string_view Name(Phase phase) {
  switch (phase) {
    case Phase::kLoad:
      return "load";
    case Phase::kTokenise:
      return "tokenise";
    case Phase::kDenseEval:
      return "dense-eval";
    case Phase::kCalibrate:
      return "calibrate";
    case Phase::kTrain:
      return "train";
    case Phase::kEval:
      return "eval";
    case Phase::kCompact:
      return "compact";
    case Phase::kExport:
      return "export";
    case Phase::kVerify:
      return "verify";
    case Phase::kGenerate:
      return "generate";
    case Phase::kSweep:
      return "sweep";
    case Phase::kSelfCheck:
      return "self-check";
  }
  return "unknown";
}

std::string_view Name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kCompleted:
      return "completed";
    case Outcome::kCancelled:
      return "cancelled";
    case Outcome::kFailed:
      return "failed";
  }
  return "failed";
}

}  // namespace sentei::run
