// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "viz/table_data.h"

#include <QAbstractTableModel>

namespace sentei::viz {

/// TableData for a view: numbers to the right, as the locale writes them. Qt::UserRole gives the
/// plain value.
class TableModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  explicit TableModel(QObject* parent);

  /// Keeps selection and position where the shape stays.
  void SetTable(TableData table);
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section,
                                    Qt::Orientation orientation,
                                    int role) const override;

 private:
  TableData table_;
};

}  // namespace sentei::viz
