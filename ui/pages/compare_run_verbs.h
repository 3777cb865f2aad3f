// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/run_columns.h"
#include "ui/models/run_list.h"
#include "ui/models/run_selection.h"
#include "ui/workspace.h"

#include <QMenu>
#include <QObject>
#include <functional>
#include <string>
#include <vector>

namespace sentei::ui {

/// What can be done to stored runs: star, tags, note, name, group, trash with undo, restore, delete
/// for good. Each verb is one question to the library for all its runs; a failure goes to the
/// workspace. GUI thread.
class RunVerbs final : public QObject {
  Q_OBJECT

 public:
  using Ids = std::vector<std::string>;

  RunVerbs(Workspace& workspace, RunList& list, RunSelection& selection, QWidget* window);

  /// Edits one cell of the table.
  void Edit(const std::string& id, RunColumn column, const QString& text);
  void SetStar(const Ids& ids, storage::Star star);
  void AddTag(const Ids& ids, const QString& tag);
  void RemoveTag(const Ids& ids, const QString& tag);
  void SetGroup(const Ids& ids, const QString& group);
  /// Moves runs to the trash; Undoable tells how they come back.
  void Trash(const Ids& ids);
  /// Restores what the last Trash moved.
  void UndoTrash();
  [[nodiscard]] bool CanUndo() const { return !undo_.empty(); }
  void Restore(const Ids& ids);
  /// Asks first; what is deleted cannot come back.
  void AskToDelete(const Ids& ids);

  /// Entries for the runs: those of the trash where they lie in it.
  void Fill(QMenu& menu, const Ids& ids);

 signals:
  /// `runs` were moved to the trash, or 0: there is nothing to undo any more.
  void Undoable(int runs);

 private:
  using StoreEdit = std::function<Result<void>(storage::RunStore&, const std::string& id)>;
  void Change(const Ids& ids, StoreEdit edit, std::function<void()> done = {});
  void FillMarks(QMenu& menu, const Ids& ids);
  void FillTags(QMenu& menu, const Ids& ids);
  void FillTrash(QMenu& menu, const Ids& ids);
  void AskForTag(const Ids& ids);
  void AskForGroup(const Ids& ids);
  void AskForText(const QString& name,
                  const QString& title,
                  const QString& label,
                  const QStringList& known,
                  const std::function<void(const QString&)>& accept);
  [[nodiscard]] std::vector<const ListedRun*> Listed(const Ids& ids) const;

  Workspace& workspace_;
  RunList& list_;
  RunSelection& selection_;
  QWidget* window_;
  std::vector<Ids> undo_;
};

}  // namespace sentei::ui
