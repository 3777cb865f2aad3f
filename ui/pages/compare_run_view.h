// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/run_table_model.h"

#include <QTableView>
#include <string>
#include <vector>

namespace sentei::ui {

/// The runs table. A click on a box or the space bar adds a run to the comparison or takes it out;
/// a click on a row compares that run alone, with Ctrl it toggles, with Shift it adds a range;
/// Ctrl+A compares all, Escape none; F2 edits, Delete asks for the trash. GUI thread.
class RunTableView final : public QTableView {
  Q_OBJECT

 public:
  RunTableView(RunTableModel& model, RunSelection& selection, QWidget* parent = nullptr);

  /// The run of the current row; empty when there is none.
  [[nodiscard]] std::string current() const;
  void SetCurrent(const std::string& id);
  /// The compared runs if the current one is among them, else the current one: what verbs are
  /// about.
  [[nodiscard]] std::vector<std::string> Concerned() const;
  /// Whether Ctrl+Z is taken from the window's menu.
  enum class Undo : std::uint8_t { kNothing, kOffered };
  void SetUndo(Undo undo) { undo_ = undo; }

 signals:
  void CurrentChanged();
  void SortChanged();
  void StarToggled(const QString& run_id);
  void TrashRequested();
  void UndoRequested();
  void MenuRequested(const QPoint& global_position);

 protected:
  bool event(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

 private:
  [[nodiscard]] RunSelection::Choice ChoiceAt(int row) const;
  [[nodiscard]] std::vector<RunSelection::Choice> Range(int from, int to) const;
  void SortBy(int column);
  void ClickRun(int row, RunColumn column, Qt::KeyboardModifiers modifiers);
  bool HandleKey(QKeyEvent& event);

  RunTableModel& model_;
  RunSelection& selection_;
  int anchor_ = 0;  ///< where a range begins
  Undo undo_ = Undo::kNothing;
};

}  // namespace sentei::ui
