// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/run_trace.h"

#include <QAbstractTableModel>
#include <vector>

namespace sentei::ui {

/// The events of a run as a table, newest first: iteration, what happened. GUI thread.
class RunEntriesModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { kStep, kText, kColumns };

  using QAbstractTableModel::QAbstractTableModel;

  /// Takes over what is new in `entries`, or all when they are another run's.
  void Show(const std::vector<RunEntry>& entries);
  void Clear();
  /// Texts are in another language now.
  void Retranslate();

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section,
                                    Qt::Orientation orientation,
                                    int role) const override;

 private:
  std::vector<RunEntry> entries_;  ///< oldest first
};

}  // namespace sentei::ui
