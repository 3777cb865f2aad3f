// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/run/run_service.h"
#include "core/run/run_spec.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace sentei::app {

/// How results reach standard output: text for people or one JSON value a line.
enum class Output : std::uint8_t { kText, kJson };

/// What every command needs to know about this process: global flags and where things lie.
struct Context {
  Output output = Output::kText;
  std::string data_dir_override;  ///< --data-dir; empty: the environment decides
  std::filesystem::path executable;

  /// `${SENTEI_HOME}`, the override, or the XDG data folder; created on first use by the stores.
  [[nodiscard]] std::filesystem::path DataDir() const;
  [[nodiscard]] std::filesystem::path DatabasePath() const;
  /// `${XDG_CACHE_HOME:-~/.cache}/sentei`.
  [[nodiscard]] std::filesystem::path CacheDir() const;
  /// Files that exports carry: $SENTEI_RESOURCES, an installed share folder, or the source tree.
  [[nodiscard]] std::filesystem::path ResourcesDir() const;
  [[nodiscard]] run::RunEnvironment Environment() const;
  /// Turns what the user typed ("demo", a folder, a file, ORG/NAME) into a path; throws kInput.
  [[nodiscard]] std::string ResolveModel(const std::string& argument) const;
  /// The model that the command line names, else the one of the job, resolved; empty when neither
  /// names one.
  [[nodiscard]] std::string ModelOf(const std::string& argument, const run::RunSpec& job) const;
};

/// Makes the context of this process from its own executable's location.
[[nodiscard]] Context MakeContext();

/// Runs `body` and turns what it throws into one sentence on standard error and an exit code.
[[nodiscard]] int Guarded(const std::function<int()>& body) noexcept;
/// What is still buffered for standard output is written. Returns `code`, or that of an I/O error
/// when it was 0 and not all of the output arrived.
[[nodiscard]] int FlushOutput(int code) noexcept;
/// Prints "sentei: message" and, on a second line, the hint; returns the exit code.
int ReportFailure(const Failure& failure) noexcept;

}  // namespace sentei::app
