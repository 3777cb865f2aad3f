// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_record.h"
#include "storage/run_store.h"
#include "ui/models/listed_run.h"
#include "ui/models/run_selection.h"
#include "ui/run_library.h"

#include <QObject>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sentei::ui {

/// One chosen run with all that comparing needs: its record without steps and pruning events, and
/// at most some hundred of its steps.
struct ComparedRun {
  run::RunRecord record;
  ListedRun listed;  ///< its line in lists
  std::vector<run::StepDone> steps;
  std::vector<std::pair<std::string, std::string>> settings;  ///< path and text, by path
};
using ComparedRunPtr = std::shared_ptr<const ComparedRun>;

/// The chosen runs at one moment, in the order of choosing; immutable and cheap to copy.
struct Comparison {
  struct Entry {
    ComparedRunPtr run;
    viz::SeriesStyle style;
    [[nodiscard]] const run::RunSummary& summary() const { return run->record.summary; }
  };
  std::vector<Entry> entries;
  ListedRuns listed;  ///< for what stands around the chosen ones; never null

  /// Of the first entries: as many as there are colours.
  [[nodiscard]] std::vector<Entry> Colored() const;
};

/// Loads the chosen runs in the background, each once until it changes. GUI thread.
class ComparedRuns final : public QObject {
  Q_OBJECT

 public:
  ComparedRuns(RunLibrary& library, RunSelection& selection, QObject* parent = nullptr);

  /// The list around the chosen runs; runs that changed are read again.
  void SetListed(ListedRuns listed);
  [[nodiscard]] const Comparison& comparison() const { return comparison_; }
  /// Whether a chosen run is still being read.
  [[nodiscard]] bool IsLoading() const { return loading_; }

 signals:
  void Changed();
  void Failed(const sentei::Failure& failure);

 private:
  void Load();
  void Take(std::vector<ComparedRunPtr> loaded);
  void Publish();
  [[nodiscard]] std::vector<std::string> Missing() const;

  RunLibrary& library_;
  RunSelection& selection_;
  std::map<std::string, ComparedRunPtr> known_;
  Comparison comparison_;
  quint64 turn_ = 0;
  bool loading_ = false;
};

/// Reads runs by their full ids; those that are not there are left out. For the library's thread.
[[nodiscard]] Result<std::vector<ComparedRunPtr>> ReadComparedRuns(
    storage::RunStore& store, const std::vector<std::string>& ids);

/// The protocols of the perplexities of some runs, and which run has which.
struct ProtocolGroups {
  struct Group {
    std::string key;
    QString words;
    std::vector<std::string> ids;
  };
  std::vector<Group> groups;  ///< the one with most runs first

  [[nodiscard]] bool AreMixed() const { return groups.size() > 1; }
};
[[nodiscard]] ProtocolGroups GroupByProtocol(const Comparison& comparison);

}  // namespace sentei::ui
