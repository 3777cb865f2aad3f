// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_run_verbs.h"

#include "ui/text.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>
#include <algorithm>
#include <set>
#include <utility>

namespace sentei::ui {
namespace {

/// "&" marks a key in menus.
QString MenuText(const std::string& untrusted) {
  return Shown(untrusted).replace(QLatin1Char('&'), QStringLiteral("&&"));
}

std::vector<std::string> SplitTags(const QString& text) {
  std::vector<std::string> tags;
  for (const QString& tag : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    if (!tag.trimmed().isEmpty()) tags.push_back(ToStd(tag.trimmed()));
  }
  return tags;
}

}  // namespace

RunVerbs::RunVerbs(Workspace& workspace, RunList& list, RunSelection& selection, QWidget* window)
    : QObject(window), workspace_(workspace), list_(list), selection_(selection), window_(window) {}

void RunVerbs::Change(const Ids& ids, StoreEdit edit, std::function<void()> done) {
  if (ids.empty()) return;
  workspace_.library().Ask(
      this,
      [ids, edit = std::move(edit)](storage::RunStore& store) -> Result<void> {
        Result<void> all;
        for (const std::string& id : ids) {
          Result<void> one = edit(store, id);
          if (!one.has_value() && all.has_value()) all = std::move(one);
        }
        return all;
      },
      [this, done = std::move(done)](const Result<void>& changed) {
        // Also after a failure: those before it were changed.
        workspace_.library().NotifyChanged();
        if (!changed.has_value()) return workspace_.ShowFailure(changed.error());
        if (done) done();
      });
}

void RunVerbs::Edit(const std::string& id, RunColumn column, const QString& text) {
  const std::string value = ToStd(text);
  switch (column) {
    case RunColumn::kName:
      return Change({id}, [value](storage::RunStore& store, const std::string& run) {
        return store.Rename(run, value);
      });
    case RunColumn::kNote:
      return Change({id}, [value](storage::RunStore& store, const std::string& run) {
        return store.SetNote(run, value);
      });
    case RunColumn::kGroup:
      return SetGroup({id}, text);
    case RunColumn::kTags:
      return Change({id},
                    [tags = SplitTags(text)](storage::RunStore& store, const std::string& run) {
                      return store.SetTags(run, tags);
                    });
    default:
      return;
  }
}

void RunVerbs::SetStar(const Ids& ids, storage::Star star) {
  Change(ids, [star](storage::RunStore& store, const std::string& id) {
    return store.SetStar(id, star);
  });
}

void RunVerbs::AddTag(const Ids& ids, const QString& tag) {
  Change(ids, [tag = ToStd(tag)](storage::RunStore& store, const std::string& id) {
    return store.AddTag(id, tag);
  });
}

void RunVerbs::RemoveTag(const Ids& ids, const QString& tag) {
  Ids tagged;
  for (const ListedRun* run : Listed(ids)) {
    const auto& tags = run->summary.tags;
    if (std::find(tags.begin(), tags.end(), ToStd(tag)) != tags.end()) {
      tagged.push_back(run->summary.id);
    }
  }
  Change(tagged, [tag = ToStd(tag)](storage::RunStore& store, const std::string& id) {
    return store.RemoveTag(id, tag);
  });
}

void RunVerbs::SetGroup(const Ids& ids, const QString& group) {
  Change(ids, [group = ToStd(group)](storage::RunStore& store, const std::string& id) {
    return store.SetGroup(id, group);
  });
}

void RunVerbs::Trash(const Ids& ids) {
  Change(
      ids,
      [](storage::RunStore& store, const std::string& id) { return store.Trash(id); },
      [this, ids] {
        undo_.push_back(ids);
        selection_.Remove(ids);
        emit Undoable(static_cast<int>(ids.size()));
      });
}

void RunVerbs::UndoTrash() {
  if (undo_.empty()) return;
  const Ids ids = std::move(undo_.back());
  undo_.pop_back();
  Restore(ids);
  emit Undoable(undo_.empty() ? 0 : static_cast<int>(undo_.back().size()));
}

void RunVerbs::Restore(const Ids& ids) {
  Change(ids, [](storage::RunStore& store, const std::string& id) { return store.Restore(id); });
}

void RunVerbs::AskToDelete(const Ids& ids) {
  auto* box = new QMessageBox(window_);
  box->setObjectName(QStringLiteral("delete-runs-dialog"));
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setTextFormat(Qt::PlainText);
  box->setIcon(QMessageBox::Warning);
  box->setText(tr("Delete %n run(s) for good?", nullptr, static_cast<int>(ids.size())));
  box->setInformativeText(
      tr("Metrics, settings and checkpoints go; exported models stay. This cannot be undone."));
  QPushButton* yes = box->addButton(tr("Delete for good"), QMessageBox::DestructiveRole);
  yes->setObjectName(QStringLiteral("delete-runs-yes"));
  box->addButton(QMessageBox::Cancel);
  box->setDefaultButton(QMessageBox::Cancel);
  connect(yes, &QPushButton::clicked, this, [this, ids] {
    undo_.clear();
    emit Undoable(0);
    Change(
        ids,
        [](storage::RunStore& store, const std::string& id) { return store.Delete(id); },
        [this, ids] { selection_.Remove(ids); });
  });
  box->open();
}

std::vector<const ListedRun*> RunVerbs::Listed(const Ids& ids) const {
  const std::set<std::string> wanted(ids.begin(), ids.end());
  std::vector<const ListedRun*> runs;
  for (const ListedRun& run : *list_.runs()) {
    if (wanted.contains(run.summary.id)) runs.push_back(&run);
  }
  return runs;
}

void RunVerbs::Fill(QMenu& menu, const Ids& ids) {
  if (list_.view() == storage::TrashView::kOnly) return FillTrash(menu, ids);
  FillMarks(menu, ids);
  FillTags(menu, ids);
  menu.addSeparator();
  QAction* trash = menu.addAction(
      ThemedIcon(QStringLiteral("trash"), IconRole::kText), tr("Move to trash"), this, [this, ids] {
        Trash(ids);
      });
  trash->setObjectName(QStringLiteral("run-trash"));
  trash->setShortcut(Qt::Key_Delete);
}

void RunVerbs::FillMarks(QMenu& menu, const Ids& ids) {
  const std::vector<const ListedRun*> runs = Listed(ids);
  const bool all = std::all_of(
      runs.begin(), runs.end(), [](const ListedRun* run) { return run->summary.starred; });
  QAction* star = menu.addAction(
      ThemedIcon(QStringLiteral("star"), IconRole::kText),
      all ? tr("Take the star off") : tr("Star"),
      this,
      [this, ids, all] { SetStar(ids, all ? storage::Star::kOff : storage::Star::kOn); });
  star->setObjectName(QStringLiteral("run-star"));
  QAction* group = menu.addAction(tr("Put into a group…"), this, [this, ids] { AskForGroup(ids); });
  group->setObjectName(QStringLiteral("run-group"));
}

void RunVerbs::FillTags(QMenu& menu, const Ids& ids) {
  QAction* add = menu.addAction(
      ThemedIcon(QStringLiteral("tag"), IconRole::kText), tr("Add a tag…"), this, [this, ids] {
        AskForTag(ids);
      });
  add->setObjectName(QStringLiteral("run-add-tag"));
  std::set<std::string> tags;
  for (const ListedRun* run : Listed(ids)) {
    tags.insert(run->summary.tags.begin(), run->summary.tags.end());
  }
  if (tags.empty()) return;
  QMenu* remove = menu.addMenu(tr("Take a tag off"));
  for (const std::string& tag : tags) {
    remove->addAction(MenuText(tag), this, [this, ids, tag] { RemoveTag(ids, ToQString(tag)); });
  }
}

void RunVerbs::FillTrash(QMenu& menu, const Ids& ids) {
  QAction* restore = menu.addAction(
      ThemedIcon(QStringLiteral("restore"), IconRole::kText), tr("Restore"), this, [this, ids] {
        Restore(ids);
      });
  restore->setObjectName(QStringLiteral("run-restore"));
  QAction* remove = menu.addAction(tr("Delete for good…"), this, [this, ids] { AskToDelete(ids); });
  remove->setObjectName(QStringLiteral("run-delete"));
}

void RunVerbs::AskForText(const QString& name,
                          const QString& title,
                          const QString& label,
                          const QStringList& known,
                          const std::function<void(const QString&)>& accept) {
  auto* dialog = new QInputDialog(window_);
  dialog->setObjectName(name);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(title);
  dialog->setLabelText(label);
  dialog->setComboBoxEditable(true);
  dialog->setComboBoxItems(QStringList(QString()) + known);
  connect(dialog, &QInputDialog::textValueSelected, this, accept);
  dialog->open();
}

void RunVerbs::AskForTag(const Ids& ids) {
  workspace_.library().Ask(
      this,
      [](storage::RunStore& store) { return store.Tags(); },
      [this, ids](const Result<std::vector<std::string>>& tags) {
        QStringList known;
        if (tags.has_value()) {
          for (const std::string& tag : tags.value()) known.append(Shown(tag));
        }
        AskForText(QStringLiteral("run-tag-dialog"),
                   tr("Add a tag"),
                   tr("Tag"),
                   known,
                   [this, ids](const QString& tag) { AddTag(ids, tag); });
      });
}

void RunVerbs::AskForGroup(const Ids& ids) {
  workspace_.library().Ask(
      this,
      [](storage::RunStore& store) { return store.Groups(); },
      [this, ids](const Result<std::vector<storage::RunGroup>>& groups) {
        QStringList known;
        if (groups.has_value()) {
          for (const storage::RunGroup& group : groups.value()) known.append(Shown(group.name));
        }
        AskForText(QStringLiteral("run-group-dialog"),
                   tr("Put into a group"),
                   tr("Group; empty takes the runs out"),
                   known,
                   [this, ids](const QString& group) { SetGroup(ids, group); });
      });
}

}  // namespace sentei::ui
