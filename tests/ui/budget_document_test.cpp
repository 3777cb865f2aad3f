// SPDX-License-Identifier: Apache-2.0
#include "ui/budget_document.h"

#include "tests/ui/workspace_fixture.h"

#include <random>

namespace sentei::ui {
namespace {

class BudgetDocumentTest : public WorkspaceTest {
 protected:
  BudgetDocumentTest() {
    testing::WriteTinyCheckpoint(folder_ / "model", {.layers = 12});
    workspace().session().Open(PathText(folder_ / "model"));
    EXPECT_TRUE(WaitFor([this] { return workspace().session().model() != nullptr; }));
  }

  BudgetDocument& budget() { return workspace().budget(); }

  BudgetState WithFfnCap(std::int64_t layer, double cap) {
    BudgetState next = budget().state();
    plan::FamilyLimit limit = LimitOf(next.spec, layer, plan::FamilyGroup::kFfn);
    limit.cap = cap;
    SetLimit(next.spec, layer, plan::FamilyGroup::kFfn, limit);
    return next;
  }
};

TEST_F(BudgetDocumentTest, SolvesTheDefaultBudgetOfAnOpenedModel) {
  ASSERT_NE(budget().plan(), nullptr);
  EXPECT_EQ(budget().plan()->families.size(), budget().families().size());
  EXPECT_GE(budget().plan()->reached, budget().plan()->asked);
  EXPECT_FALSE(budget().problem().has_value());
}

TEST_F(BudgetDocumentTest, ADragIsOneUndoStepAndTheNextDragAnother) {
  const BudgetState before = budget().state();
  for (const double cap : {0.1, 0.2, 0.3}) {
    budget().Edit(QStringLiteral("Set layer 4 FFN"), WithFfnCap(4, cap), Merge::kSameDrag);
  }
  EXPECT_EQ(budget().undo().count(), 1);
  budget().EndDrag();
  budget().Edit(QStringLiteral("Set layer 4 FFN"), WithFfnCap(4, 0.5), Merge::kSameDrag);
  EXPECT_EQ(budget().undo().count(), 2);
  budget().undo().undo();
  EXPECT_EQ(LimitOf(budget().state().spec, 4, plan::FamilyGroup::kFfn).cap, 0.3);
  budget().undo().undo();
  EXPECT_EQ(budget().state(), before);
}

TEST_F(BudgetDocumentTest, ADragBackToWhereItBeganLeavesNoStep) {
  const BudgetState before = budget().state();
  budget().Edit(QStringLiteral("Set layer 4 FFN"), WithFfnCap(4, 0.2), Merge::kSameDrag);
  budget().Edit(QStringLiteral("Set layer 4 FFN"), before, Merge::kSameDrag);
  EXPECT_EQ(budget().undo().count(), 0);
}

TEST_F(BudgetDocumentTest, AStateThatCannotBeSolvedKeepsTheLastPlanAndSaysWhy) {
  const std::int64_t reached = budget().plan()->reached;
  BudgetState next = budget().state();
  next.spec.target = 0.99;
  budget().Edit(QStringLiteral("Set target"), next);
  ASSERT_TRUE(budget().problem().has_value());
  EXPECT_FALSE(budget().problem()->message.empty());
  ASSERT_NE(budget().plan(), nullptr);
  EXPECT_EQ(budget().plan()->reached, reached);
  budget().undo().undo();
  EXPECT_FALSE(budget().problem().has_value());
}

TEST_F(BudgetDocumentTest, LimitsThatSayNothingLeaveTheSpec) {
  plan::BudgetSpec spec;
  SetLimit(spec, 3, plan::FamilyGroup::kFfn, {.cap = 0.5});
  SetLimit(spec, 1, plan::FamilyGroup::kAttention, {.locked = true});
  ASSERT_EQ(spec.layers.size(), 2U);
  EXPECT_EQ(spec.layers.front().layer, 1);
  SetLimit(spec, 3, plan::FamilyGroup::kFfn, {});
  SetLimit(spec, 1, plan::FamilyGroup::kAttention, {});
  EXPECT_TRUE(spec.layers.empty());
}

TEST_F(BudgetDocumentTest, FiveHundredRandomEditsAndUndosGiveTheInitialState) {
  const BudgetState initial = budget().state();
  std::mt19937 random(7);
  const auto pick = [&random](int limit) {
    return std::uniform_int_distribution<int>(0, limit - 1)(random);
  };
  for (int edit = 0; edit < 500; ++edit) {
    BudgetState next = budget().state();
    const auto group = pick(2) == 0 ? plan::FamilyGroup::kFfn : plan::FamilyGroup::kAttention;
    plan::FamilyLimit limit = LimitOf(next.spec, pick(12), group);
    switch (pick(6)) {
      case 0:
        next.spec.target = 0.01 * pick(60);
        break;
      case 1:
        next.profile = static_cast<plan::ExportProfile>(pick(4));
        break;
      case 2:
        next.spec.ffn_alignment = pick(2) == 0 ? 8 : 32;
        break;
      case 3:
        limit.locked = pick(2) == 0;
        SetLimit(next.spec, pick(12), group, limit);
        break;
      case 4:
        limit.cap = 0.05 * pick(20);
        SetLimit(next.spec, pick(12), group, limit);
        break;
      default:
        limit.keep = 8 * (1 + pick(16));
        SetLimit(next.spec, pick(12), plan::FamilyGroup::kFfn, limit);
    }
    budget().Edit(QStringLiteral("Edit %1").arg(pick(3)),
                  next,
                  pick(2) == 0 ? Merge::kSameDrag : Merge::kNever);
    if (pick(4) == 0) budget().EndDrag();
  }
  const BudgetState edited = budget().state();
  while (budget().undo().canUndo()) budget().undo().undo();
  EXPECT_EQ(budget().state(), initial);
  while (budget().undo().canRedo()) budget().undo().redo();
  EXPECT_EQ(budget().state(), edited);
}

}  // namespace
}  // namespace sentei::ui
