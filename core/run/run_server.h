// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/outbox.h"
#include "core/run/run_message.h"
#include "core/run/run_service.h"

#include <mutex>
#include <set>
#include <string>

namespace sentei::run {

/// Serves one RunService to another process over a file descriptor that both can read and write;
/// it opens none itself. Requests are answered in the order they come; events follow the reply that
/// started their run. A reader that is slow never slows a run: events wait in an Outbox. The
/// service must outlive the server.
class RunServer final : private RunObserver {
 public:
  RunServer(RunService& service, int descriptor);
  ~RunServer() override;
  RunServer(const RunServer&) = delete;
  RunServer& operator=(const RunServer&) = delete;

  /// Greets, and serves until the other end closes or asks to shut down. Then, and before it throws
  /// kInput for a malformed request or kIo, it stops the runs that have not finished after they
  /// saved, waits for them, and sends what waits while somebody reads it.
  void Serve();

 private:
  void OnEvent(const std::string& run_id, const RunEvent& event) noexcept override;
  void AnswerUntilClosed();
  void Answer(const Request& request);
  [[nodiscard]] Result<std::string> Execute(const Request& request);
  [[nodiscard]] Result<std::string> Launched(Result<std::string> run_id);
  void StopRuns();

  RunService& service_;
  int descriptor_;
  Outbox outbox_;
  std::mutex mutex_;
  std::set<std::string> unfinished_;
};

/// Tells the other process why there is no engine, in place of a greeting.
void SendServeFailure(int descriptor, const Failure& failure);

}  // namespace sentei::run
