// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sentei::testing {

/// A finished program: its exit code (128 + signal when it was killed) and what it printed.
struct Finished {
  int code = -1;
  std::string out;
  std::string err;
};

/// A child program of a test with its output in files. Killed when it goes out of scope.
class Subprocess {
 public:
  Subprocess(const std::vector<std::string>& command,
             const std::map<std::string, std::string>& environment);
  ~Subprocess();
  Subprocess(const Subprocess&) = delete;
  Subprocess& operator=(const Subprocess&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  void Signal(int signal) const;
  [[nodiscard]] bool Running();
  /// Waits for the end; kills the program and throws std::runtime_error after `limit`.
  [[nodiscard]] Finished Wait(std::chrono::seconds limit = std::chrono::seconds(300));

 private:
  pid_t pid_ = -1;
  int status_ = 0;
  bool reaped_ = false;
  std::filesystem::path out_;
  std::filesystem::path err_;
};

/// Runs a program to its end.
[[nodiscard]] Finished RunProgram(const std::vector<std::string>& command,
                                  const std::map<std::string, std::string>& environment = {},
                                  std::chrono::seconds limit = std::chrono::seconds(300));

/// A folder that is removed with everything in it when it goes out of scope.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace sentei::testing
