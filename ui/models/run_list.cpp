// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_list.h"

#include "storage/run_filter.h"
#include "ui/text.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace sentei::ui {
namespace {

constexpr int kSoonMs = 30;

}  // namespace

Result<ListedRuns> ReadListedRuns(storage::RunStore& store,
                                  const std::string& filter,
                                  storage::TrashView view) {
  auto listed = store.List(filter, 0, view);
  if (!listed.has_value()) return listed.error();
  auto measures = store.Measures();
  if (!measures.has_value()) return measures.error();
  std::unordered_map<std::string, storage::RunMeasure> by_id;
  for (storage::RunMeasure& measure : measures.value()) {
    std::string id = measure.id;
    by_id.emplace(std::move(id), std::move(measure));
  }
  auto runs = std::make_shared<std::vector<ListedRun>>();
  runs->reserve(listed.value().size());
  for (run::RunSummary& summary : listed.value()) {
    ListedRun run;
    const auto found = by_id.find(summary.id);
    if (found != by_id.end()) run.measure = std::move(found->second);
    run.summary = std::move(summary);
    runs->push_back(std::move(run));
  }
  return ListedRuns(std::move(runs));
}

RunList::RunList(RunLibrary& library, QObject* parent) : QObject(parent), library_(library) {
  soon_.setSingleShot(true);
  soon_.setInterval(kSoonMs);
  connect(&soon_, &QTimer::timeout, this, &RunList::Read);
  connect(&library, &RunLibrary::Changed, this, &RunList::Refresh);
}

std::optional<Failure> RunList::SetFilter(const QString& filter) {
  const std::string text = ToStd(filter);
  const auto parsed = Caught([&text] { return storage::ParseRunFilter(text); });
  if (!parsed.has_value()) return parsed.error();
  if (text != filter_) {
    filter_ = text;
    Refresh();
  }
  return std::nullopt;
}

void RunList::SetView(storage::TrashView view) {
  if (view == view_) return;
  view_ = view;
  Refresh();
}

void RunList::Refresh() {
  if (!soon_.isActive()) soon_.start();
}

void RunList::Read() {
  const quint64 turn = ++*newest_;
  library_.Ask(
      this,
      [newest = newest_, turn, filter = filter_, view = view_](storage::RunStore& store) {
        // A later question is waiting: its answer is the one that counts.
        if (newest->load() != turn) return Result<ListedRuns>(ListedRuns());
        return ReadListedRuns(store, filter, view);
      },
      [this, turn](Result<ListedRuns> read) {
        if (newest_->load() != turn) return;
        if (!read.has_value()) {
          emit Failed(read.error());
          return;
        }
        runs_ = std::move(read).value();
        loaded_ = true;
        emit Changed();
      });
}

const ListedRun* RunList::Find(const std::string& id) const {
  const auto found = std::find_if(
      runs_->begin(), runs_->end(), [&id](const ListedRun& run) { return run.summary.id == id; });
  return found == runs_->end() ? nullptr : &*found;
}

}  // namespace sentei::ui
