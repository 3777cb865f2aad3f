// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/generation.h"
#include "ui/workspace.h"

#include <QElapsedTimer>
#include <QWidget>

class QLabel;

namespace sentei::ui {

class Panel;
class TokenView;

/// One model's answer: the tokens as they come, speed and time to the first of them below.
class GenerateColumn final : public QWidget {
  Q_OBJECT

 public:
  GenerateColumn(Workspace& workspace, const QString& object_name, QWidget* parent = nullptr);

  void SetTitle(const QString& title);
  void SetCaption(const QString& caption);
  /// What stands there before a text was generated.
  void SetEmptyText(const QString& text);
  /// Puts the control that chooses the model into the header.
  void AddHeaderWidget(QWidget* widget);

  /// Queues a run; what was generated before is forgotten.
  void Start(const run::RunSpec& spec, const QString& name);
  void Stop();
  void Clear();
  [[nodiscard]] bool IsRunning() const;
  [[nodiscard]] Generation& generation() { return generation_; }
  /// Shows the tokens as they are marked now.
  void Refresh();

 signals:
  /// Tokens came, or the run began or ended.
  void Changed();

 private:
  void Take(const QString& run_id, const run::RunEvent& event);
  void OnJobChanged(Ticket ticket);
  void ShowState();
  [[nodiscard]] double Now() const { return static_cast<double>(clock_.elapsed()) / 1e3; }
  [[nodiscard]] const Job* job() const { return workspace_.jobs().FindTicket(ticket_); }

  Workspace& workspace_;
  Ticket ticket_ = 0;
  bool stop_wanted_ = false;
  Generation generation_;
  QElapsedTimer clock_;
  QString empty_text_;
  Panel* panel_;
  TokenView* tokens_;
  QLabel* message_;
  QLabel* speed_;
};

}  // namespace sentei::ui
