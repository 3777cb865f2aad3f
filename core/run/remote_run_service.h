// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/observer_list.h"
#include "core/run/run_message.h"
#include "core/run/run_service.h"

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sentei::run {

/// RunFinished::rule of a run whose engine process ended under it.
inline constexpr const char* kEngineLostRule = "engine-lost";

/// The program that serves runs, and how long it is waited for.
struct RemoteEngine {
  std::vector<std::string> command;  ///< path of `sentei`, and before it what it is started through
  std::filesystem::path data_dir;    ///< empty: as the program finds it
  std::chrono::milliseconds reply_patience{20'000};
  std::chrono::milliseconds shutdown_patience{20'000};
};

/// A RunService whose engine works in a child process, `sentei serve`. The first Start or Resume
/// starts the child, and so does the next one after it has ended. When the child ends, crashed or
/// killed, every run that it had not finished gets one RunFinished: failed, with kEngineLostRule, a
/// message that says how it ended and a hint; a run that saved checkpoints can then be resumed.
///
/// Start, Resume and ChangeBudget wait for the child's answer, at most reply_patience, and fail
/// with kInternal after that; a run that starts later all the same is stopped at once. The others
/// but Wait never block. Events come on a thread of this object. Destruction asks the child to stop
/// its runs after saving, waits at most shutdown_patience, and then kills it.
class RemoteRunService final : public RunService {
 public:
  explicit RemoteRunService(RemoteEngine engine);
  ~RemoteRunService() override;
  RemoteRunService(const RemoteRunService&) = delete;
  RemoteRunService& operator=(const RemoteRunService&) = delete;

  void AddObserver(RunObserver* observer) override { observers_.Add(observer); }
  void RemoveObserver(RunObserver* observer) override { observers_.Remove(observer); }
  Result<std::string> Start(const RunSpec& spec) override;
  Result<std::string> Resume(const std::string& run_id) override;
  void Pause(const std::string& run_id) override;
  void Continue(const std::string& run_id) override;
  void RequestStop(const std::string& run_id) override;
  void CheckpointNow(const std::string& run_id) override;
  void AddNote(const std::string& run_id, const std::string& text) override;
  Result<void> ChangeBudget(const std::string& run_id, const plan::BudgetSpec& budget) override;
  Result<RunFinished> Wait(const std::string& run_id) override;

  /// The child's process id; nullopt while there is none.
  [[nodiscard]] std::optional<pid_t> engine_pid() const;

 private:
  struct Session;
  struct Question;
  /// A run that this object was told of, in its newest session.
  struct Run {
    const Session* session = nullptr;
    bool resumable = false;
    std::chrono::steady_clock::time_point since{};
    std::optional<RunFinished> finished{};
  };
  using SessionPtr = std::shared_ptr<Session>;

  [[nodiscard]] SessionPtr EnsureSession();
  [[nodiscard]] std::vector<std::string> Command() const;
  [[nodiscard]] Result<std::string> Ask(Request request, bool launches, bool resumable);
  void Tell(RequestKind kind, const std::string& run_id, const std::string& text = {});
  [[nodiscard]] Run* Unfinished(const std::string& run_id);

  void Read(Session& session) noexcept;
  void On(Session& session, const Reply& reply);
  void On(Session& session, const EventOfRun& event);
  void Settle(Session& session, const Reply& reply);
  void Conclude(Session& session, const std::string& problem);
  void Finish(const std::string& run_id, const RunFinished& finished);
  [[nodiscard]] std::vector<std::pair<std::string, RunFinished>> Abandon(Session& session,
                                                                         const std::string& why);

  RemoteEngine engine_;
  ObserverList observers_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Run> runs_;
  std::vector<SessionPtr> sessions_;  ///< the one in use and those whose thread has not ended yet
  SessionPtr current_;
  std::uint64_t next_request_ = 1;
};

}  // namespace sentei::run
