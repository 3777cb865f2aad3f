// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/clone_watch.h"
#include "ui/models/compared_runs.h"
#include "ui/models/run_list.h"
#include "ui/models/run_selection.h"
#include "ui/models/run_table_model.h"
#include "ui/page.h"

#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <string>

namespace sentei::ui {

class CompareFilterRow;
class CompareTabs;
class Note;
class RunExport;
class RunTableView;
class RunVerbs;

/// All stored runs in a table, and the chosen ones side by side: curves, settings, layers, maps,
/// front, lineage. Everything is read on the library's thread.
class ComparePage final : public Page {
  Q_OBJECT

 public:
  explicit ComparePage(Workspace& workspace, QWidget* parent = nullptr);

  void OnShown() override;
  [[nodiscard]] QWidget* filter() override;
  [[nodiscard]] RunSelection& selection() { return selection_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void BuildHeader();
  void BuildBody();
  void BuildNotes();
  void Connect();
  void ConnectTable();
  void Retranslate();
  void OnListed();
  void ChooseFirst();
  void Update();
  void UpdateActions();
  void UpdateProtocolNote();
  void ShowUndo(int runs);
  void ShowMenu(const QPoint& at);
  void ActivateRun(const QString& run_id, Qt::KeyboardModifiers modifiers);
  void ResumeCurrent();
  void DivideRoom();
  /// The current row's run, else the one that is chosen alone; nullptr.
  [[nodiscard]] const ListedRun* Current() const;
  [[nodiscard]] std::vector<std::string> Concerned() const;

  RunSelection selection_;
  RunList list_;
  RunTableModel model_;
  ComparedRuns compared_;
  CloneWatch clones_;
  RunVerbs* verbs_;
  RunExport* export_;
  RunTableView* table_;
  CompareFilterRow* filter_;
  CompareTabs* tabs_;
  QSplitter* splitter_;
  QStackedWidget* places_;  ///< table and tabs, or the sentence of an empty list
  QWidget* empty_;
  QLabel* empty_text_;
  QPushButton* empty_button_;
  Note* undo_note_;
  QPushButton* undo_;
  Note* protocol_note_;
  QPushButton* clone_;
  QPushButton* resume_;
  QPushButton* data_;
  QAction* csv_;
  QAction* json_;
  QAction* html_;
  QPushButton* model_export_;
  QTimer running_;  ///< looks at runs that are running, while the page is seen
  bool chosen_first_ = false;
};

}  // namespace sentei::ui
