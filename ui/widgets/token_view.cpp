// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/token_view.h"

#include "ui/text.h"
#include "ui/theme/theme.h"
#include "viz/appearance.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

namespace sentei::ui {
namespace {

using viz::ToQColor;

QFont FontOf(const TokenPiece& piece) {
  return FontFor(piece.kind == TokenPiece::Kind::kText ? TypeRole::kBody : TypeRole::kMono);
}

}  // namespace

TokenView::TokenView(Ids ids, QWidget* parent) : QWidget(parent), ids_(ids) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  connect(
      &viz::Appearance::Instance(), &viz::Appearance::Changed, this, qOverload<>(&QWidget::update));
}

void TokenView::SetPieces(std::vector<TokenPiece> pieces) {
  if (pieces == pieces_) return;
  pieces_ = std::move(pieces);
  if (cursor_.has_value() && *cursor_ >= pieces_.size()) cursor_.reset();
  setAccessibleDescription(Text().left(500));
  Relayout();
}

QString TokenView::Text() const {
  QString text;
  for (const TokenPiece& piece : pieces_) text += piece.text;
  return text.replace(QChar(0x21b5), QLatin1Char('\n'));
}

TokenView::Placed TokenView::Place(int width) const {
  Placed placed;
  const QFontMetrics body(FontFor(TypeRole::kBody));
  const QFontMetrics mono(FontFor(TypeRole::kMono));
  const QFontMetrics caption(FontFor(TypeRole::kCaption));
  const int row = body.height() + Px(6) + (ids_ == Ids::kShown ? caption.height() : 0);
  const int gap = Px(2);
  int x = 0;
  int y = 0;
  placed.boxes.reserve(pieces_.size());
  for (const TokenPiece& piece : pieces_) {
    const QFontMetrics& metrics = piece.kind == TokenPiece::Kind::kText ? body : mono;
    int box = metrics.horizontalAdvance(piece.text) + Px(4);
    if (ids_ == Ids::kShown) {
      box = std::max(box, caption.horizontalAdvance(QString::number(piece.id)) + Px(6));
    }
    box = std::min(std::max(box, Px(6)), std::max(width, Px(6)));
    if (x > 0 && x + box > width) {
      x = 0;
      y += row + gap;
    }
    placed.boxes.emplace_back(x, y, box, row);
    x += box + gap;
    if (piece.text.endsWith(QChar(0x21b5))) {
      x = 0;
      y += row + gap;
    }
  }
  placed.height = placed.boxes.empty() ? row : placed.boxes.back().bottom() + 1;
  return placed;
}

void TokenView::Relayout() {
  const int before = placed_.height;
  placed_ = Place(width());
  if (placed_.height != before) {
    setMinimumHeight(placed_.height);
    updateGeometry();
  }
  update();
}

QSize TokenView::sizeHint() const { return {Px(240), placed_.height}; }

int TokenView::heightForWidth(int width) const { return Place(width).height; }

void TokenView::PaintPiece(QPainter& painter, std::size_t index) const {
  const ThemeTokens& tokens = viz::Appearance::Instance().tokens();
  const TokenPiece& piece = pieces_[index];
  QRect box = placed_.boxes[index];
  const Rgb ground = piece.differs    ? tokens.warning_soft
                     : index % 2 == 0 ? tokens.track
                                      : tokens.selection;
  painter.setPen(Qt::NoPen);
  painter.setBrush(ToQColor(ground));
  painter.drawRoundedRect(box, 2, 2);
  if (piece.kind == TokenPiece::Kind::kSpecial || cursor_ == index) {
    painter.setBrush(Qt::NoBrush);
    const bool current = cursor_ == index;
    painter.setPen(QPen(ToQColor(current ? tokens.accent_line : tokens.control), current ? 2 : 1));
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
  }
  if (ids_ == Ids::kShown) {
    const QFont caption = FontFor(TypeRole::kCaption);
    painter.setFont(caption);
    painter.setPen(ToQColor(tokens.text2));
    painter.drawText(box, Qt::AlignHCenter | Qt::AlignBottom, QString::number(piece.id));
    box.setBottom(box.bottom() - QFontMetrics(caption).height());
  }
  painter.setFont(FontOf(piece));
  painter.setPen(ToQColor(piece.kind == TokenPiece::Kind::kText ? tokens.text : tokens.text2));
  painter.drawText(box, Qt::AlignCenter | Qt::TextSingleLine, piece.text);
  if (piece.differs) {
    painter.setPen(QPen(ToQColor(tokens.warning), 2));
    painter.drawLine(box.left() + 2, box.bottom() - 1, box.right() - 2, box.bottom() - 1);
  }
}

void TokenView::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const std::size_t count = std::min(pieces_.size(), placed_.boxes.size());
  for (std::size_t index = 0; index < count; ++index) {
    if (placed_.boxes[index].intersects(event->rect())) PaintPiece(painter, index);
  }
}

void TokenView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  Relayout();
}

void TokenView::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) Relayout();
}

QString TokenView::Describe(std::size_t index) const {
  const TokenPiece& piece = pieces_[index];
  QString text = tr("Token %1 · “%2” · id %3")
                     .arg(Count(static_cast<std::int64_t>(index) + 1), piece.text)
                     .arg(piece.id);
  if (piece.kind == TokenPiece::Kind::kBytes) text += tr(" · bytes of a character");
  if (piece.kind == TokenPiece::Kind::kSpecial) text += tr(" · special");
  if (piece.differs) text += tr(" · differs");
  return text;
}

void TokenView::mouseMoveEvent(QMouseEvent* event) {
  const auto found =
      std::find_if(placed_.boxes.begin(), placed_.boxes.end(), [event](const QRect& box) {
        return box.contains(event->position().toPoint());
      });
  emit Described(found == placed_.boxes.end()
                     ? QString()
                     : Describe(static_cast<std::size_t>(found - placed_.boxes.begin())));
}

void TokenView::leaveEvent(QEvent* /*event*/) { emit Described({}); }

void TokenView::SetCursorTo(std::ptrdiff_t index) {
  if (pieces_.empty()) return;
  const auto last = static_cast<std::ptrdiff_t>(pieces_.size()) - 1;
  cursor_ = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(index, 0, last));
  emit Described(Describe(*cursor_));
  update();
}

void TokenView::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) {
    QGuiApplication::clipboard()->setText(Text());
    return;
  }
  const std::ptrdiff_t at = cursor_.has_value() ? static_cast<std::ptrdiff_t>(*cursor_) : -1;
  switch (event->key()) {
    case Qt::Key_Right:
      return SetCursorTo(at + 1);
    case Qt::Key_Left:
      return SetCursorTo(at - 1);
    case Qt::Key_Home:
      return SetCursorTo(0);
    case Qt::Key_End:
      return SetCursorTo(static_cast<std::ptrdiff_t>(pieces_.size()));
    default:
      QWidget::keyPressEvent(event);
  }
}

void TokenView::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  cursor_.reset();
  emit Described({});
  update();
}

}  // namespace sentei::ui
