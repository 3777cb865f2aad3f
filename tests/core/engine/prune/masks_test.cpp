// SPDX-License-Identifier: Apache-2.0
#include "core/engine/prune/masks.h"

#include "core/base/error.h"
#include "core/engine/prune/ema.h"
#include "tests/core/engine/prune/prune_fixture.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <gtest/gtest.h>

#include <limits>

namespace sentei::engine::testing {
namespace {

class MasksTest : public ::testing::TestWithParam<plan::UnitKind> {
 protected:
  MasksTest() : model_(LoraModel({}, at::kFloat)) {
    families_ = plan::BuildUnitFamilies(model_->description, GetParam());
    masks_ =
        std::make_unique<UnitMasks>(*model_, families_, std::vector<bool>(), GateGradients::kOff);
  }

  std::unique_ptr<Decoder> model_;
  std::vector<plan::UnitFamily> families_;
  std::unique_ptr<UnitMasks> masks_;
};

TEST_P(MasksTest, DeadUnitsLoseTheirGateAndTheirLoraAndOthersKeepTheirs) {
  const auto original = LoraModel({}, at::kFloat);
  const plan::KeepMask keep = SomeDropped(families_);
  masks_->Apply(keep);
  const at::NoGradGuard no_grad;
  for (std::size_t f = 0; f < families_.size(); ++f) {
    const auto layer = static_cast<std::size_t>(families_[f].layer);
    for (const plan::FamilyMember& member : families_[f].members) {
      const bool rows = member.axis == plan::Axis::kRow;
      const LoraLinear& now = model_->layers[layer][member.projection];
      const LoraLinear& then = original->layers[layer][member.projection];
      const at::Tensor factor = rows ? now.lora_b : now.lora_a;
      const at::Tensor before = rows ? then.lora_b : then.lora_a;
      for (std::int64_t unit = 0; unit < families_[f].num_units; ++unit) {
        const std::int64_t first = unit * member.unit_size;
        const at::Tensor slice = factor.narrow(rows ? 0 : 1, first, member.unit_size);
        if (keep[f][static_cast<std::size_t>(unit)]) {
          EXPECT_TRUE(at::equal(slice, before.narrow(rows ? 0 : 1, first, member.unit_size)));
        } else {
          EXPECT_EQ(slice.abs().max().item<float>(), 0.0F);
        }
      }
    }
    const at::Tensor gate = model_->layers[layer][families_[f].closing].input_mask;
    EXPECT_EQ(gate.sum().item<double>(),
              static_cast<double>(masks_->kept(f) * families_[f].gate_width));
  }
  EXPECT_EQ(masks_->removed_parameters(),
            plan::RemovedParameters(families_, plan::KeptCounts(keep)));
}

TEST_P(MasksTest, AUnitThatLeftCannotReturn) {
  masks_->Apply(SomeDropped(families_));
  EXPECT_THROW(masks_->Apply(plan::AllKept(families_)), LogicError);
}

TEST_P(MasksTest, ALockedFamilyCannotLoseAUnit) {
  const auto model = LoraModel({}, at::kFloat);
  UnitMasks masks(
      *model, families_, std::vector<bool>(families_.size(), false), GateGradients::kOff);
  EXPECT_THROW(masks.Apply(SomeDropped(families_)), LogicError);
}

INSTANTIATE_TEST_SUITE_P(Kinds,
                         MasksTest,
                         ::testing::Values(plan::UnitKind::kKvGroup, plan::UnitKind::kQueryStripe));

TEST(KeptIndices, ListsTheElementsOfKeptUnitsAscending) {
  EXPECT_TRUE(at::equal(KeptIndices({true, false, true}, 2),
                        at::tensor(std::vector<std::int64_t>{0, 1, 4, 5}, at::kLong)));
  EXPECT_EQ(KeptIndices({false, false}, 3).numel(), 0);
}

UnitScores One(double value) { return {at::full({2}, value, at::kDouble), at::Tensor()}; }

TEST(ScoreAverage, FollowsItsRecurrenceFromZero) {
  ScoreAverage average(0.9, 1);
  static_cast<void>(average.Update(One(1.0), 1));
  static_cast<void>(average.Update(One(3.0), 2));
  EXPECT_NEAR(average.value()[0][0].item<double>(), 0.9 * 0.1 * 1.0 + 0.1 * 3.0, 1e-15);
  EXPECT_FALSE(average.value()[1].defined());
}

TEST(ScoreAverage, DecaysByTheStepsBetweenScorings) {
  ScoreAverage average(0.9, 3);
  static_cast<void>(average.Update(One(1.0), 1));
  EXPECT_NEAR(average.value()[0][0].item<double>(), 1.0 - 0.9 * 0.9 * 0.9, 1e-15);
}

TEST(ScoreAverage, AFamilyThatJoinsLaterIsOnTheScaleOfTheOthers) {
  ScoreAverage average(0.9, 2);
  for (int scoring = 1; scoring <= 5; ++scoring) {
    static_cast<void>(average.Update(One(2.0), scoring));
  }
  UnitScores both = One(2.0);
  both[1] = both[0].clone();
  for (int scoring = 6; scoring <= 8; ++scoring) {
    static_cast<void>(average.Update(both, scoring));
    EXPECT_LT((average.value()[0] - average.value()[1]).abs().max().item<double>(), 1e-12);
  }
}

TEST(ScoreAverage, DropsAWholeStepThatHoldsAnythingNotFinite) {
  ScoreAverage average(0.9, 1);
  static_cast<void>(average.Update(One(1.0), 1));
  const at::Tensor before = average.value()[0].clone();
  for (const double bad :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    UnitScores scores = One(5.0);
    scores[0][1] = bad;
    EXPECT_EQ(average.Update(scores, 2), ScoreAverage::Taken::kNo);
    EXPECT_TRUE(at::equal(average.value()[0], before));
  }
}

}  // namespace
}  // namespace sentei::engine::testing
