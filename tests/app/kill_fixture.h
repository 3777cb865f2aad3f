// SPDX-License-Identifier: Apache-2.0
// What the tests that kill and resume runs share: what a run printed, wrote and stored.
#pragma once

#include "tests/app/program_fixture.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace sentei::testing {

class Kill : public ProgramTest {
 protected:
  [[nodiscard]] std::map<std::string, std::string> Home(const std::string& name) const {
    return {{"SENTEI_HOME", Path(name)}};
  }
  /// A run of a tiny model that saves every third step.
  [[nodiscard]] std::vector<std::string> Prune(const std::string& steps,
                                               const std::string& model) const {
    return {SENTEI_PROGRAM,
            "prune",
            model,
            "--text",
            Path("train.txt"),
            "--eval-text",
            Path("eval.txt"),
            "--target",
            "0.2",
            "--lock",
            "none",
            "--steps",
            steps,
            "--length",
            "32",
            "--eval-length",
            "64",
            "--eval-windows",
            "4",
            "--dtype",
            "f32",
            "--checkpoint-every",
            "3",
            "--threads",
            "1",
            "--json"};
  }
  [[nodiscard]] std::vector<std::string> Prune(const std::string& steps) const {
    return Prune(steps, Path("model"));
  }
  [[nodiscard]] std::vector<std::string> Resume(const std::string& run) const {
    return {SENTEI_PROGRAM, "prune", "--resume", run, "--json"};
  }

  // Every JSON line of a program's output.
  static std::vector<nlohmann::json> Lines(const std::string& out) {
    std::vector<nlohmann::json> lines;
    std::istringstream text(out);
    for (std::string line; std::getline(text, line);) {
      nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
      if (!json.is_discarded()) lines.push_back(std::move(json));
    }
    return lines;
  }
  static std::vector<std::string> With(std::vector<std::string> command,
                                       const std::vector<std::string>& more) {
    command.insert(command.end(), more.begin(), more.end());
    return command;
  }
  static std::string RunOf(const std::string& out) {
    for (const nlohmann::json& line : Lines(out)) {
      if (line.contains("run")) return line["run"].get<std::string>();
    }
    return "";
  }
  static std::string LastStateHash(const std::string& out) {
    std::string hash;
    for (const nlohmann::json& line : Lines(out)) {
      if (line.contains("state_hash")) hash = line["state_hash"].get<std::string>();
    }
    return hash;
  }

  /// The state hash that the newest checkpoint of a run says it has; empty when there is none.
  [[nodiscard]] std::string NewestState(const std::string& home, const std::string& run) const {
    std::filesystem::path newest;
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(
             Path(home) + "/runs/" + run + "/checkpoints", missing)) {
      const bool named = entry.path().filename().string().starts_with("step-");
      if (named && entry.path() > newest) newest = entry.path();
    }
    std::ifstream file(newest / "state.json");
    const nlohmann::json state = nlohmann::json::parse(file, nullptr, false);
    return state.is_object() ? state.value("state_hash", "") : "";
  }

  // Waits until `victim`, whose data lie in `home`, has written `count` checkpoints, or has ended.
  static void WaitForCheckpoints(Subprocess& victim,
                                 const std::filesystem::path& home,
                                 std::size_t count) {
    while (victim.Running() && CountCheckpoints(home) < count) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
  /// The id of a run that has a folder in `home`; empty when there is none.
  [[nodiscard]] std::string FirstRunIn(const std::string& home) const {
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(Path(home) + "/runs", missing)) {
      return entry.path().filename().string();
    }
    return "";
  }
  static std::size_t CountCheckpoints(const std::filesystem::path& home) {
    std::size_t count = 0;
    std::error_code gone;
    std::filesystem::recursive_directory_iterator at(home, gone);
    for (const std::filesystem::recursive_directory_iterator end; !gone && at != end;
         at.increment(gone)) {
      count += at->path().filename().string().starts_with("step-") ? 1U : 0U;
    }
    return count;
  }

  // "ok" for a database without damage and dangling references, as another program sees it.
  [[nodiscard]] std::string DatabaseState(const std::string& home) const {
    return RunSql(home,
                  "dangling = database.execute('PRAGMA foreign_key_check').fetchall()\n"
                  "print(dangling or database.execute('PRAGMA integrity_check').fetchone()[0], "
                  "end='')\n");
  }
  /// What a Python script prints that finds the database of `home` under this name.
  [[nodiscard]] std::string RunSql(const std::string& home, const std::string& script) const {
    const std::string opening = "import sqlite3, sys\ndatabase = sqlite3.connect(sys.argv[1])\n";
    const Finished checked =
        RunProgram({"/usr/bin/python3", "-c", opening + script, Path(home) + "/runs.db"});
    return checked.out + checked.err;
  }
};

}  // namespace sentei::testing
