// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/pages/compare_panel.h"

#include <vector>

namespace sentei::ui {

/// Cards, front, perplexity, settings and parallel axes of the compared runs at one glance.
class OverviewPanel final : public ComparePanel {
  Q_OBJECT

 public:
  explicit OverviewPanel(QWidget* parent = nullptr);

 protected:
  void Refresh() override;

 private:
  void Add(ComparePanel* panel);

  std::vector<ComparePanel*> panels_;
};

}  // namespace sentei::ui
