// SPDX-License-Identifier: Apache-2.0
#include "viz/table_model.h"

#include "viz/plot_style.h"

#include <QLocale>

namespace sentei::viz {
namespace {

bool IsReal(const QVariant& value) {
  return value.typeId() == QMetaType::Double || value.typeId() == QMetaType::Float;
}

bool IsNumber(const QVariant& value) {
  return IsReal(value) || value.typeId() == QMetaType::LongLong ||
         value.typeId() == QMetaType::ULongLong || value.typeId() == QMetaType::Int;
}

QVariant Shown(const QVariant& value) {
  if (!value.isValid()) return QStringLiteral("–");
  if (IsReal(value)) return NumberText(value.toDouble(), NumberStyle::kPlain);
  if (IsNumber(value)) return QLocale().toString(value.toLongLong());
  return value.toString();
}

}  // namespace

TableModel::TableModel(QObject* parent) : QAbstractTableModel(parent) {}

void TableModel::SetTable(TableData table) {
  const bool same = table.rows == table_.rows && table.columns == table_.columns;
  if (!same) beginResetModel();
  table_ = std::move(table);
  if (!same) endResetModel();
  if (same && rowCount() > 0 && columnCount() > 0) {
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
  }
}

int TableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(table_.rows);
}

int TableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(table_.columns.size());
}

QVariant TableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount()) return {};
  if (role != Qt::DisplayRole && role != Qt::TextAlignmentRole && role != Qt::UserRole) return {};
  const QVariant value =
      table_.cell(static_cast<std::size_t>(index.row()), static_cast<std::size_t>(index.column()));
  if (role == Qt::UserRole) return value;
  if (role == Qt::DisplayRole) return Shown(value);
  return QVariant::fromValue(Qt::Alignment(
      (IsNumber(value) || !value.isValid() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (section < 0) return {};
  if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal && rowCount() > 0) {
    return data(index(0, section), Qt::TextAlignmentRole);  // as the numbers below
  }
  if (role != Qt::DisplayRole) return {};
  if (orientation == Qt::Vertical) return section + 1;
  return section < table_.columns.size() ? QVariant(table_.columns[section]) : QVariant();
}

}  // namespace sentei::viz
