// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/commands/commands.h"
#include "storage/run_store.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sentei::app {

/// What the verbs of `sentei runs` read from the command line.
struct RunsRequest {
  std::vector<std::string> runs;
  std::string filter;
  std::int64_t limit = 50;
  bool trash = false;
  std::string format = "csv";
  std::string table = "runs";
  std::string out;
  std::string name;
  std::string note;
  std::vector<std::string> add;
  std::vector<std::string> remove;
  bool off = false;
};
using RunsHandler = int (*)(const Context&, const RunsRequest&);

/// Adds verbs to `sentei runs`; all share one request.
struct RunsVerbs {
  CLI::App& runs;
  Context& context;
  Action& action;
  std::shared_ptr<RunsRequest> request;

  CLI::App* Add(const char* name, const char* help, RunsHandler handler);
  void NameRuns(CLI::App* verb, int least, int most) const;
};

/// The store of the data folder; says so when it can only be read.
[[nodiscard]] storage::RunStore OpenStore(const Context& context);

/// edit, tag, star, group, lineage, trash, restore, empty-trash, delete.
void AddTidyVerbs(RunsVerbs& verbs);

}  // namespace sentei::app
