// SPDX-License-Identifier: Apache-2.0
#include "core/text/sentencepiece_model.h"

#include "core/base/error.h"
#include "core/text/unicode.h"
#include "core/text/wire_format.h"

#include <bit>
#include <cmath>
#include <string_view>
#include <unordered_set>

namespace sentei::text {
namespace {

using Field = WireReader::Field;

// Field numbers of sentencepiece_model.proto.
namespace model_field {
constexpr std::uint32_t kPieces = 1;
constexpr std::uint32_t kTrainer = 2;
constexpr std::uint32_t kNormalizer = 3;
}  // namespace model_field
namespace piece_field {
constexpr std::uint32_t kPiece = 1;
constexpr std::uint32_t kScore = 2;
constexpr std::uint32_t kType = 3;
}  // namespace piece_field
namespace trainer_field {
constexpr std::uint32_t kModelType = 3;
constexpr std::uint32_t kByteFallback = 35;
constexpr std::uint32_t kUnknownId = 40;
constexpr std::uint32_t kBosId = 41;
constexpr std::uint32_t kEosId = 42;
constexpr std::uint32_t kPadId = 43;
}  // namespace trainer_field
constexpr std::uint32_t kCharsmapField = 2;

/// An int32, which negative numbers write with 64 bits.
std::int64_t SignedOf(const Field& field) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(field.value));
}

SentencePiece ReadPiece(std::string_view message, std::size_t id) {
  SentencePiece piece;
  WireReader reader(message);
  while (const auto field = reader.Next()) {
    if (field->number == piece_field::kPiece) piece.text = field->bytes;
    if (field->number == piece_field::kScore) {
      piece.score = std::bit_cast<float>(static_cast<std::uint32_t>(field->value));
    }
    if (field->number == piece_field::kType) {
      if (field->value < 1 || field->value > 6) {
        ThrowInput("piece {} has the unknown type {}", id, field->value);
      }
      piece.type = static_cast<PieceType>(field->value);
    }
  }
  if (piece.text.empty()) ThrowInput("piece {} is empty", id);
  if (ReplaceInvalidUtf8(piece.text) != piece.text) ThrowInput("piece {} is no UTF-8 text", id);
  if (!std::isfinite(piece.score)) ThrowInput("piece {} has the score {}", id, piece.score);
  return piece;
}

void ReadTrainer(std::string_view message, SentencePieceModel& model) {
  WireReader reader(message);
  while (const auto field = reader.Next()) {
    switch (field->number) {
      case trainer_field::kModelType:
        if (field->value != 1 && field->value != 2) {
          ThrowInput("its model type is {}; 1 (unigram) and 2 (BPE) are supported", field->value);
        }
        model.algorithm = static_cast<SentencePieceModel::Algorithm>(field->value);
        break;
      case trainer_field::kByteFallback:
        model.byte_fallback = field->value != 0;
        break;
      case trainer_field::kUnknownId:
        model.unknown_id = SignedOf(*field);
        break;
      case trainer_field::kBosId:
        model.bos_id = SignedOf(*field);
        break;
      case trainer_field::kEosId:
        model.eos_id = SignedOf(*field);
        break;
      case trainer_field::kPadId:
        model.pad_id = SignedOf(*field);
        break;
      default:
        break;
    }
  }
}

void ReadNormalizer(std::string_view message, SentencePieceModel& model) {
  WireReader reader(message);
  while (const auto field = reader.Next()) {
    if (field->number == kCharsmapField) model.charsmap = field->bytes;
  }
}

SentencePieceModel ReadModel(std::string_view bytes) {
  SentencePieceModel model;
  WireReader reader(bytes);
  while (const auto field = reader.Next()) {
    if (field->number == model_field::kPieces) {
      if (model.pieces.size() == kMostPieces) ThrowInput("it has more than {} pieces", kMostPieces);
      model.pieces.push_back(ReadPiece(field->bytes, model.pieces.size()));
    }
    if (field->number == model_field::kTrainer) ReadTrainer(field->bytes, model);
    if (field->number == model_field::kNormalizer) ReadNormalizer(field->bytes, model);
  }
  const auto pieces = static_cast<std::int64_t>(model.pieces.size());
  if (model.unknown_id < 0 || model.unknown_id >= pieces) {
    ThrowInput("its unknown piece is {}, but it has {} pieces", model.unknown_id, pieces);
  }
  return model;
}

/// What makes a vocabulary consistent, as the SentencePiece library demands it: no piece twice, one
/// unknown piece, and all bytes with byte fallback or none without.
void CheckConsistent(const SentencePieceModel& model) {
  std::unordered_set<std::string_view> texts;
  std::size_t unknown = 0;
  std::size_t bytes = 0;
  for (const SentencePiece& piece : model.pieces) {
    if (!texts.insert(piece.text).second) ThrowInput("it has a piece twice: {}", piece.text);
    if (piece.type == PieceType::kUnknown) ++unknown;
    if (piece.type == PieceType::kByte) ++bytes;
  }
  if (unknown != 1) ThrowInput("it has {} unknown pieces instead of one", unknown);
  const std::size_t wanted = model.byte_fallback ? 256 : 0;
  if (bytes != wanted) ThrowInput("it has {} byte pieces instead of {}", bytes, wanted);
}

}  // namespace

SentencePieceModel ReadSentencePieceModel(std::string_view bytes) {
  if (bytes.size() > kLargestSentencePieceModel) {
    ThrowInput("The SentencePiece model has {} bytes; the limit is {}",
               bytes.size(),
               kLargestSentencePieceModel);
  }
  try {
    SentencePieceModel model = ReadModel(bytes);
    CheckConsistent(model);
    return model;
  } catch (const Error& error) {
    ThrowInput("The SentencePiece model cannot be used: {}", error.what());
  }
}

}  // namespace sentei::text
