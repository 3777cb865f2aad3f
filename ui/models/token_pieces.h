// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/tokenizer.h"

#include <QString>
#include <span>
#include <vector>

namespace sentei::ui {

/// One token as it is shown.
struct TokenPiece {
  enum class Kind : std::uint8_t {
    kText,
    kBytes,    ///< part of a character: its bytes as hex
    kSpecial,  ///< begins, ends or separates; no text of its own
  };
  text::TokenId id = 0;
  QString text;  ///< printable; line feeds as ↵
  Kind kind = Kind::kText;
  bool differs = false;  ///< from the token at its place in another text

  friend bool operator==(const TokenPiece&, const TokenPiece&) = default;
};

/// What each token stands for by itself: byte-level and byte-fallback tokens that are no whole
/// characters show their bytes. Any thread.
[[nodiscard]] std::vector<TokenPiece> PiecesOf(const text::ModelTokenizer& tokenizer,
                                               std::span<const text::TokenId> ids);
/// Text that a window may show: control characters made visible, line feeds as ↵.
[[nodiscard]] QString PieceText(std::string_view text);

}  // namespace sentei::ui
