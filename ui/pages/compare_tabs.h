// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/compared_runs.h"
#include "ui/models/last_frames.h"
#include "ui/workspace.h"

#include <QTabWidget>
#include <functional>
#include <vector>

namespace sentei::ui {

class ComparePanel;

/// The views of the compared runs. The overview is left out where there is no room for it.
class CompareTabs final : public QTabWidget {
  Q_OBJECT

 public:
  CompareTabs(Workspace& workspace, ComparedRuns& runs, QWidget* parent = nullptr);

  enum class Room : std::uint8_t { kNarrow, kWide };
  void SetRoom(Room room);

 signals:
  void RunActivated(const QString& run_id, Qt::KeyboardModifiers modifiers);

 private:
  struct Tab {
    ComparePanel* panel = nullptr;
    std::function<QString()> title;
  };
  void AddPanel(ComparePanel* panel, std::function<QString()> title);

  Workspace& workspace_;
  LastFrames frames_;
  std::vector<Tab> panels_;
};

}  // namespace sentei::ui
