// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_entries_model.h"

#include "ui/text.h"
#include "ui/theme/icons.h"
#include "viz/tool_tip.h"

namespace sentei::ui {

void RunEntriesModel::Show(const std::vector<RunEntry>& entries) {
  if (entries.size() < entries_.size()) Clear();
  const auto fresh = static_cast<int>(entries.size() - entries_.size());
  if (fresh == 0) return;
  beginInsertRows({}, 0, fresh - 1);
  entries_.insert(entries_.end(), entries.end() - fresh, entries.end());
  endInsertRows();
}

void RunEntriesModel::Clear() {
  beginResetModel();
  entries_.clear();
  endResetModel();
}

void RunEntriesModel::Retranslate() {
  if (entries_.empty()) return;
  emit dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

int RunEntriesModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

int RunEntriesModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(kColumns);
}

QVariant RunEntriesModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const RunEntry& entry = entries_[entries_.size() - 1 - static_cast<std::size_t>(index.row())];
  if (index.column() == kStep) {
    if (role == Qt::DisplayRole) return Count(entry.step);
    if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    return {};
  }
  switch (role) {
    case Qt::DisplayRole:
      return EntryText(entry);
    case Qt::ToolTipRole:
      return viz::ToolTipOf(EntryText(entry));
    case Qt::DecorationRole:
      return ThemedIcon(
          EntryIcon(entry.kind),
          entry.kind == RunEntry::Kind::kWarning ? IconRole::kWarning : IconRole::kRest);
    default:
      return {};
  }
}

QVariant RunEntriesModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  return section == kStep ? tr("Iteration") : tr("Event");
}

}  // namespace sentei::ui
