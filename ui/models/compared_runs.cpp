// SPDX-License-Identifier: Apache-2.0
#include "ui/models/compared_runs.h"

#include "core/run/spec_diff.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace sentei::ui {
namespace {

constexpr std::int64_t kMostSteps = 600;

/// Whether what was read of a run is what is stored now, as far as the list tells.
bool IsFresh(const run::RunSummary& read, const run::RunSummary& now) {
  return read.status == now.status && read.step == now.step && read.name == now.name &&
         read.perplexity == now.perplexity && read.finished_at == now.finished_at &&
         read.parameters_after == now.parameters_after;
}

}  // namespace

std::vector<Comparison::Entry> Comparison::Colored() const {
  std::vector<Entry> colored;
  for (const Entry& entry : entries) {
    if (entry.style.kind != viz::SeriesStyle::Kind::kMuted) colored.push_back(entry);
  }
  return colored;
}

Result<std::vector<ComparedRunPtr>> ReadComparedRuns(storage::RunStore& store,
                                                     const std::vector<std::string>& ids) {
  auto curves = store.Curves(ids, kMostSteps);
  if (!curves.has_value()) return curves.error();
  auto measures = store.Measures();
  if (!measures.has_value()) return measures.error();
  std::unordered_map<std::string_view, const storage::RunMeasure*> measure_of;
  for (const storage::RunMeasure& measure : measures.value()) measure_of[measure.id] = &measure;
  std::vector<ComparedRunPtr> runs;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    auto record = store.Show(ids[i], storage::Detail::kHead);
    if (!record.has_value()) continue;  // deleted meanwhile
    ComparedRun run;
    run.record = std::move(record).value();
    run.steps = std::move(curves.value()[i].steps);
    run.settings = run::FlattenSettings(run.record.spec);
    run.listed.summary = run.record.summary;
    const auto measure = measure_of.find(ids[i]);
    if (measure != measure_of.end()) run.listed.measure = *measure->second;
    runs.push_back(std::make_shared<const ComparedRun>(std::move(run)));
  }
  return runs;
}

ComparedRuns::ComparedRuns(RunLibrary& library, RunSelection& selection, QObject* parent)
    : QObject(parent), library_(library), selection_(selection) {
  comparison_.listed = std::make_shared<const std::vector<ListedRun>>();
  connect(&selection, &RunSelection::Changed, this, &ComparedRuns::Load);
}

void ComparedRuns::SetListed(ListedRuns listed) {
  comparison_.listed = std::move(listed);
  for (const ListedRun& run : *comparison_.listed) {
    const auto known = known_.find(run.summary.id);
    if (known != known_.end() && !IsFresh(known->second->record.summary, run.summary)) {
      known_.erase(known);
    }
  }
  Load();
}

std::vector<std::string> ComparedRuns::Missing() const {
  std::vector<std::string> missing;
  for (const std::string& id : selection_.ids()) {
    if (!known_.contains(id)) missing.push_back(id);
  }
  return missing;
}

void ComparedRuns::Load() {
  const quint64 turn = ++turn_;
  std::vector<std::string> missing = Missing();
  loading_ = !missing.empty();
  if (!loading_) return Publish();
  library_.Ask(
      this,
      [missing](storage::RunStore& store) { return ReadComparedRuns(store, missing); },
      [this, turn](Result<std::vector<ComparedRunPtr>> read) {
        if (read.has_value()) {
          Take(std::move(read).value());
        } else {
          emit Failed(read.error());
        }
        if (turn != turn_) return;
        loading_ = false;
        Publish();
      });
}

void ComparedRuns::Take(std::vector<ComparedRunPtr> loaded) {
  for (ComparedRunPtr& run : loaded) {
    const std::string id = run->record.summary.id;
    known_[id] = std::move(run);
  }
}

void ComparedRuns::Publish() {
  comparison_.entries.clear();
  for (const std::string& id : selection_.ids()) {
    const auto known = known_.find(id);
    if (known == known_.end()) continue;
    comparison_.entries.push_back({known->second, selection_.StyleOf(id)});
  }
  std::erase_if(known_, [this](const auto& known) { return !selection_.Contains(known.first); });
  emit Changed();
}

ProtocolGroups GroupByProtocol(const Comparison& comparison) {
  ProtocolGroups protocols;
  for (const Comparison::Entry& entry : comparison.entries) {
    if (!entry.run->listed.measure.has_value()) continue;
    const std::string key = ProtocolKey(entry.run->listed.measure);
    auto found = std::find_if(protocols.groups.begin(),
                              protocols.groups.end(),
                              [&key](const auto& group) { return group.key == key; });
    if (found == protocols.groups.end()) {
      protocols.groups.push_back({key, ProtocolWords(entry.run->listed.measure), {}});
      found = std::prev(protocols.groups.end());
    }
    found->ids.push_back(entry.summary().id);
  }
  std::stable_sort(protocols.groups.begin(),
                   protocols.groups.end(),
                   [](const auto& a, const auto& b) { return a.ids.size() > b.ids.size(); });
  return protocols;
}

}  // namespace sentei::ui
