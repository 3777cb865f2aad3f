// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/compared_runs.h"

#include <QAbstractTableModel>
#include <QString>
#include <vector>

namespace sentei::ui {

/// One line of a table that has a column per run.
struct ComparedValue {
  QString name;
  std::vector<QString> values;

  [[nodiscard]] bool Differs() const;
};

/// Every setting of the runs' specs by its path; "–" where a run has none.
[[nodiscard]] std::vector<ComparedValue> SettingsOf(const std::vector<Comparison::Entry>& runs);
/// Versions, device, threads, seed, data type, hash, memory.
[[nodiscard]] std::vector<ComparedValue> EnvironmentOf(const std::vector<Comparison::Entry>& runs);
/// Tab-separated with a header, for the clipboard. Texts that a spreadsheet would run get an
/// apostrophe.
[[nodiscard]] QString ToClipboardText(const std::vector<Comparison::Entry>& runs,
                                      const std::vector<ComparedValue>& values);

/// Names and values, a column per run, or transposed a row per run. Values that differ from the
/// first run's are bold. GUI thread.
class ComparisonTable final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Form : std::uint8_t { kColumnPerRun, kRowPerRun };

  using QAbstractTableModel::QAbstractTableModel;

  void SetContent(std::vector<Comparison::Entry> runs, std::vector<ComparedValue> values);
  void SetForm(Form form);
  [[nodiscard]] Form form() const { return form_; }
  [[nodiscard]] const std::vector<Comparison::Entry>& runs() const { return runs_; }
  [[nodiscard]] const std::vector<ComparedValue>& values() const { return values_; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section,
                                    Qt::Orientation orientation,
                                    int role) const override;

 private:
  /// -1: the name's place.
  struct Place {
    int value = 0;
    int run = 0;
  };
  [[nodiscard]] Place PlaceOf(int row, int column) const;
  [[nodiscard]] QVariant RunHead(int run, int role) const;
  [[nodiscard]] QVariant ValueData(const ComparedValue& value, int run, int role) const;

  std::vector<Comparison::Entry> runs_;
  std::vector<ComparedValue> values_;
  Form form_ = Form::kColumnPerRun;
};

}  // namespace sentei::ui
