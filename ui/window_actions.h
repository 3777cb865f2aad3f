// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/page.h"

#include <QAction>
#include <QObject>
#include <functional>
#include <string>
#include <vector>

class QMenu;

namespace sentei::ui {

class MainWindow;
class Workspace;

/// What the menus and shortcuts can ask of the window.
struct WindowCommands {
  std::function<void()> open_model;
  std::function<void()> open_folder;
  std::function<void()> open_demo;
  std::function<void()> open_job;
  std::function<void()> save_job;
  std::function<void()> export_result;
  std::function<void()> run;
  std::function<void()> stop;
  std::function<void()> pause;
  std::function<void()> checkpoint;
  std::function<void()> filter;
  std::function<void()> rescan;
  std::function<void()> toggle_log;
  std::function<void()> reset_layout;
  std::function<void()> help;
  std::function<void()> shortcuts;
  std::function<void()> about;
  std::function<void(PageId)> show;
  std::function<void(const QString&)> open_recent;
};

/// The menu bar with every shortcut of the program; texts follow the language. Actions carry object
/// names ("action-open-model").
class WindowActions final : public QObject {
  Q_OBJECT

 public:
  WindowActions(MainWindow& window, Workspace& workspace, WindowCommands commands);

  /// Name and keys of every action that has keys, for Help, Keyboard.
  [[nodiscard]] std::vector<std::pair<QString, QString>> Shortcuts() const;

 private:
  QMenu* AddMenu(std::function<QString()> title);
  QAction* Add(QMenu* menu,
               const QString& name,
               std::function<QString()> text,
               const QKeySequence& keys,
               std::function<void()> command);
  void AddFile();
  void AddEdit();
  void AddView();
  void AddRun();
  void AddHelp();
  void FillRecent(QMenu* menu);

  MainWindow& window_;
  Workspace& workspace_;
  WindowCommands commands_;
  std::vector<QAction*> actions_;
};

}  // namespace sentei::ui
