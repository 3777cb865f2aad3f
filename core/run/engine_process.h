// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <mutex>
#include <string>
#include <vector>

namespace sentei::run {

/// A child program and the socket pair that joins it to this process: the one place where a socket
/// is made. The pair has no address, so nobody else can connect to it. The child finds its end as
/// descriptor 3; every other descriptor but the three standard ones is closed there, standard input
/// is empty and its standard output goes where its standard error goes. Destruction kills the child
/// and waits for it. Members may be called from any thread.
class EngineProcess {
 public:
  static constexpr int kChildDescriptor = 3;

  /// Starts `command`, a path and its arguments. Throws kInput when it cannot be started and kIo
  /// when the system has no descriptor left.
  explicit EngineProcess(std::vector<std::string> command);
  ~EngineProcess();
  EngineProcess(const EngineProcess&) = delete;
  EngineProcess& operator=(const EngineProcess&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  /// Ends the child at once; nothing once it has ended.
  void Kill();
  /// From now on both ends read the end of the stream, whoever else may hold them.
  void HangUp() const;
  /// Waits for the child's end, kills it where that takes longer, and says how it ended:
  /// "signal 9, Killed", "exit code 3".
  std::string AwaitEnd(std::chrono::milliseconds patience);

 private:
  [[nodiscard]] bool HasEnded();

  int descriptor_ = -1;
  pid_t pid_ = -1;
  std::mutex mutex_;  ///< a pid that was waited for may belong to another process
  bool ended_ = false;
  int status_ = 0;
};

}  // namespace sentei::run
