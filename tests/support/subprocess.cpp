// SPDX-License-Identifier: Apache-2.0
#include "tests/support/subprocess.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the caller

namespace sentei::testing {
namespace {

namespace fs = std::filesystem;

std::string MakeTemporary(const char* kind) {
  std::string name =
      (fs::temp_directory_path() / (std::string("sentei-") + kind + "-XXXXXX")).string();
  const bool folder = std::strcmp(kind, "folder") == 0;
  const int file = folder ? -1 : mkstemp(name.data());
  if (folder ? mkdtemp(name.data()) == nullptr : file < 0)
    throw std::runtime_error("no temporary " + name);
  if (file >= 0) close(file);
  return name;
}

std::vector<std::string> Environment(const std::map<std::string, std::string>& changes) {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (changes.count(text.substr(0, text.find('='))) == 0) result.push_back(text);
  }
  for (const auto& [name, value] : changes) result.push_back(name + "=" + value);
  return result;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A child starts with the default signal mask whatever the test's own is.
void ResetSignals(posix_spawnattr_t& attributes) {
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
}

}  // namespace

Subprocess::Subprocess(const std::vector<std::string>& command,
                       const std::map<std::string, std::string>& environment)
    : out_(MakeTemporary("out")), err_(MakeTemporary("err")) {
  std::vector<std::string> arguments = command;
  std::vector<std::string> variables = Environment(environment);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, out_.c_str(), O_WRONLY | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, err_.c_str(), O_WRONLY | O_TRUNC, 0600);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  ResetSignals(attributes);
  const int failed = posix_spawn(&pid_,
                                 arguments.at(0).c_str(),
                                 &actions,
                                 &attributes,
                                 Pointers(arguments).data(),
                                 Pointers(variables).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error(arguments[0] + ": " + std::strerror(failed));
}

Subprocess::~Subprocess() {
  if (!reaped_) {
    kill(pid_, SIGKILL);
    waitpid(pid_, &status_, 0);
  }
  std::error_code ignored;
  fs::remove(out_, ignored);
  fs::remove(err_, ignored);
}

void Subprocess::Signal(int signal) const {
  if (!reaped_) kill(pid_, signal);
}

bool Subprocess::Running() {
  if (!reaped_) reaped_ = waitpid(pid_, &status_, WNOHANG) == pid_;
  return !reaped_;
}

Finished Subprocess::Wait(std::chrono::seconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (Running()) {
    if (std::chrono::steady_clock::now() > deadline) {
      throw std::runtime_error("a program did not end in time; it had printed: " + ReadAll(err_));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  const int code = WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
  return {code, ReadAll(out_), ReadAll(err_)};
}

Finished RunProgram(const std::vector<std::string>& command,
                    const std::map<std::string, std::string>& environment,
                    std::chrono::seconds limit) {
  return Subprocess(command, environment).Wait(limit);
}

TemporaryFolder::TemporaryFolder() : path_(MakeTemporary("folder")) {}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace sentei::testing
