// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/run/run_record.h"
#include "core/run/spec_diff.h"
#include "storage/connection.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace sentei::storage {

/// Whether a record is read with the scores and masks of its pruning events.
enum class Detail : std::uint8_t { kCounts, kScores };

/// Reads and edits stored runs: the seam that windows and commands use, so nothing here throws. One
/// object belongs to one thread. A run is named by its id, a unique beginning of it (4 characters
/// or more), its name, or "last".
class RunStore {
 public:
  /// Opens <data_directory>/runs.db, creating it when absent.
  [[nodiscard]] static Result<RunStore> Open(const std::filesystem::path& data_directory);
  /// Over a connection that is already open; run folders lie under `data_directory`.
  RunStore(Connection connection, std::filesystem::path data_directory);

  /// Newest first, in the order of their first start whatever the clock said; at most `limit` of
  /// them (0: all). `filter` as in run_filter.h.
  [[nodiscard]] Result<std::vector<run::RunSummary>> List(const std::string& filter = {},
                                                          std::int64_t limit = 0);
  /// The full id of the run that `reference` names.
  [[nodiscard]] Result<std::string> Resolve(const std::string& reference);
  [[nodiscard]] Result<run::RunRecord> Show(const std::string& reference,
                                            Detail detail = Detail::kCounts);
  /// Settings in which the runs are not all equal.
  [[nodiscard]] Result<std::vector<run::SettingDifference>> Diff(
      const std::vector<std::string>& references);
  [[nodiscard]] Result<void> Rename(const std::string& reference, const std::string& name);
  [[nodiscard]] Result<void> SetNote(const std::string& reference, const std::string& note);
  /// Removes the run with all its rows and its folder (checkpoints). Exported models stay. Refused
  /// while the run is running.
  [[nodiscard]] Result<void> Delete(const std::string& reference);

  /// One sentence when the database can only be read; else empty.
  [[nodiscard]] const std::string& notice() const { return connection_.notice(); }

 private:
  struct Row {
    std::int64_t key = 0;
    run::RunSummary summary;
  };
  Row Find(const std::string& reference);
  void Edit(const std::string& reference, const char* sql, const std::string& value);

  Connection connection_;
  std::filesystem::path data_directory_;
};

}  // namespace sentei::storage
