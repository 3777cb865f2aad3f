// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/tokenizer.h"

#include <cstdint>
#include <span>

namespace sentei::text {

/// How much of an evaluation text a model has seen in training.
struct Contamination {
  std::int64_t ngrams = 0;  ///< n-grams of tokens in the evaluation text, repeats counted
  std::int64_t seen = 0;    ///< of these, how many occur in the training text

  [[nodiscard]] double share() const {
    return ngrams == 0 ? 0.0 : static_cast<double>(seen) / static_cast<double>(ngrams);
  }
};

inline constexpr std::int64_t kContaminationLength = 13;
/// Above this share a result on the evaluation text deserves a warning.
inline constexpr double kContaminationLimit = 0.01;

/// Compares all n-grams exactly, in time and memory linear in both texts. `length` >= 1 tokens.
[[nodiscard]] Contamination MeasureContamination(std::span<const TokenId> training,
                                                 std::span<const TokenId> evaluation,
                                                 std::int64_t length = kContaminationLength);

}  // namespace sentei::text
