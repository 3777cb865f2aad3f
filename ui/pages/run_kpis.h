// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>
#include <array>

class QLabel;

namespace sentei::viz {
class ElidedLabel;
}  // namespace sentei::viz

namespace sentei::ui {

class RunTrace;

/// The six numbers of a run in a strip. Where it is narrow only iteration, pruned share and
/// perplexity stay.
class RunKpis final : public QFrame {
  Q_OBJECT

 public:
  explicit RunKpis(QWidget* parent = nullptr);

  void Show(const RunTrace& trace);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  enum Cell { kIteration, kPruned, kLoss, kPerplexity, kSpeed, kMemory, kCells };
  struct Box {
    QWidget* widget = nullptr;
    viz::ElidedLabel* caption = nullptr;
    QLabel* value = nullptr;
    viz::ElidedLabel* detail = nullptr;
  };

  void Set(Cell cell, const QString& value, const QString& detail);
  void ShowQuality(const RunTrace& trace);
  void ShowMemory(const RunTrace& trace);
  void Retranslate();

  std::array<Box, kCells> boxes_;
};

}  // namespace sentei::ui
