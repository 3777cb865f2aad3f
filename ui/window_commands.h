// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QString>

namespace sentei::ui {

class MainWindow;
class WindowActions;
class Workspace;

/// What the window's menu actions do. Belongs to the window.
class WindowCommandSet final : public QObject {
  Q_OBJECT

 public:
  WindowCommandSet(MainWindow& window, Workspace& workspace);

 private:
  void OpenModelFile();
  void OpenModelFolder();
  void OpenJob();
  void SaveJob();
  void Export();
  void Run();
  void Stop();
  void Pause();
  void Checkpoint();
  void Filter();
  void Rescan();
  void ShowHelp();
  void ShowShortcuts();
  void ShowAbout();
  [[nodiscard]] QString LastFolder() const;
  void RememberFolder(const QString& path);

  MainWindow& window_;
  Workspace& workspace_;
  WindowActions* actions_;
};

}  // namespace sentei::ui
