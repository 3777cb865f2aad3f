// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/listed_run.h"
#include "ui/models/run_columns.h"
#include "ui/models/run_selection.h"

#include <QAbstractTableModel>
#include <optional>
#include <string>
#include <vector>

namespace sentei::ui {

enum class RunGrouping : std::uint8_t { kNone, kGroup, kModel, kParent, kKind };

/// The runs table: rows in the chosen order, the dense baselines first, with a line over each group
/// where runs are grouped. Cells are made when they are asked for. Perplexities of different
/// protocols are never ranked together: each protocol is ordered by itself. GUI thread.
class RunTableModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Role {
    kIdRole = Qt::UserRole + 1,
    kSelectedRole,  ///< the run is chosen for comparison
    kGroupRole,     ///< text of a line over a group; invalid on runs
  };

  RunTableModel(RunSelection& selection, QObject* parent = nullptr);

  void SetRuns(ListedRuns runs);
  void SetGrouping(RunGrouping grouping);
  [[nodiscard]] RunGrouping grouping() const { return grouping_; }
  /// nullptr on the line over a group.
  [[nodiscard]] const ListedRun* RunAt(int row) const;
  [[nodiscard]] int RowOf(const std::string& id) const;  ///< -1: not in the list
  /// Ids of the runs in the order of the rows.
  [[nodiscard]] std::vector<std::string> Order() const;
  [[nodiscard]] RunColumn sort_column() const { return sort_column_; }
  [[nodiscard]] Qt::SortOrder sort_order() const { return sort_order_; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section,
                                    Qt::Orientation orientation,
                                    int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  /// Asks for the edit; the row changes once it is stored.
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  void sort(int column, Qt::SortOrder order) override;
  /// After a change of language.
  void Retranslate();

 signals:
  void EditRequested(const QString& run_id, sentei::ui::RunColumn column, const QString& text);

 private:
  struct Row {
    std::size_t run = 0;
    bool group = false;  ///< a line over the group of the run
  };

  [[nodiscard]] std::vector<Row> Arranged() const;
  [[nodiscard]] std::vector<std::size_t> Sorted() const;
  [[nodiscard]] QString GroupOf(const run::RunSummary& run) const;
  void Arrange();
  [[nodiscard]] QVariant RunData(const ListedRun& run, RunColumn column, int role) const;
  [[nodiscard]] QString ToolTipOf(const ListedRun& run, RunColumn column) const;
  [[nodiscard]] QString Spoken(const ListedRun& run, RunColumn column) const;

  RunSelection& selection_;
  ListedRuns runs_ = std::make_shared<const std::vector<ListedRun>>();
  std::vector<Row> rows_;
  RunGrouping grouping_ = RunGrouping::kNone;
  RunColumn sort_column_ = RunColumn::kNumber;
  Qt::SortOrder sort_order_ = Qt::DescendingOrder;
};

}  // namespace sentei::ui
