// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_event.h"
#include "storage/connection.h"

#include <cstdint>
#include <map>
#include <string>

namespace sentei::storage {

struct SpecColumns;

/// Writes the events of runs into the database, each in one transaction. Belongs to one thread at a
/// time. An event that comes twice (same step, stage, event number or path) replaces the first;
/// only log lines add up.
class RunWriter {
 public:
  explicit RunWriter(Connection connection);

  /// Throws kIo when the database refuses (nothing of the event is stored then), kInput for an
  /// event of a run that was never started. The end of a run that is not this process's (it never
  /// began, or another living process works on it) is not stored.
  void Write(const std::string& run_id, const run::RunEvent& event);

 private:
  struct Live {
    std::int64_t key = 0;
    std::int64_t step = 0;
    std::int64_t heartbeat_at = 0;
    std::int64_t tokens = 0;
    std::string text;
  };

  void On(const run::RunStarted& event, const std::string& run_id);
  void On(const run::PhaseChanged& event, Live& live);
  void On(const run::Progress& event, Live& live);
  void On(const run::StepDone& event, Live& live);
  void On(const run::EvalDone& event, Live& live);
  void On(const run::PruneEventDone& event, Live& live);
  void On(const run::CheckpointSaved& event, Live& live);
  void On(const run::TokenGenerated& event, Live& live);
  void On(const run::CompactionDone& event, Live& live);
  void On(const run::ExportDone& event, Live& live);
  void On(const run::VerifyDone& event, Live& live);
  void On(const run::ScoresUpdated&, Live&) {}  // what pruning events hold is enough
  void On(const run::SweepPoint& event, Live& live);
  void On(const run::SelfCheckDone& event, Live& live);
  void On(const run::BudgetChanged& event, Live& live);
  void On(const run::Warned& event, Live& live);
  void On(const run::Noted& event, Live& live);
  void On(const run::RunFinished& event, Live& live);

  std::int64_t UpsertModel(const run::RunStarted& event);
  /// The run whose result this one writes, verifies or opens; empty where none is known.
  std::string ParentOf(const SpecColumns& spec,
                       const std::string& model_path,
                       const std::string& run_id);
  std::int64_t UpsertRun(const run::RunStarted& event, const std::string& run_id);
  void VoidLaterEvents(std::int64_t key, std::int64_t step);
  void RefreshPerplexities(std::int64_t key);
  void AddLog(const Live& live, const char* level, const std::string& message);
  void Heartbeat(Live& live);
  /// nullptr for a run that is not this process's.
  Live* FindLive(const std::string& run_id);

  Connection connection_;
  std::map<std::string, Live> live_;
};

}  // namespace sentei::storage
