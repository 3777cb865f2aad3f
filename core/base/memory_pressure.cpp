// SPDX-License-Identifier: Apache-2.0
#include "core/base/memory_pressure.h"

#include "core/base/logging.h"

#include <fstream>

namespace sentei {
namespace {

constexpr const char* kScoreFile = "/proc/self/oom_score_adj";

int ReadScore() {
  std::ifstream file(kScoreFile);
  int score = 0;
  file >> score;
  return score;
}

void WriteScore(int score) {
  std::ofstream file(kScoreFile);
  file << score << std::flush;
  if (!file) Log(LogLevel::kDebug, "the kernel keeps this process's oom_score_adj");
}

}  // namespace

SparesTheDesktop::SparesTheDesktop() : before_(ReadScore()) {
  if (before_ < kSacrificialScore) WriteScore(kSacrificialScore);
}

SparesTheDesktop::~SparesTheDesktop() {
  if (before_ < kSacrificialScore) WriteScore(before_);
}

}  // namespace sentei
