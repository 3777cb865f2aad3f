// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QPushButton;
class QTableView;

namespace sentei::ui {

class RecentModels;
class Workspace;

/// The right part of Welcome: models opened last; Enter or a double click opens one again.
class WelcomeRecent final : public QWidget {
  Q_OBJECT

 public:
  explicit WelcomeRecent(Workspace& workspace, QWidget* parent = nullptr);

  void Refresh();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void ShowState();

  Workspace& workspace_;
  RecentModels* model_;
  QTableView* table_;
  QWidget* empty_;
  QPushButton* clear_;
};

}  // namespace sentei::ui
