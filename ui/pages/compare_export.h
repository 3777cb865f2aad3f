// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/run_files.h"
#include "ui/workspace.h"

#include <QObject>
#include <functional>
#include <string>
#include <vector>

namespace sentei::ui {

/// Saves runs as CSV, JSON or an HTML report: asks for a file, asks again before it replaces one,
/// makes the content on the library's thread. GUI thread.
class RunExport final : public QObject {
  Q_OBJECT

 public:
  RunExport(Workspace& workspace, QWidget* window);

  void Ask(const std::vector<std::string>& ids, RunFile kind);
  /// Writes, or asks whether to replace what is there.
  void Save(const std::vector<std::string>& ids, RunFile kind, const QString& path);

 private:
  void Write(const std::vector<std::string>& ids,
             RunFile kind,
             const QString& path,
             Existing existing);

  Workspace& workspace_;
  QWidget* window_;
};

}  // namespace sentei::ui
