// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/workspace.h"

#include <QAbstractTableModel>
#include <optional>
#include <vector>

namespace sentei::ui {

/// Models opened last, newest first. Headers are read on a pool thread, one model after the other
/// so that opening one need not wait, and runs counted by the library; until then rows hold names
/// only. What is missing stays, disabled, with the reason in
/// its Format. GUI thread.
class RecentModels final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column : int { kModel, kFormat, kFile, kRuns, kOpened, kColumns };
  /// What Open takes.
  static constexpr int kArgumentRole = Qt::UserRole + 1;

  explicit RecentModels(Workspace& workspace, QObject* parent = nullptr);

  /// Takes over the list of the settings and looks at every model again.
  void Refresh();
  /// Words anew, in another language.
  void Retranslate();

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section,
                                    Qt::Orientation orientation,
                                    int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

 private:
  struct Row {
    QString argument;
    QDateTime opened;
    OpenedModelPtr model;
    std::optional<Failure> problem;
    std::optional<std::int64_t> runs;
  };

  void TakeOver();
  void ReadNext();
  void CountRuns(const QString& argument, const std::string& model_id);
  template <typename Edit>
  void EditRow(const QString& argument, Edit edit);
  [[nodiscard]] QVariant Text(const Row& row, int column) const;

  Workspace& workspace_;
  std::vector<Row> rows_;
  QStringList waiting_;  ///< to be read
  bool reading_ = false;
};

}  // namespace sentei::ui
