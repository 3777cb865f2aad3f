// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/run/run_record.h"
#include "core/run/spec_diff.h"
#include "storage/connection.h"
#include "storage/run_lineage.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sentei::storage {

/// How much of a record is read.
enum class Detail : std::uint8_t {
  kHead,    ///< no steps, pruning events, sweep or log: what many runs are compared by
  kCounts,  ///< all but the scores and masks of pruning events
  kScores,
};

/// Which runs a list shows.
enum class TrashView : std::uint8_t { kWithout, kOnly, kWith };
enum class Star : std::uint8_t { kOff, kOn };

/// The steps of one run, for curves.
struct RunCurve {
  std::string id;
  std::vector<run::StepDone> steps;
};

/// A run whose process ended without finishing it, and from where it could go on.
struct InterruptedRun {
  run::RunSummary summary;  ///< with step and steps
  std::int64_t checkpoint_step = 0;
  std::string checkpoint;  ///< newest checkpoint whose folder is there; empty: none

  [[nodiscard]] bool CanResume() const { return !checkpoint.empty(); }
};

/// How the perplexity in a run's summary was measured, and what the run left on disk.
struct RunMeasure {
  std::string id;
  std::int64_t length = 0;  ///< tokens per window
  std::int64_t windows = 0;
  std::string text_hash;
  std::string dtype;
  double tokens_per_second = 0.0;
  std::optional<std::int64_t> export_bytes;  ///< of the newest export
};

struct RunGroup {
  std::string name;
  std::int64_t runs = 0;  ///< without those in the trash
};

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
  /// them (0: all). `filter` as in run_filter.h; one that names `trashed` decides about the trash.
  [[nodiscard]] Result<std::vector<run::RunSummary>> List(const std::string& filter = {},
                                                          std::int64_t limit = 0,
                                                          TrashView trash = TrashView::kWithout);
  /// The full id of the run that `reference` names.
  [[nodiscard]] Result<std::string> Resolve(const std::string& reference);
  [[nodiscard]] Result<run::RunRecord> Show(const std::string& reference,
                                            Detail detail = Detail::kCounts);
  /// Settings in which the runs are not all equal.
  [[nodiscard]] Result<std::vector<run::SettingDifference>> Diff(
      const std::vector<std::string>& references);
  [[nodiscard]] Result<void> Rename(const std::string& reference, const std::string& name);
  [[nodiscard]] Result<void> SetNote(const std::string& reference, const std::string& note);
  /// Tags are trimmed; refused are empty ones, more than 64 bytes, and control characters.
  [[nodiscard]] Result<void> SetTags(const std::string& reference,
                                     const std::vector<std::string>& tags);
  [[nodiscard]] Result<void> AddTag(const std::string& reference, const std::string& tag);
  [[nodiscard]] Result<void> RemoveTag(const std::string& reference, const std::string& tag);
  /// Every tag in use, ascending.
  [[nodiscard]] Result<std::vector<std::string>> Tags();
  [[nodiscard]] Result<void> SetStar(const std::string& reference, Star star);
  /// A run is in one group at most; an empty name takes it out.
  [[nodiscard]] Result<void> SetGroup(const std::string& reference, const std::string& group);
  [[nodiscard]] Result<std::vector<RunGroup>> Groups();
  /// What the run came from (a clone's original); empty: nothing. Refused where that would close a
  /// circle.
  [[nodiscard]] Result<void> SetParent(const std::string& reference, const std::string& parent);
  /// Into the trash, out of lists but with all it has; refused while the run is running.
  [[nodiscard]] Result<void> Trash(const std::string& reference);
  [[nodiscard]] Result<void> Restore(const std::string& reference);
  /// Deletes what is in the trash for good, as Delete does; how many runs that were.
  [[nodiscard]] Result<std::int64_t> EmptyTrash();

  /// The steps of many runs, in the order of `ids` (full ids; unknown ones have no steps). With
  /// `max_steps`, evenly spaced ones and the last, about that many a run; 0: all.
  [[nodiscard]] Result<std::vector<RunCurve>> Curves(const std::vector<std::string>& ids,
                                                     std::int64_t max_steps = 0);
  /// Of every run that has a perplexity.
  [[nodiscard]] Result<std::vector<RunMeasure>> Measures();
  /// With scores and masks; empty where nothing was pruned yet.
  [[nodiscard]] Result<std::optional<run::PruneEventDone>> LastPruneEvent(
      const std::string& reference);
  /// Newest first, without those in the trash; with them those of `set_aside` (ids) that were
  /// stopped.
  [[nodiscard]] Result<std::vector<InterruptedRun>> InterruptedRuns(
      const std::vector<std::string>& set_aside = {});
  /// Models, runs and exports that the run came from, and what came from it.
  [[nodiscard]] Result<RunLineage> Lineage(const std::string& reference);

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
  static void RequireEnded(const run::RunSummary& run);
  void RemoveFolder(const std::string& id) const;

  Connection connection_;
  std::filesystem::path data_directory_;
};

}  // namespace sentei::storage
