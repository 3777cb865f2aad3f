// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLayout>
#include <QList>

namespace sentei::ui {

/// Items side by side at their preferred widths, going on in a further row where there is no room.
/// Owns its items.
class FlowLayout final : public QLayout {
 public:
  FlowLayout(int horizontal_gap, int vertical_gap, QWidget* parent = nullptr);
  ~FlowLayout() override;

  void addItem(QLayoutItem* item) override;
  [[nodiscard]] int count() const override;
  [[nodiscard]] QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSize() const override;
  void setGeometry(const QRect& rect) override;

 private:
  enum class Pass { kMeasure, kPlace };
  int LayOut(const QRect& rect, Pass pass) const;

  QList<QLayoutItem*> items_;
  int horizontal_gap_;
  int vertical_gap_;
};

}  // namespace sentei::ui
