// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/token_pieces.h"

#include <QWidget>
#include <optional>
#include <vector>

namespace sentei::ui {

/// Tokens as boxes in running text, wrapped to the width: two alternating grounds, bytes in
/// monospace, special tokens outlined, differing ones underlined on the warning's ground. Arrow
/// keys walk over the tokens; Ctrl+C copies the text. Plain text. GUI thread.
class TokenView final : public QWidget {
  Q_OBJECT

 public:
  enum class Ids : std::uint8_t { kHidden, kShown };

  explicit TokenView(Ids ids = Ids::kHidden, QWidget* parent = nullptr);

  void SetPieces(std::vector<TokenPiece> pieces);
  [[nodiscard]] const std::vector<TokenPiece>& pieces() const { return pieces_; }
  /// What Ctrl+C copies.
  [[nodiscard]] QString Text() const;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;

 signals:
  /// The token under pointer or cursor in words; empty when there is none.
  void Described(const QString& text);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  struct Placed {
    std::vector<QRect> boxes;
    int height = 0;
  };
  [[nodiscard]] Placed Place(int width) const;
  void Relayout();
  void PaintPiece(QPainter& painter, std::size_t index) const;
  [[nodiscard]] QString Describe(std::size_t index) const;
  void SetCursorTo(std::ptrdiff_t index);

  Ids ids_;
  std::vector<TokenPiece> pieces_;
  Placed placed_;
  std::optional<std::size_t> cursor_;
};

}  // namespace sentei::ui
