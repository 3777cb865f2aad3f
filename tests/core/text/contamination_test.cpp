// SPDX-License-Identifier: Apache-2.0
#include "core/text/contamination.h"

#include "core/base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace sentei::text {
namespace {

using Ids = std::vector<TokenId>;

Contamination Slowly(const Ids& training, const Ids& evaluation, std::ptrdiff_t length) {
  Contamination result;
  for (auto at = evaluation.begin(); evaluation.end() - at >= length; ++at) {
    ++result.ngrams;
    if (std::search(training.begin(), training.end(), at, at + length) != training.end()) {
      ++result.seen;
    }
  }
  return result;
}

TEST(Contamination, CountsTheNgramsThatTrainingHasSeen) {
  RandomStream random(RandomKey{9});
  for (int round = 0; round < 200; ++round) {
    Ids training(random.NextBelow(200));
    Ids evaluation(random.NextBelow(100));
    for (Ids* ids : {&training, &evaluation}) {
      for (TokenId& id : *ids) id = static_cast<TokenId>(random.NextBelow(3));
    }
    const auto length = static_cast<std::ptrdiff_t>(1 + random.NextBelow(6));
    const Contamination found = MeasureContamination(training, evaluation, length);
    const Contamination expected = Slowly(training, evaluation, length);
    ASSERT_EQ(found.ngrams, expected.ngrams) << "round " << round;
    ASSERT_EQ(found.seen, expected.seen) << "round " << round;
  }
}

TEST(Contamination, IsWholeForTheSameTextAndNoneForAnother) {
  Ids text(500);
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<TokenId>(i * i % 97);
  EXPECT_DOUBLE_EQ(MeasureContamination(text, text).share(), 1.0);
  Ids other = text;
  for (TokenId& id : other) id += 100;
  EXPECT_DOUBLE_EQ(MeasureContamination(text, other).share(), 0.0);
  EXPECT_DOUBLE_EQ(MeasureContamination(text, Ids{1, 2, 3}).share(), 0.0);
}

}  // namespace
}  // namespace sentei::text
