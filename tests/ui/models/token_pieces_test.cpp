// SPDX-License-Identifier: Apache-2.0
#include "ui/models/token_pieces.h"

#include "core/formats/model_source.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/tiny_checkpoint.h"
#include "ui/models/generation.h"

#include <gtest/gtest.h>

namespace sentei::ui {
namespace {

TEST(TokenPieces, BytesThatAreNoCharacterAreShownAsHexAndSpecialTokensAsSuch) {
  const testing::TemporaryDirectory folder;
  testing::WriteTinyCheckpoint(folder / "model");
  const auto source = formats::OpenModel(folder / "model");
  const text::ModelTokenizer tokenizer = text::LoadTokenizer(*source);
  const auto ids = tokenizer.tokenizer.Encode("a \nあ</s>", text::SpecialTokens::kNone);
  const std::vector<TokenPiece> pieces = PiecesOf(tokenizer, ids);
  ASSERT_EQ(pieces.size(), 7U);
  EXPECT_EQ(pieces[0].text, QStringLiteral("a"));
  EXPECT_EQ(pieces[1].text, QStringLiteral(" "));
  EXPECT_EQ(pieces[2].text, QString(QChar(0x21b5)));
  EXPECT_EQ(pieces[3].kind, TokenPiece::Kind::kBytes);
  EXPECT_EQ(pieces[3].text, QStringLiteral("E3"));
  EXPECT_EQ(pieces[6].kind, TokenPiece::Kind::kSpecial);
  EXPECT_EQ(pieces[6].text, QStringLiteral("</s>"));
}

Generation Of(const std::vector<std::int32_t>& ids) {
  Generation generation;
  generation.Begin(1.0);
  double now = 1.5;
  for (const std::int32_t id : ids) {
    generation.Add({.index = 0, .id = id, .text = "x"}, now);
    now += 0.1;
  }
  return generation;
}

TEST(Generation, MarksThePlacesThatDifferFromTheFirstDifferenceOn) {
  Generation dense = Of({1, 2, 3, 4, 5});
  Generation pruned = Of({1, 2, 9, 4});
  EXPECT_EQ(MarkDifferences(dense, pruned), (Agreement{.same = 2, .differing = 1, .compared = 4}));
  EXPECT_FALSE(dense.pieces()[1].differs);
  EXPECT_TRUE(dense.pieces()[2].differs);
  EXPECT_TRUE(pruned.pieces()[2].differs);
  EXPECT_FALSE(pruned.pieces()[3].differs);
  EXPECT_FALSE(dense.pieces()[4].differs);
}

TEST(Generation, TellsSpeedOfTheTokensAfterTheFirst) {
  const Generation generation = Of({1, 2, 3});
  EXPECT_NEAR(*generation.first_token_seconds(), 0.5, 1e-9);
  EXPECT_NEAR(*generation.tokens_per_second(), 10.0, 1e-6);
  EXPECT_FALSE(Of({1}).tokens_per_second().has_value());
}

}  // namespace
}  // namespace sentei::ui
