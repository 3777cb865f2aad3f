// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "ui/page.h"

#include <QMainWindow>
#include <map>

class QStackedWidget;

namespace sentei::ui {

class ConsequencesDock;
class JobsStrip;
class LogPanel;
class Note;
class Sidebar;
class WindowCommandSet;
class Workspace;

/// The shell: navigation, pages, jobs strip, dock, menus. Pages are made when first shown.
class MainWindow final : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(Workspace& workspace, QWidget* parent = nullptr);

  void ShowPage(PageId id);
  [[nodiscard]] Page* page(PageId id);
  [[nodiscard]] PageId current() const { return current_; }
  /// Opens what was dropped or named: a model, a text, or a job file (by its content's kind).
  void OpenPath(const QString& path);

 public slots:
  void ToggleLog();
  /// Forgets the saved layout and goes back to the first size.
  void ResetLayout();
  /// Comes back to the front, from the background too.
  void Raise();

 protected:
  void closeEvent(QCloseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void Build();
  void Connect();
  void RestoreLayout();
  /// Has the next start offer the runs that are open now.
  void SetJobsAside();
  void StopAllJobs();
  void QuitWhenJobsEnded();
  void ShowNote(const Failure& failure);
  void UpdateTitle();

  Workspace& workspace_;
  PageId current_ = PageId::kWelcome;
  std::map<PageId, Page*> pages_;
  Sidebar* sidebar_ = nullptr;
  QStackedWidget* stack_ = nullptr;
  Note* note_ = nullptr;
  ConsequencesDock* dock_ = nullptr;
  JobsStrip* strip_ = nullptr;
  LogPanel* log_ = nullptr;
  WindowCommandSet* commands_ = nullptr;
  bool closing_ = false;
  bool closing_asked_ = false;
};

}  // namespace sentei::ui
