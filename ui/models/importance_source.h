// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/tensor_rows.h"
#include "ui/workspace.h"
#include "viz/heat_map_frame.h"

#include <QTimer>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <utility>
#include <vector>

namespace sentei::ui {

using FamilyPlace = std::pair<std::int64_t, plan::FamilyGroup>;

/// Values of a model's units, in original numbering, and where they come from.
struct ImportanceScores {
  std::map<FamilyPlace, viz::SharedValues> families;
  QString run;                       ///< its name; empty: of the weights alone
  std::string criterion;             ///< of the run, untrusted
  std::optional<std::int64_t> step;  ///< of the run
  std::size_t expected = 0;          ///< families; fewer are there while they are being read

  [[nodiscard]] bool IsPartial() const { return families.size() < expected; }
  [[nodiscard]] bool Has(plan::FamilyGroup group) const;
  /// Null where that family has none.
  [[nodiscard]] viz::SharedValues At(const FamilyPlace& place) const;
};

/// The newest pruning run that kept scores of some family.
struct LastScores {
  run::RunSummary summary;
  run::PruneEventDone event;
};

/// How important the open model's units are: by the sizes of their weights, by the last run that
/// scored them, and the difference of the two. Read in the background and shown as far as it got.
/// GUI thread.
class ImportanceSource final : public QObject {
  Q_OBJECT

 public:
  explicit ImportanceSource(Workspace& workspace, QObject* parent = nullptr);
  ~ImportanceSource() override;

  /// The best that is known of a group: of the last run where that scored it, else of the weights.
  [[nodiscard]] const ImportanceScores& scores(plan::FamilyGroup group) const;
  [[nodiscard]] const ImportanceScores& weights() const { return weights_; }
  [[nodiscard]] const ImportanceScores& last_run() const { return run_; }
  /// RelativeDifference of the last run and the weights, family by family.
  [[nodiscard]] const ImportanceScores& difference() const { return difference_; }
  /// Which units the last run kept; null where it did not score the family.
  [[nodiscard]] viz::SharedMask KeptByRun(const FamilyPlace& place) const;

  enum class RunState : std::uint8_t { kAsked, kNone, kFound, kUnreadable };
  [[nodiscard]] RunState run_state() const { return run_state_; }
  /// Why the weights could not be read.
  [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }

  /// Begins with the work, which costs time on a large model: from the first time the page is seen.
  void Activate();
  /// Reads the weights although the last run's scores are there.
  void WantWeights();
  /// Tries again what failed.
  void ReadAgain();

 signals:
  void Changed();

 private:
  /// Filled by the reading thread, emptied here ten times a second.
  struct Mailbox {
    std::mutex mutex;
    std::vector<std::pair<std::size_t, std::vector<float>>> arrived;
  };

  [[nodiscard]] bool IsReady() const;
  [[nodiscard]] bool NeedsWeights() const;
  void Restart();
  void AskLastRun();
  void TakeRun(const LastScores& last);
  void TakeFamilies(const run::PruneEventDone& event);
  void TakeNoRun(RunState state);
  void ReadWeights();
  void StartReading();
  void EndReading(const Result<formats::Reading>& done);
  void Collect();
  void StopReading();
  void UpdateDifference();

  Workspace& workspace_;
  bool active_ = false;
  bool wants_weights_ = false;
  plan::UnitKind kind_ = plan::UnitKind::kKvGroup;
  quint64 attempt_ = 0;
  ImportanceScores weights_;
  ImportanceScores run_;
  ImportanceScores difference_;
  std::map<FamilyPlace, viz::SharedMask> kept_by_run_;
  std::string run_id_;
  RunState run_state_ = RunState::kAsked;
  std::optional<Failure> failure_;
  std::vector<plan::UnitFamily> families_;
  std::vector<plan::UnitFamily> reading_;  ///< those that the mailbox counts
  std::shared_ptr<Mailbox> mailbox_;       ///< null: nothing is being read
  std::stop_source stop_;
  QTimer collect_;
};

}  // namespace sentei::ui
