// SPDX-License-Identifier: Apache-2.0
#include "storage/score_blob.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

namespace sentei::storage {
namespace {

UnitState RandomState(std::uint32_t seed, std::size_t units) {
  std::mt19937 engine(seed);
  std::lognormal_distribution<float> score(0.0F, 2.0F);
  UnitState state;
  for (std::size_t i = 0; i < units; ++i) {
    state.scores.push_back(score(engine));
    state.keep.push_back(engine() % 3 == 0 ? 0 : 1);
  }
  return state;
}

TEST(ScoreBlob, GivesBackEveryBitForAnyNumberOfUnits) {
  for (std::size_t units = 1; units < 70; ++units) {
    const UnitState state = RandomState(static_cast<std::uint32_t>(units), units);
    ASSERT_EQ(UnpackUnitState(PackUnitState(state.scores, state.keep)), state) << units;
  }
}

TEST(ScoreBlob, KeepsNanInfinityAndSignedZero) {
  const std::vector<float> scores{std::nanf("7"),
                                  std::numeric_limits<float>::infinity(),
                                  -0.0F,
                                  0.0F,
                                  std::numeric_limits<float>::denorm_min()};
  const UnitState state = UnpackUnitState(PackUnitState(scores, {}));
  ASSERT_EQ(state.scores.size(), scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    EXPECT_EQ(std::bit_cast<std::uint32_t>(state.scores[i]),
              std::bit_cast<std::uint32_t>(scores[i]));
  }
}

TEST(ScoreBlob, EitherPartMayBeMissing) {
  const std::vector<std::uint8_t> keep{1, 0, 1};
  EXPECT_EQ(UnpackUnitState(PackUnitState({}, keep)), (UnitState{{}, keep}));
  EXPECT_EQ(UnpackUnitState(PackUnitState({}, {})), UnitState{});
}

TEST(ScoreBlob, RefusesScoresAndMaskOfDifferentLength) {
  const std::vector<float> scores{1.0F};
  const std::vector<std::uint8_t> keep{1, 0};
  EXPECT_THROW((void)PackUnitState(scores, keep), Error);
}

TEST(ScoreBlob, IsSmallerThanTheNumbersItHolds) {
  const UnitState state = RandomState(1, 1536);
  EXPECT_LT(PackUnitState(state.scores, state.keep).size(), 1536U * 4U);
}

TEST(ScoreBlob, DamageAnywhereIsReportedOrHarmless) {
  const UnitState state = RandomState(3, 257);
  const auto packed = PackUnitState(state.scores, state.keep);
  for (std::size_t cut = 0; cut < packed.size(); ++cut) {
    EXPECT_THROW((void)UnpackUnitState(std::span(packed).first(cut)), Error) << cut;
  }
  std::mt19937 engine(5);
  for (int round = 0; round < 2000; ++round) {
    auto damaged = packed;
    damaged[engine() % damaged.size()] ^=
        std::byte{static_cast<std::uint8_t>(1U << (engine() % 8))};
    try {
      const UnitState read = UnpackUnitState(damaged);
      EXPECT_LE(read.scores.size(), 257U);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInput);
    }
  }
}

}  // namespace
}  // namespace sentei::storage
