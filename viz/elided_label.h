// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLabel>
#include <optional>

namespace sentei::viz {

/// A label of one line that gives way: what does not fit is elided, and then the tool tip holds the
/// whole text. Plain text only.
class ElidedLabel final : public QLabel {
  Q_OBJECT

 public:
  explicit ElidedLabel(Qt::TextElideMode mode = Qt::ElideRight, QWidget* parent = nullptr);

  /// Never narrower than so many pixels, or than the text where that is less. Without it four
  /// characters stay.
  void SetLeastWidth(int pixels);
  [[nodiscard]] QSize minimumSizeHint() const override;
  [[nodiscard]] bool IsElided() const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  Qt::TextElideMode mode_;
  std::optional<int> least_width_;
};

}  // namespace sentei::viz
