// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/compared_runs.h"

#include <QVBoxLayout>
#include <QWidget>

namespace sentei::ui {

/// One view of the compared runs. It is brought up to date when it is seen, not before. GUI thread.
class ComparePanel : public QWidget {
  Q_OBJECT

 public:
  explicit ComparePanel(QWidget* parent = nullptr);

  void SetComparison(const Comparison& comparison);

 signals:
  /// The user means this run: compare it too, or with a plain click make it the current one.
  void RunActivated(const QString& run_id, Qt::KeyboardModifiers modifiers);
  /// A sentence for the status bar.
  void Described(const QString& text);

 protected:
  [[nodiscard]] const Comparison& comparison() const { return comparison_; }
  [[nodiscard]] QVBoxLayout* column() { return column_; }
  /// Draws the comparison; called only while the panel is seen.
  virtual void Refresh() = 0;
  /// Refresh now, or when the panel is seen next.
  void RequestRefresh();
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  Comparison comparison_;
  QVBoxLayout* column_;
  bool due_ = false;
};

}  // namespace sentei::ui
