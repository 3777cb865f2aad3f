// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractButton>

namespace sentei::ui {

/// A wide button of two lines: icon, what it does, an explanation, and its keys at the right. What
/// does not fit is elided. Plain text only.
class CommandRow final : public QAbstractButton {
  Q_OBJECT

 public:
  explicit CommandRow(const QString& icon, QWidget* parent = nullptr);

  void SetTexts(const QString& title, const QString& explanation, const QString& keys = {});
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString icon_;
  QString explanation_;
  QString keys_;
};

}  // namespace sentei::ui
