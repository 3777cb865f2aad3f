// SPDX-License-Identifier: Apache-2.0
#include "ui/models/recent_models.h"

#include "ui/background.h"
#include "ui/core_sentence.h"
#include "ui/models/model_words.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/two_line_delegate.h"
#include "viz/tool_tip.h"

#include <QFileInfo>
#include <algorithm>

namespace sentei::ui {
namespace {

// What the list says of a model whose headers were not read.
QString NameOf(const QString& argument) {
  const QString last = QFileInfo(argument).fileName();
  return Shown(ToStd(last.isEmpty() ? argument : last));
}

}  // namespace

RecentModels::RecentModels(Workspace& workspace, QObject* parent)
    : QAbstractTableModel(parent), workspace_(workspace) {
  connect(&workspace.settings(), &Settings::RecentModelsChanged, this, &RecentModels::TakeOver);
}

void RecentModels::Refresh() {
  TakeOver();
  waiting_ = workspace_.settings().recent_models();
  if (!reading_) ReadNext();
}

void RecentModels::TakeOver() {
  beginResetModel();
  std::vector<Row> known = std::move(rows_);
  rows_.clear();
  for (const QString& argument : workspace_.settings().recent_models()) {
    const auto old = std::find_if(
        known.begin(), known.end(), [&](const Row& row) { return row.argument == argument; });
    Row row = old == known.end() ? Row{} : std::move(*old);
    row.argument = argument;
    row.opened = workspace_.settings().LastOpened(argument);
    rows_.push_back(std::move(row));
  }
  endResetModel();
}

void RecentModels::Retranslate() {
  if (!rows_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
  emit headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
}

template <typename Edit>
void RecentModels::EditRow(const QString& argument, Edit edit) {
  const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const Row& candidate) {
    return candidate.argument == argument;
  });
  if (row == rows_.end()) return;
  edit(*row);
  const int number = static_cast<int>(row - rows_.begin());
  emit dataChanged(index(number, 0), index(number, kColumns - 1));
}

void RecentModels::ReadNext() {
  reading_ = !waiting_.isEmpty();
  if (!reading_) return;
  const QString argument = waiting_.takeFirst();
  InBackground(
      this,
      [argument, cache = workspace_.locations().cache_dir] { return ReadModel(argument, cache); },
      [this, argument](const Result<OpenedModelPtr>& read) {
        EditRow(argument, [&](Row& row) {
          row.model = read.has_value() ? read.value() : nullptr;
          row.problem = read.has_value() ? std::nullopt : std::optional(read.error());
        });
        if (read.has_value()) CountRuns(argument, read.value()->model_id);
        ReadNext();
      });
}

void RecentModels::CountRuns(const QString& argument, const std::string& model_id) {
  workspace_.library().Ask(
      this,
      [model_id](storage::RunStore& store) { return store.List("model_id = '" + model_id + "'"); },
      [this, argument](const Result<std::vector<run::RunSummary>>& runs) {
        if (!runs.has_value()) return;
        EditRow(argument,
                [&](Row& row) { row.runs = static_cast<std::int64_t>(runs.value().size()); });
      });
}

int RecentModels::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int RecentModels::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(kColumns);
}

QVariant RecentModels::Text(const Row& row, int column) const {
  switch (column) {
    case kModel:
      return row.model == nullptr ? NameOf(row.argument) : row.model->name;
    case kFormat:
      if (row.problem.has_value()) return tr("not found or not readable");
      return row.model == nullptr ? QString() : FormatWords(*row.model->source);
    case kFile:
      return row.model == nullptr ? None() : Bytes(static_cast<double>(row.model->weight_bytes));
    case kRuns:
      return row.runs.has_value() ? Count(*row.runs) : None();
    case kOpened:
      return DayWords(row.opened);
    default:
      return {};
  }
}

QVariant RecentModels::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const Row& row = rows_.at(static_cast<std::size_t>(index.row()));
  switch (role) {
    case Qt::DisplayRole:
      return Text(row, index.column());
    case kSecondLineRole:
      return row.model == nullptr ? Shown(ToStd(row.argument)) : FactWords(*row.model);
    case kArgumentRole:
      return row.argument;
    case Qt::DecorationRole:
      if (index.column() == kFormat && row.problem) return ThemedIcon(QStringLiteral("triangle"));
      return {};
    case Qt::ToolTipRole: {
      const QString problem = row.problem ? CoreSentence(row.problem->message) : QString();
      return viz::ToolTipOf(problem.isEmpty() ? Shown(ToStd(row.argument)) : problem);
    }
    case Qt::TextAlignmentRole:
      return QVariant::fromValue(index.column() == kFile || index.column() == kRuns
                                     ? Qt::AlignRight | Qt::AlignVCenter
                                     : Qt::AlignLeft | Qt::AlignVCenter);
    default:
      return {};
  }
}

QVariant RecentModels::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) {
    return QVariant::fromValue(section == kFile || section == kRuns
                                   ? Qt::AlignRight | Qt::AlignVCenter
                                   : Qt::AlignLeft | Qt::AlignVCenter);
  }
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case kModel:
      return tr("Model");
    case kFormat:
      return tr("Format");
    case kFile:
      return tr("File");
    case kRuns:
      return tr("Runs");
    case kOpened:
      return tr("Opened");
    default:
      return {};
  }
}

Qt::ItemFlags RecentModels::flags(const QModelIndex& index) const {
  if (!index.isValid()) return Qt::NoItemFlags;
  const Row& row = rows_.at(static_cast<std::size_t>(index.row()));
  if (row.problem.has_value()) return Qt::ItemNeverHasChildren;
  return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

}  // namespace sentei::ui
