// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/sensitivity.h"
#include "ui/workspace.h"

#include <QTimer>
#include <map>
#include <optional>
#include <vector>

namespace sentei::ui {

/// The newest sensitivity sweep of the open model: stored, or filling in while it runs. GUI thread.
class SensitivityData final : public QObject {
  Q_OBJECT

 public:
  explicit SensitivityData(Workspace& workspace, QObject* parent = nullptr);

  [[nodiscard]] const std::vector<plan::SensitivityCurve>& curves() const { return curves_; }
  [[nodiscard]] const std::optional<run::EvalDone>& dense() const { return dense_; }
  /// Layers with a curve of that group.
  [[nodiscard]] int Layers(plan::FamilyGroup group) const;
  /// Layers that the running sweep will have measured; 0: none runs.
  [[nodiscard]] int expected() const { return expected_; }
  /// Rise of the loss over evenly spaced shares, FFN before attention, for sparklines.
  [[nodiscard]] std::map<std::int64_t, std::vector<double>> Sparklines() const;
  /// The lines that say how it was measured.
  [[nodiscard]] QStringList Protocol() const;

 signals:
  void Changed();

 private:
  void Restart();
  void AskStored();
  void OnEvent(const QString& run_id, const run::RunEvent& event);
  void Rebuild();
  [[nodiscard]] bool IsOurs(const Job& job) const;

  Workspace& workspace_;
  QString run_id_;  ///< of the sweep that is shown
  quint64 attempt_ = 0;
  int expected_ = 0;
  std::vector<run::SweepPoint> points_;
  std::optional<run::EvalDone> dense_;
  std::vector<plan::SensitivityCurve> curves_;
  QTimer rebuild_;
};

}  // namespace sentei::ui
