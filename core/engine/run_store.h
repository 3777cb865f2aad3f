// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_spec.h"

#include <filesystem>

namespace sentei::engine {

/// Writes the resolved spec beside the checkpoints, so that a run can be continued without the
/// database. Throws kIo.
void SaveRunSpec(const std::filesystem::path& run_directory, const run::RunSpec& spec);
/// Throws kUsage when there is no such run, kInput when its file is damaged.
[[nodiscard]] run::RunSpec LoadRunSpec(const std::filesystem::path& run_directory);

/// Holds a run's directory for this process: two processes must not train one run. Released at
/// destruction, and by the system when the process dies.
class RunLock {
 public:
  /// Throws kUsage when another process works on the run.
  explicit RunLock(const std::filesystem::path& run_directory);
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace sentei::engine
