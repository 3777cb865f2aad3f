// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_spec.h"

#include <QObject>
#include <QTimer>
#include <filesystem>
#include <optional>

namespace sentei::ui {

class Workspace;

/// A draft that a process left behind when it ended without closing its window.
struct LeftDraft {
  std::filesystem::path file;
  run::RunSpec spec;
};

/// Writes the draft to the data folder while its budget is edited, at most every ten seconds, and
/// removes it when the window is closed: what is found later is what a crash would have lost. GUI
/// thread.
class DraftKeeper final : public QObject {
 public:
  explicit DraftKeeper(Workspace& workspace);
  ~DraftKeeper() override;

  /// Writes what is waiting to be written.
  void Flush();

  /// The newest draft of a process that is gone, or nothing. Reads files: any thread.
  [[nodiscard]] static std::optional<LeftDraft> FindLeft(const std::filesystem::path& data_dir);
  static void Discard(const LeftDraft& draft);

 private:
  Workspace& workspace_;
  std::filesystem::path file_;
  QTimer delay_;
};

}  // namespace sentei::ui
