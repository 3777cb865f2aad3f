// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/run_needs.h"

#include <QWidget>

class QVBoxLayout;

namespace sentei::ui {

class Workspace;

/// What keeps the draft from starting, each with a button that leads to where it is mended. Empty
/// when nothing is missing.
class RunMissing final : public QWidget {
  Q_OBJECT

 public:
  explicit RunMissing(Workspace& workspace, QWidget* parent = nullptr);

  [[nodiscard]] bool IsEmpty() const { return missing_.empty(); }

 signals:
  void Changed();
  void Asked(sentei::ui::Missing::Where where);

 private:
  void Refresh();

  Workspace& workspace_;
  std::vector<Missing> missing_;
  QVBoxLayout* column_;
};

}  // namespace sentei::ui
