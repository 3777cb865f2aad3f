// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace sentei::viz {

/// One line of plain text that gives way: elided at the right, whole in its tooltip.
class ElidedLabel final : public QWidget {
  Q_OBJECT

 public:
  enum class Role : std::uint8_t {
    kTitle,    ///< 600, in the text colour; its whole width is its minimum
    kCaption,  ///< small, in text2
  };
  ElidedLabel(Role role, QWidget* parent);

  void SetText(const QString& text);
  [[nodiscard]] QString text() const { return text_; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] QFont TextFont() const;
  void UpdateToolTip();

  Role role_;
  QString text_;
};

}  // namespace sentei::viz
