// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace sentei {

/// While it lives, this process is what the kernel ends first when memory runs out, so that the
/// desktop around it is spared: a run can be resumed, unsaved documents cannot. Raises
/// /proc/self/oom_score_adj to kSacrificialScore where it is lower and puts it back. Raising needs
/// no privilege; where the kernel refuses, nothing changes. One object at a time.
class SparesTheDesktop {
 public:
  /// Of -1000 (never) to 1000 (always first).
  static constexpr int kSacrificialScore = 500;

  SparesTheDesktop();
  ~SparesTheDesktop();
  SparesTheDesktop(const SparesTheDesktop&) = delete;
  SparesTheDesktop& operator=(const SparesTheDesktop&) = delete;

 private:
  int before_;
};

}  // namespace sentei
