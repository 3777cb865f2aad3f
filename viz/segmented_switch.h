// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QButtonGroup;

namespace sentei::viz {

/// Radio buttons in an exclusive group, painted as one control of 24 px height. Arrow keys move
/// the choice; options are named `<object name>-0`, `-1`, … GUI thread.
class SegmentedSwitch final : public QWidget {
  Q_OBJECT

 public:
  explicit SegmentedSwitch(const QStringList& options, QWidget* parent = nullptr);

  /// After a change of language; the number of options stays.
  void SetOptions(const QStringList& options);
  [[nodiscard]] int Current() const;
  /// Emits nothing.
  void SetCurrent(int option);
  void SetObjectName(const QString& name);

 signals:
  void Chosen(int option);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QButtonGroup* group_ = nullptr;
};

}  // namespace sentei::viz
