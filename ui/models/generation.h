// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_event.h"
#include "ui/models/token_pieces.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace sentei::ui {

/// A text that grows token by token, with when its tokens came. Times are those of the window, in
/// seconds of any steady clock.
class Generation {
 public:
  /// The model is loaded and begins to read the prompt.
  void Begin(double now) { began_ = now; }
  void Add(const run::TokenGenerated& token, double now);
  /// The last token ended the text; it has none of its own.
  void EndsHere();

  [[nodiscard]] const std::vector<TokenPiece>& pieces() const { return pieces_; }
  [[nodiscard]] std::vector<TokenPiece>& pieces() { return pieces_; }
  /// From Begin to the first token.
  [[nodiscard]] std::optional<double> first_token_seconds() const;
  /// Of the tokens after the first.
  [[nodiscard]] std::optional<double> tokens_per_second() const;

 private:
  std::vector<TokenPiece> pieces_;
  std::optional<double> began_;
  std::optional<double> first_;
  double last_ = 0.0;
};

/// How two texts of the same prompt and seed agree, place by place.
struct Agreement {
  std::size_t same = 0;       ///< tokens before the first difference
  std::size_t differing = 0;  ///< places from there on that both have and that differ
  std::size_t compared = 0;   ///< places that both have

  friend bool operator==(const Agreement&, const Agreement&) = default;
};

/// Marks, from the first difference on, the tokens that differ from the one at the same place.
/// Changes both texts.
Agreement MarkDifferences(Generation& one, Generation& other);

}  // namespace sentei::ui
