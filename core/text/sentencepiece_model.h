// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::text {

/// What a piece of a SentencePiece vocabulary is, as its files number it.
enum class PieceType : std::uint8_t {
  kNormal = 1,
  kUnknown = 2,
  kControl = 3,
  kUserDefined = 4,
  kUnused = 5,
  kByte = 6,
};

struct SentencePiece {
  std::string text;  ///< UTF-8
  double score = 0;  ///< a float32: log probability (unigram) or minus the rank (BPE)
  PieceType type = PieceType::kNormal;
};

/// A SentencePiece `.model` (Kudo and Richardson, EMNLP 2018, arXiv 1808.06226): the fields of its
/// ModelProto that say how text becomes tokens. Absent fields have SentencePiece's defaults.
struct SentencePieceModel {
  enum class Algorithm : std::uint8_t { kUnigram = 1, kBpe = 2 };

  std::vector<SentencePiece> pieces;  ///< by id
  Algorithm algorithm = Algorithm::kUnigram;
  bool byte_fallback = false;
  std::int64_t unknown_id = 0;
  std::int64_t bos_id = 1;  ///< -1: none
  std::int64_t eos_id = 2;  ///< -1: none
  std::int64_t pad_id = -1;
  std::string charsmap;  ///< precompiled normalisation rules; empty: none
};

inline constexpr std::size_t kLargestSentencePieceModel = std::size_t{16} << 20;
/// Of a SentencePiece or tiktoken vocabulary; the largest in use have some 260,000.
inline constexpr std::size_t kMostPieces = 600'000;

/// Reads a serialised ModelProto. Throws kInput when it is cut short or malformed, larger than
/// kLargestSentencePieceModel or kMostPieces, of an algorithm other than unigram and BPE, or
/// inconsistent by the SentencePiece library's own rules.
[[nodiscard]] SentencePieceModel ReadSentencePieceModel(std::string_view bytes);

}  // namespace sentei::text
