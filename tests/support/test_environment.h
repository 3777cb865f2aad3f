// SPDX-License-Identifier: Apache-2.0
// What tests find on the machine: the shared test data, a Python with the reference packages, and a
// directory of their own. Header only, so that any test can use it.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace sentei::test {

/// A file or folder of the shared test data ($SENTEI_SHARED, else ../shared beside the repository);
/// nullopt when it is absent.
inline std::optional<std::filesystem::path> FindSharedData(std::string_view relative) {
  const char* set = std::getenv("SENTEI_SHARED");
  const std::filesystem::path root =
      set != nullptr && *set != '\0' ? std::filesystem::path(set)
                                     : std::filesystem::path(SENTEI_SOURCE_DIR) / ".." / "shared";
  const std::filesystem::path path = root / "data" / relative;
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  return std::filesystem::canonical(path);
}

inline std::filesystem::path CacheDirectory() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache != '\0') return std::filesystem::path(cache) / "sentei";
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home == nullptr ? "." : home) / ".cache" / "sentei";
}

/// The Python with torch, transformers, peft, safetensors, tokenizers and gguf; nullopt when
/// absent.
inline std::optional<std::filesystem::path> FindPython() {
  const char* set = std::getenv("SENTEI_PYTHON");
  const std::filesystem::path path = set != nullptr && *set != '\0'
                                         ? std::filesystem::path(set)
                                         : CacheDirectory() / "python" / "bin" / "python";
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  return path;
}

inline std::optional<std::filesystem::path> FindDemoModel() {
  const std::filesystem::path path =
      CacheDirectory() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf";
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  return path;
}

/// A fresh directory that goes with the object.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    static std::atomic<int> counter{0};
    path_ = std::filesystem::temp_directory_path() /
            ("sentei-test-" + std::to_string(::getpid()) + "-" + std::to_string(counter++));
    std::filesystem::create_directories(path_);
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

inline std::string ReadText(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void WriteText(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// Runs a script of the repository with `arguments` (already quoted for the shell) on one thread;
/// returns its output, or fails the test.
inline std::string RunPython(const std::filesystem::path& python,
                             std::string_view script,
                             const std::string& arguments) {
  // A sanitizer's allocator must not reach into another program.
  const std::string command = "env -u LD_PRELOAD OMP_NUM_THREADS=1 '" + python.string() + "' '" +
                              SENTEI_SOURCE_DIR + "/" + std::string(script) + "' " + arguments +
                              " 2>&1";
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) {
    ADD_FAILURE() << "cannot start " << command;
    return {};
  }
  std::string output;
  char buffer[4096];
  while (const std::size_t count = std::fread(buffer, 1, sizeof(buffer), pipe)) {
    output.append(buffer, count);
  }
  EXPECT_EQ(::pclose(pipe), 0) << command << "\n" << output;
  return output;
}

}  // namespace sentei::test

/// Skips a test visibly when what it needs is not on this machine.
#define SENTEI_REQUIRE(variable, what) \
  if (!(variable).has_value()) GTEST_SKIP() << "not on this machine: " << (what)
