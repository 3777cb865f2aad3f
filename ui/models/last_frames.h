// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_event.h"
#include "ui/models/compared_runs.h"
#include "ui/run_library.h"
#include "viz/heat_map_frame.h"

#include <QObject>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sentei::ui {

/// The scores and masks of a run's last pruning event; null where nothing was pruned.
using LastFrame = std::shared_ptr<const run::PruneEventDone>;

/// Reads last frames in the background and keeps those of the chosen runs. GUI thread.
class LastFrames final : public QObject {
  Q_OBJECT

 public:
  explicit LastFrames(RunLibrary& library, QObject* parent = nullptr);

  /// Wants the frames of these runs; Changed follows when new ones are there. Others are forgotten.
  void Want(const std::vector<Comparison::Entry>& runs);
  /// Null also while it is being read.
  [[nodiscard]] LastFrame Of(const std::string& id) const;
  [[nodiscard]] bool IsLoading() const { return !asked_.empty(); }

 signals:
  void Changed();

 private:
  struct Known {
    std::int64_t step = 0;  ///< of the run when it was read
    LastFrame frame;
  };
  RunLibrary& library_;
  std::map<std::string, Known> known_;
  std::set<std::string> asked_;
};

enum class UnitView : std::uint8_t { kAttention, kFfn };

/// Kept units by layer of one frame, in layer order.
struct KeptUnits {
  std::int64_t layer = 0;
  std::int64_t kept = 0;
  std::int64_t total = 0;  ///< kept where the mask was not stored
};
[[nodiscard]] std::vector<KeptUnits> KeptUnitsOf(const run::PruneEventDone& frame, UnitView view);

/// How important each unit is in the second run less how important it is in the first. Where the
/// criteria differ each side is divided by its own mean first, so that signs mean something.
struct ScoreDifference {
  viz::HeatMapFrame frame;
  bool normalised = false;
  std::size_t blank_rows = 0;  ///< layers that only one has, or with another number of units
};
[[nodiscard]] ScoreDifference DifferenceOf(const run::PruneEventDone& first,
                                           const run::PruneEventDone& second,
                                           UnitView view);

}  // namespace sentei::ui
