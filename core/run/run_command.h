// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_spec.h"

#include <string>
#include <string_view>
#include <vector>

namespace sentei::run {

/// The command line that does what a spec says: the same spec hash.
struct RunCommand {
  std::vector<std::string> words;  ///< program first; empty where flags cannot say it
  /// Settings without a flag, by key ("train.adam_beta1"); a job file says them.
  std::vector<std::string> unsayable;
};

/// `sentei prune MODEL --text ...` with a flag for each setting that differs from its default. For
/// pruning runs.
[[nodiscard]] RunCommand PruneCommand(const RunSpec& spec);
/// `sentei prune --job FILE`.
[[nodiscard]] std::vector<std::string> JobCommand(std::string_view file);

/// One word as a POSIX shell reads it back unchanged.
[[nodiscard]] std::string ShellQuoted(std::string_view word);
[[nodiscard]] std::string ShellLine(const std::vector<std::string>& words);

}  // namespace sentei::run
