// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_record.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sentei::storage {

class Statements;

/// One box of a lineage graph.
struct LineageNode {
  enum class Kind : std::uint8_t { kModel, kRun, kExport } kind = Kind::kRun;
  std::string id;      ///< model id, run id, or path of the export
  std::string label;   ///< the model's or the run's name, else its id; an export's path
  std::string detail;  ///< model type, kind of run, or profile
  std::int64_t at = 0;
  run::RunStatus status = run::RunStatus::kCompleted;  ///< runs only
  std::optional<bool> verified;                        ///< exports: the newest verification
  bool trashed = false;
  std::optional<std::size_t> from;  ///< node it came from, which stands before it
};

/// A tree: the model, then runs and exports, each after what it came from. The root is the model of
/// the earliest run that is still stored.
struct RunLineage {
  std::vector<LineageNode> nodes;
  std::size_t self = 0;  ///< the run that was asked about
};

/// Throws SQLite's exceptions; at most 2000 runs are followed.
[[nodiscard]] RunLineage ReadLineage(Statements& sql, const std::string& run_id);

}  // namespace sentei::storage
