// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>
#include <array>

class QBoxLayout;
class QLabel;
class QPushButton;

namespace sentei::ui {

class Note;
class RunTrace;

/// How a run ended: before and after with their protocol, a verdict and the next step; or why it
/// ended early, and Resume. Hidden while the run goes on.
class RunEndCard final : public QFrame {
  Q_OBJECT

 public:
  explicit RunEndCard(QWidget* parent = nullptr);

  void Show(const RunTrace& trace);
  void Reset();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 signals:
  void ResumeRequested();
  void ExportRequested();
  void CompareRequested();
  void GenerateRequested();
  void DetailsRequested();

 private:
  QPushButton* MakeButton(const QString& name, void (RunEndCard::*signal)());
  void ShowVerdict(const RunTrace& trace);
  void ShowTable(const RunTrace& trace);
  void Retranslate();

  const RunTrace* trace_ = nullptr;
  QBoxLayout* row_;
  Note* note_;
  QWidget* table_;
  std::array<std::array<QLabel*, 5>, 3> cells_{};
  QLabel* protocol_;
  QPushButton* details_;
  QPushButton* resume_;
  QPushButton* generate_;
  QPushButton* compare_;
  QPushButton* export_;
};

}  // namespace sentei::ui
