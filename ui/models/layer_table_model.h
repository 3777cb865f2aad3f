// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/budget_commands.h"
#include "ui/workspace.h"

#include <QAbstractTableModel>
#include <QTimer>
#include <map>
#include <vector>

namespace sentei::ui {

/// Columns of the layer table; floors and caps are shown at level Advanced.
enum class LayerColumn : int {
  kLayer,
  kLock,
  kAttention,
  kFfn,
  kSensitivity,
  kAttentionFloor,
  kAttentionCap,
  kFfnFloor,
  kFfnCap,
  kDelta,
};
inline constexpr int kLayerColumns = 10;
[[nodiscard]] constexpr int ToColumn(LayerColumn column) { return static_cast<int>(column); }

/// What a slider shows: of one layer, or of a selection where counts may differ.
struct SliderState {
  std::int64_t units = 0;
  std::int64_t kept = 0;
  std::int64_t floor = 1;
  std::int64_t cap_lowest = 0;
  std::int64_t lowest = 0;  ///< smallest choice
  std::int64_t alignment = 1;
  double cap = 1.0;
  bool drawn = false;                     ///< by hand
  bool locked = false;                    ///< nothing may leave
  bool mixed = false;                     ///< of a selection: counts differ
  std::optional<std::int64_t> suggested;  ///< where it differs from what was drawn
  QString reason;                         ///< of a lock, plain text

  friend bool operator==(const SliderState&, const SliderState&) = default;
};

struct LayerRow {
  std::int64_t layer = 0;
  SliderState attention;
  SliderState ffn;
  bool locked = false;            ///< the closed lock in its column
  std::int64_t delta = 0;         ///< parameters that leave, negative
  std::vector<double> sparkline;  ///< rise of the loss with the share removed; empty: not measured

  friend bool operator==(const LayerRow&, const LayerRow&) = default;
  [[nodiscard]] const SliderState& of(plan::FamilyGroup group) const {
    return group == plan::FamilyGroup::kFfn ? ffn : attention;
  }
};

/// The layers of the open model as the budget has them: a view over BudgetDocument, refreshed once
/// per turn of the event loop. Edits go through BudgetCommands. GUI thread.
class LayerTableModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  LayerTableModel(Workspace& workspace, BudgetCommands& commands, QObject* parent = nullptr);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section,
                                    Qt::Orientation orientation,
                                    int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;

  [[nodiscard]] const std::vector<LayerRow>& rows() const { return rows_; }
  [[nodiscard]] const LayerRow& row(int index) const {
    return rows_.at(static_cast<std::size_t>(index));
  }
  /// What a row says about a whole selection.
  [[nodiscard]] LayerRow Summary(const std::vector<int>& rows) const;
  [[nodiscard]] int ManualRows() const;

  /// Counts of the last suggestion: no longer counted as drawn by hand.
  void SetSuggested(KeptCounts suggested);
  [[nodiscard]] const KeptCounts& suggested() const { return suggested_; }
  /// Rise of the loss by layer, for the sparklines.
  void SetSparklines(std::map<std::int64_t, std::vector<double>> sparklines);
  /// Does at once what else waits for the next turn of the event loop.
  void RefreshNow();

 signals:
  void Refreshed();

 private:
  [[nodiscard]] SliderState SliderOf(std::int64_t layer, plan::FamilyGroup group) const;
  [[nodiscard]] std::vector<LayerRow> ReadRows();
  void ReadPlan();
  [[nodiscard]] QVariant TextOf(const LayerRow& row, LayerColumn column) const;
  [[nodiscard]] QVariant EditOf(const LayerRow& row, LayerColumn column) const;
  [[nodiscard]] QString AccessibleTextOf(const LayerRow& row, LayerColumn column) const;

  Workspace& workspace_;
  BudgetCommands& commands_;
  QTimer refresh_;
  std::vector<LayerRow> rows_;
  KeptCounts suggested_;
  KeptCounts planned_;    ///< what the plan keeps
  KeptCounts untouched_;  ///< what the target alone would keep; empty where nothing is drawn
  std::map<std::int64_t, std::vector<double>> sparklines_;
};

}  // namespace sentei::ui
