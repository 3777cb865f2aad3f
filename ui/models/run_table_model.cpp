// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_table_model.h"

#include "ui/core_sentence.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "viz/tool_tip.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace sentei::ui {
namespace {

bool IsPerplexity(RunColumn column) {
  return column == RunColumn::kPerplexity || column == RunColumn::kDensePerplexity;
}

/// Numbers protocols by the newest run that used them.
std::vector<int> ProtocolRanks(const std::vector<ListedRun>& runs) {
  std::map<std::string, int> known;
  std::vector<int> ranks;
  ranks.reserve(runs.size());
  for (const ListedRun& run : runs) {
    ranks.push_back(
        known.emplace(ProtocolKey(run.measure), static_cast<int>(known.size())).first->second);
  }
  return ranks;
}

bool Before(const SortKey& a, const SortKey& b, Qt::SortOrder order) {
  if (a.index() == 0 || b.index() == 0) return a.index() != 0 && b.index() == 0;
  return order == Qt::AscendingOrder ? a < b : b < a;
}

}  // namespace

RunTableModel::RunTableModel(RunSelection& selection, QObject* parent)
    : QAbstractTableModel(parent), selection_(selection) {
  connect(&selection, &RunSelection::Changed, this, [this] {
    if (rows_.empty()) return;
    emit dataChanged(index(0, 0), index(rowCount() - 1, kRunColumns - 1));
  });
}

int RunTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int RunTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kRunColumns;
}

const ListedRun* RunTableModel::RunAt(int row) const {
  if (row < 0 || row >= rowCount()) return nullptr;
  const Row& at = rows_[static_cast<std::size_t>(row)];
  return at.group ? nullptr : &(*runs_)[at.run];
}

int RunTableModel::RowOf(const std::string& id) const {
  const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) {
    return !row.group && (*runs_)[row.run].summary.id == id;
  });
  return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

std::vector<std::string> RunTableModel::Order() const {
  std::vector<std::string> ids;
  for (const Row& row : rows_) {
    if (!row.group) ids.push_back((*runs_)[row.run].summary.id);
  }
  return ids;
}

QString RunTableModel::GroupOf(const run::RunSummary& run) const {
  switch (grouping_) {
    case RunGrouping::kNone:
      return {};
    case RunGrouping::kGroup:
      return run.group.empty() ? tr("No group") : Shown(run.group);
    case RunGrouping::kModel:
      return ModelNameOf(run);
    case RunGrouping::kKind:
      return Shown(run.kind);
    case RunGrouping::kParent:
      break;
  }
  if (run.parent.empty()) return tr("Came from no other run");
  const auto found = std::find_if(runs_->begin(), runs_->end(), [&run](const ListedRun& other) {
    return other.summary.id == run.parent;
  });
  return found == runs_->end() ? tr("From %1").arg(Shown(run.parent))
                               : tr("From %1").arg(NameOf(found->summary));
}

std::vector<std::size_t> RunTableModel::Sorted() const {
  const std::vector<ListedRun>& runs = *runs_;
  std::vector<SortKey> keys;
  keys.reserve(runs.size());
  for (const ListedRun& run : runs) keys.push_back(SortKeyOf(run, sort_column_));
  const std::vector<int> protocols =
      IsPerplexity(sort_column_) ? ProtocolRanks(runs) : std::vector<int>(runs.size(), 0);
  std::vector<std::size_t> order(runs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const bool first = IsBaseline(runs[a].summary);
    if (first != IsBaseline(runs[b].summary)) return first;
    if (protocols[a] != protocols[b]) return protocols[a] < protocols[b];
    return Before(keys[a], keys[b], sort_order_);
  });
  return order;
}

std::vector<RunTableModel::Row> RunTableModel::Arranged() const {
  const std::vector<std::size_t> order = Sorted();
  std::vector<Row> rows;
  rows.reserve(order.size());
  if (grouping_ == RunGrouping::kNone) {
    for (const std::size_t run : order) rows.push_back({run, false});
    return rows;
  }
  std::map<QString, std::vector<std::size_t>> groups;
  for (const std::size_t run : order) groups[GroupOf((*runs_)[run].summary)].push_back(run);
  for (const auto& [name, runs] : groups) {
    rows.push_back({runs.front(), true});
    for (const std::size_t run : runs) rows.push_back({run, false});
  }
  return rows;
}

void RunTableModel::Arrange() {
  beginResetModel();
  rows_ = Arranged();
  endResetModel();
}

void RunTableModel::SetRuns(ListedRuns runs) {
  const std::vector<std::string> before = Order();
  const bool grouped = grouping_ != RunGrouping::kNone;
  const ListedRuns old = std::exchange(runs_, std::move(runs));
  std::vector<Row> rows = Arranged();
  std::vector<std::string> after;
  for (const Row& row : rows) {
    if (!row.group) after.push_back((*runs_)[row.run].summary.id);
  }
  if (!grouped && before == after && !rows.empty()) {
    rows_ = std::move(rows);
    emit dataChanged(index(0, 0), index(rowCount() - 1, kRunColumns - 1));
    return;
  }
  // The rows that views still know of belong to the old runs.
  const ListedRuns fresh = std::exchange(runs_, old);
  beginResetModel();
  runs_ = fresh;
  rows_ = std::move(rows);
  endResetModel();
}

