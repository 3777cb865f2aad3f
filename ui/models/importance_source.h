// SPDX-License-Identifier: Apache-2.0
#pragma once

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

/// Scores of a model's units, in original numbering, and where they come from.
struct ImportanceScores {
  std::map<FamilyPlace, viz::SharedValues> families;
  QString criterion;
  std::optional<std::int64_t> step;  ///< unset: of the weights alone
  QStringList protocol;
  std::size_t expected = 0;  ///< families; fewer are there while they are being read

  [[nodiscard]] bool IsPartial() const { return families.size() < expected; }
};

/// The importance of the open model's units: of the last run that scored them, else of the weights
/// alone, read in the background and shown as far as it got. GUI thread.
class ImportanceSource final : public QObject {
  Q_OBJECT

 public:
  explicit ImportanceSource(Workspace& workspace, QObject* parent = nullptr);
  ~ImportanceSource() override;

  [[nodiscard]] const ImportanceScores& scores() const { return scores_; }
  /// Begins with the work, which costs time on a large model: from the first time the page is seen.
  void Activate();

 signals:
  void Changed();

 private:
  /// Filled by the reading thread, emptied here ten times a second.
  struct Mailbox {
    std::mutex mutex;
    std::vector<std::pair<std::size_t, std::vector<float>>> arrived;
  };

  void Restart();
  void AskLastRun();
  void TakeRun(const run::RunRecord& record);
  void ReadWeights();
  void Collect();
  void StopReading();

  Workspace& workspace_;
  bool active_ = false;
  plan::UnitKind kind_ = plan::UnitKind::kKvGroup;
  quint64 attempt_ = 0;
  ImportanceScores scores_;
  std::vector<plan::UnitFamily> families_;
  std::shared_ptr<Mailbox> mailbox_;
  std::stop_source stop_;
  QTimer collect_;
};

}  // namespace sentei::ui
