// SPDX-License-Identifier: Apache-2.0
#include "core/run/engine_process.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the caller

namespace sentei::run {
namespace {

constexpr std::chrono::milliseconds kPoll{2};

/// What the child does with descriptors before it becomes another program.
class FileActions {
 public:
  explicit FileActions(int child_end) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, STDERR_FILENO, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, child_end, EngineProcess::kChildDescriptor);
    posix_spawn_file_actions_addclosefrom_np(&actions_, EngineProcess::kChildDescriptor + 1);
  }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// The child starts without blocked signals, whatever the thread that starts it has blocked.
class Attributes {
 public:
  Attributes() {
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
  }
  ~Attributes() { posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

std::string Describe(int status) {
  if (WIFEXITED(status)) return fmt::format("exit code {}", WEXITSTATUS(status));
  const char* name = sigdescr_np(WTERMSIG(status));
  return fmt::format("signal {}, {}", WTERMSIG(status), name == nullptr ? "unknown" : name);
}

int Spawn(pid_t& pid, std::vector<std::string>& command, int child_end) {
  std::vector<char*> arguments;
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const FileActions actions(child_end);
  const Attributes attributes;
  return posix_spawn(
      &pid, arguments.front(), actions.get(), attributes.get(), arguments.data(), environ);
}

}  // namespace

EngineProcess::EngineProcess(std::vector<std::string> command) {
  SENTEI_CHECK(!command.empty(), "no program");
  std::array<int, 2> ends{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw Error(ErrorCode::kIo,
                fmt::format("No channel to an engine process: {}", std::strerror(errno)));
  }
  descriptor_ = ends[0];
  const int failed = Spawn(pid_, command, ends[1]);
  ::close(ends[1]);
  if (failed == 0) return;
  ::close(descriptor_);
  throw Error(
      ErrorCode::kInput,
      fmt::format("The engine process {} could not be started: {}", command[0], strerror(failed)),
      "Build it with ./dev build, or use the engine in the window's own process.");
}

EngineProcess::~EngineProcess() {
  AwaitEnd(std::chrono::milliseconds(0));
  ::close(descriptor_);
}

void EngineProcess::Kill() {
  const std::scoped_lock lock(mutex_);
  if (!ended_) ::kill(pid_, SIGKILL);
}

void EngineProcess::HangUp() const { ::shutdown(descriptor_, SHUT_RDWR); }

std::string EngineProcess::AwaitEnd(std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!HasEnded()) {
    if (std::chrono::steady_clock::now() >= deadline) Kill();
    std::this_thread::sleep_for(kPoll);
  }
  const std::scoped_lock lock(mutex_);
  return status_ < 0 ? "for an unknown reason" : Describe(status_);
}

bool EngineProcess::HasEnded() {
  const std::scoped_lock lock(mutex_);
  if (ended_) return true;
  const pid_t answer = ::waitpid(pid_, &status_, WNOHANG);
  if (answer < 0 && errno != EINTR) status_ = -1;  // somebody else waited for it
  ended_ = answer == pid_ || (answer < 0 && errno != EINTR);
  return ended_;
}

}  // namespace sentei::run
