// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/pages/compare_panel.h"

#include <QFrame>
#include <vector>

class QHBoxLayout;
class QLabel;
class QScrollArea;

namespace sentei::ui {

/// Before and after of one run: perplexity with its protocol, parameters, size.
class RunCard final : public QFrame {
  Q_OBJECT

 public:
  explicit RunCard(const QString& object_name, QWidget* parent = nullptr);
  void Show(const Comparison::Entry& entry);

 private:
  QLabel* marker_;
  QLabel* name_;
  QLabel* perplexity_;
  QLabel* change_;
  QLabel* parameters_;
  QLabel* protocol_;
};

/// The cards of the coloured runs, side by side.
class CardsPanel final : public ComparePanel {
  Q_OBJECT

 public:
  explicit CardsPanel(QWidget* parent = nullptr);

 protected:
  void Refresh() override;

 private:
  QScrollArea* scroll_;
  QHBoxLayout* row_;
  std::vector<RunCard*> cards_;
};

}  // namespace sentei::ui
