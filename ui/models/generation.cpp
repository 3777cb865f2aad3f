// SPDX-License-Identifier: Apache-2.0
#include "ui/models/generation.h"

#include <algorithm>

namespace sentei::ui {

void Generation::Add(const run::TokenGenerated& token, double now) {
  if (!first_.has_value()) first_ = now;
  last_ = now;
  TokenPiece piece{.id = token.id, .text = PieceText(token.text)};
  if (piece.text.isEmpty()) {  // part of a character that a later token completes
    piece.text = QString(QChar(0x00b7));
    piece.kind = TokenPiece::Kind::kBytes;
  }
  pieces_.push_back(std::move(piece));
}

void Generation::EndsHere() {
  if (pieces_.empty()) return;
  TokenPiece& last = pieces_.back();
  last.kind = TokenPiece::Kind::kSpecial;
  if (last.text == QString(QChar(0x00b7))) last.text = QString(QChar(0x23f9));
}

std::optional<double> Generation::first_token_seconds() const {
  if (!first_.has_value() || !began_.has_value()) return std::nullopt;
  return *first_ - *began_;
}

std::optional<double> Generation::tokens_per_second() const {
  if (pieces_.size() < 2 || !(last_ > *first_)) return std::nullopt;
  return static_cast<double>(pieces_.size() - 1) / (last_ - *first_);
}

Agreement MarkDifferences(Generation& one, Generation& other) {
  std::vector<TokenPiece>& left = one.pieces();
  std::vector<TokenPiece>& right = other.pieces();
  Agreement agreement;
  agreement.compared = std::min(left.size(), right.size());
  for (TokenPiece& piece : left) piece.differs = false;
  for (TokenPiece& piece : right) piece.differs = false;
  for (std::size_t place = 0; place < agreement.compared; ++place) {
    const bool differs = left[place].id != right[place].id;
    if (differs) ++agreement.differing;
    if (agreement.differing == 0) ++agreement.same;
    left[place].differs = differs;
    right[place].differs = differs;
  }
  return agreement;
}

}  // namespace sentei::ui
