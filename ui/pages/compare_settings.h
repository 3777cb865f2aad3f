// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/comparison_table.h"
#include "ui/pages/compare_panel.h"

class QCheckBox;
class QLabel;
class QPushButton;
class QTableView;

namespace sentei::ui {

/// Settings or environment of the compared runs side by side: those that differ, or all; by column
/// or by row; to be copied.
class ValuesPanel final : public ComparePanel {
  Q_OBJECT

 public:
  enum class About : std::uint8_t { kSettings, kEnvironment };

  ValuesPanel(const QString& object_name, About about, QWidget* parent = nullptr);

 protected:
  void Refresh() override;

 private:
  void Build(const QString& object_name);
  void Retranslate();
  void FitColumns(std::size_t runs);
  void Copy();

  About about_;
  ComparisonTable model_;
  QLabel* title_;
  QLabel* count_;
  QCheckBox* only_;
  QPushButton* transpose_;
  QPushButton* copy_;
  QTableView* table_;
  QLabel* empty_;
};

}  // namespace sentei::ui