void RunTableModel::SetGrouping(RunGrouping grouping) {
  if (grouping == grouping_) return;
  grouping_ = grouping;
  Arrange();
}

void RunTableModel::sort(int column, Qt::SortOrder order) {
  if (column < 0 || column >= kRunColumns) return;
  sort_column_ = static_cast<RunColumn>(column);
  sort_order_ = order;
  Arrange();
  emit headerDataChanged(Qt::Horizontal, 0, kRunColumns - 1);
}

QVariant RunTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  const ListedRun& run = (*runs_)[row.run];
  if (!row.group) return RunData(run, static_cast<RunColumn>(index.column()), role);
  if (role == kGroupRole) return GroupOf(run.summary);
  if (role == Qt::DisplayRole && index.column() == static_cast<int>(RunColumn::kName)) {
    return GroupOf(run.summary);
  }
  return {};
}

QVariant RunTableModel::RunData(const ListedRun& run, RunColumn column, int role) const {
  switch (role) {
    case Qt::DisplayRole:
      return CellText(run, column);
    case Qt::EditRole:
      return EditText(run, column);
    case Qt::ToolTipRole:
      return viz::ToolTipOf(ToolTipOf(run, column));
    case Qt::AccessibleTextRole:
      return Spoken(run, column);
    case Qt::TextAlignmentRole:
      return QVariant(InfoOf(column).numeric ? Qt::AlignRight | Qt::AlignVCenter
                                             : Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::FontRole:
      if (column == RunColumn::kName && selection_.Contains(run.summary.id)) {
        return FontFor(TypeRole::kPanelTitle);
      }
      return {};
    case kIdRole:
      return ToQString(run.summary.id);
    case kSelectedRole:
      return selection_.Contains(run.summary.id);
    default:
      return {};
  }
}

QString RunTableModel::ToolTipOf(const ListedRun& run, RunColumn column) const {
  if (column == RunColumn::kPerplexity && run.measure.has_value()) {
    return CellText(run, column) + QLatin1Char('\n') + ProtocolWords(run.measure);
  }
  if (column == RunColumn::kStatus && !run.summary.hint.empty()) {
    return StatusWords(run.summary) + QLatin1Char('\n') + CoreSentence(run.summary.hint);
  }
  if (column == RunColumn::kMark) return tr("Choose for comparison");
  if (column == RunColumn::kStar) return run.summary.starred ? tr("Starred") : tr("Star");
  return CellText(run, column);
}

QString RunTableModel::Spoken(const ListedRun& run, RunColumn column) const {
  if (column == RunColumn::kMark) {
    return selection_.Contains(run.summary.id) ? tr("compared") : tr("not compared");
  }
  if (column == RunColumn::kStar) return run.summary.starred ? tr("starred") : tr("not starred");
  return TitleOf(column) + QLatin1Char(' ') + CellText(run, column);
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= kRunColumns) return {};
  const auto column = static_cast<RunColumn>(section);
  if (role == Qt::DisplayRole) {
    if (column != sort_column_) return TitleOf(column);
    const QChar arrow(sort_order_ == Qt::AscendingOrder ? 0x25b4 : 0x25be);
    return TitleOf(column) + QLatin1Char(' ') + arrow;
  }
  if (role == Qt::ToolTipRole) {
    if (column == RunColumn::kMark) return viz::ToolTipOf(tr("Chosen for comparison"));
    if (column == RunColumn::kStar) return viz::ToolTipOf(tr("Star"));
    if (IsPerplexity(column)) {
      return viz::ToolTipOf(
          tr("%1\nSorted by protocol first: perplexities that were measured differently are not "
             "ranked together.")
              .arg(TitleOf(column)));
    }
    return viz::ToolTipOf(TitleOf(column));
  }
  if (role == Qt::TextAlignmentRole) {
    return QVariant(InfoOf(column).numeric ? Qt::AlignRight | Qt::AlignVCenter
                                           : Qt::AlignLeft | Qt::AlignVCenter);
  }
  return {};
}

Qt::ItemFlags RunTableModel::flags(const QModelIndex& index) const {
  if (!index.isValid() || RunAt(index.row()) == nullptr) return Qt::ItemIsEnabled;
  Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
  if (InfoOf(static_cast<RunColumn>(index.column())).editable) flags |= Qt::ItemIsEditable;
  return flags;
}

bool RunTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  const ListedRun* run = RunAt(index.row());
  const auto column = static_cast<RunColumn>(index.column());
  if (role != Qt::EditRole || run == nullptr || !InfoOf(column).editable) return false;
  const QString text = value.toString().trimmed();
  if (text == EditText(*run, column)) return false;
  emit EditRequested(ToQString(run->summary.id), column, text);
  return true;
}

void RunTableModel::Retranslate() {
  emit headerDataChanged(Qt::Horizontal, 0, kRunColumns - 1);
  if (!rows_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, kRunColumns - 1));
}

}  // namespace sentei::ui
