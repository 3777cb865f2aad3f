// SPDX-License-Identifier: Apache-2.0
#include "ui/budget_commands.h"

#include "core/plan/budget_presets.h"
#include "tests/ui/workspace_fixture.h"

#include <QFile>
#include <QSignalSpy>
#include <fstream>
#include <random>

namespace sentei::ui {
namespace {

using plan::FamilyGroup;

class BudgetCommandsTest : public WorkspaceTest {
 protected:
  BudgetCommandsTest() {
    testing::WriteTinyCheckpoint(
        folder_ / "model",
        {.layers = 12, .hidden = 32, .heads = 16, .kv_heads = 8, .head_dim = 4, .ffn = 512});
    workspace().session().Open(PathText(folder_ / "model"));
    EXPECT_TRUE(WaitFor([this] { return workspace().session().model() != nullptr; }));
    QObject::connect(
        &budget(), &BudgetDocument::Said, [this](const QString& text) { said_ = text; });
  }

  BudgetDocument& budget() { return workspace().budget(); }
  std::optional<std::int64_t> Drawn(std::int64_t layer, FamilyGroup group = FamilyGroup::kFfn) {
    return LimitOf(budget().state().spec, layer, group).keep;
  }
  /// Curves in which every further layer is more sensitive.
  std::vector<plan::SensitivityCurve> Curves() {
    std::vector<plan::SensitivityCurve> curves;
    for (std::int64_t layer = 1; layer < 11; ++layer) {
      plan::SensitivityCurve curve{layer, plan::UnitKind::kFfnChannel, 3.0, {}};
      for (const double ratio : {0.25, 0.5, 0.75}) {
        curve.points.push_back({ratio, 3.0 + ratio * ratio * 0.1 * static_cast<double>(layer)});
      }
      curves.push_back(curve);
    }
    return curves;
  }

  BudgetCommands commands_{workspace().session(), workspace().budget()};
  QString said_;
};

TEST_F(BudgetCommandsTest, ACountSnapsToTheAlignmentAndSaysWhy) {
  commands_.SetAlignment(64);
  commands_.SetKept({5}, FamilyGroup::kFfn, 300);
  EXPECT_EQ(Drawn(5), 320);
  EXPECT_TRUE(said_.contains(QLatin1String("multiples of 64"))) << said_.toStdString();
  EXPECT_TRUE(said_.contains(QLatin1String("Layer 5 snapped to 320"))) << said_.toStdString();
  commands_.SetKept({5}, FamilyGroup::kFfn, 256);
  EXPECT_TRUE(said_.isEmpty());
}

TEST_F(BudgetCommandsTest, ACountStopsAtTheCapAndAtTheFloor) {
  commands_.SetKept({5}, FamilyGroup::kFfn, 0);
  EXPECT_EQ(Drawn(5), 128);
  EXPECT_TRUE(said_.contains(QLatin1String("cap"))) << said_.toStdString();
  commands_.SetFloor({6}, FamilyGroup::kFfn, 200);
  commands_.SetKept({6}, FamilyGroup::kFfn, 0);
  EXPECT_EQ(Drawn(6), 200);
  EXPECT_TRUE(said_.contains(QLatin1String("floor"))) << said_.toStdString();
}

TEST_F(BudgetCommandsTest, ALockedLayerStaysAndSaysHowToOpenIt) {
  commands_.SetKept({0}, FamilyGroup::kFfn, 128);
  EXPECT_FALSE(Drawn(0).has_value());
  EXPECT_TRUE(said_.contains(QLatin1String("Layer 0"))) << said_.toStdString();
  commands_.ToggleLock({0});
  commands_.SetKept({0}, FamilyGroup::kFfn, 128);
  EXPECT_EQ(Drawn(0), 128);
  commands_.ToggleLock({0});
  EXPECT_FALSE(Drawn(0).has_value());
  EXPECT_EQ(commands_.Kept(0, FamilyGroup::kFfn), 512);
}

TEST_F(BudgetCommandsTest, UnderAUniformProfileAllLayersFollowAndItIsSaid) {
  commands_.SetProfile(plan::ExportProfile::kHfUniform);
  commands_.SetKept({5}, FamilyGroup::kFfn, 256);
  for (std::int64_t layer = 0; layer < 12; ++layer) EXPECT_EQ(Drawn(layer), 256) << layer;
  EXPECT_TRUE(said_.contains(QLatin1String("hf-uniform"))) << said_.toStdString();
  EXPECT_FALSE(budget().problem().has_value());
  commands_.ResetToTarget({5});
  EXPECT_TRUE(budget().state().spec.layers.empty());
}

TEST_F(BudgetCommandsTest, AUniformProfileTakesLimitsOfSingleLayersBackInOneStep) {
  commands_.SetKept({5}, FamilyGroup::kFfn, 256);
  const BudgetState before = budget().state();
  commands_.SetProfile(plan::ExportProfile::kHfUniform);
  EXPECT_TRUE(budget().state().spec.layers.empty());
  EXPECT_FALSE(budget().problem().has_value());
  EXPECT_FALSE(said_.isEmpty());
  budget().undo().undo();
  EXPECT_EQ(budget().state(), before);
}

TEST_F(BudgetCommandsTest, ModeGlobalUnderAUniformProfileBecomesItsUniformKin) {
  commands_.SetProfile(plan::ExportProfile::kHfUniform);
  commands_.SetMode(plan::BudgetMode::kGlobal);
  EXPECT_EQ(budget().state().spec.mode, plan::BudgetMode::kGlobalUniform);
  EXPECT_FALSE(budget().problem().has_value());
}

TEST_F(BudgetCommandsTest, AStepGoesToTheNextAlignedCount) {
  commands_.SetAlignment(64);
  commands_.SetKept({5}, FamilyGroup::kFfn, 256);
  commands_.StepKept({5}, FamilyGroup::kFfn, 1);
  EXPECT_EQ(Drawn(5), 320);
  commands_.StepKept({5}, FamilyGroup::kFfn, -4);
  EXPECT_EQ(Drawn(5), 128);
}

TEST_F(BudgetCommandsTest, StepsOfSeveralRowsKeepTheirDifferences) {
  commands_.SetKept({4}, FamilyGroup::kFfn, 256);
  commands_.SetKept({5}, FamilyGroup::kFfn, 320);
  const int steps = budget().undo().count();
  commands_.StepKept({4, 5}, FamilyGroup::kFfn, -1);
  EXPECT_EQ(Drawn(4), 248);
  EXPECT_EQ(Drawn(5), 312);
  EXPECT_EQ(budget().undo().count(), steps + 1);
}

TEST_F(BudgetCommandsTest, ADragOverRowsIsOneUndoStep) {
  const BudgetState before = budget().state();
  commands_.SetKept({4}, FamilyGroup::kFfn, 300, Merge::kSameDrag);
  commands_.SetKept({4}, FamilyGroup::kFfn, 256, Merge::kSameDrag);
  commands_.SetKept({4, 5, 6}, FamilyGroup::kFfn, 256, Merge::kSameDrag);
  commands_.EndDrag();
  EXPECT_EQ(budget().undo().count(), 1);
  EXPECT_EQ(Drawn(6), 256);
  budget().undo().undo();
  EXPECT_EQ(budget().state(), before);
}

TEST_F(BudgetCommandsTest, ASuggestionIsOneStepFollowsTheCurvesAndSparesWhatIsDrawn) {
  commands_.SetKept({9}, FamilyGroup::kFfn, 136);
  const BudgetState before = budget().state();
  const int steps = budget().undo().count();
  const Result<KeptCounts> suggested = commands_.Suggest(Curves(), {});
  ASSERT_TRUE(suggested.has_value()) << suggested.error().message;
  EXPECT_EQ(budget().undo().count(), steps + 1);
  EXPECT_EQ(Drawn(9), 136);
  EXPECT_FALSE(suggested.value().contains({9, FamilyGroup::kFfn}));
  EXPECT_LT(commands_.Kept(1, FamilyGroup::kFfn), commands_.Kept(10, FamilyGroup::kFfn));
  EXPECT_FALSE(budget().problem().has_value());
  budget().undo().undo();
  EXPECT_EQ(budget().state(), before);
}

TEST_F(BudgetCommandsTest, ASecondSuggestionReplacesTheFirst) {
  const Result<KeptCounts> first = commands_.Suggest(Curves(), {});
  ASSERT_TRUE(first.has_value());
  auto curves = Curves();
  std::ranges::reverse(curves);
  for (std::size_t i = 0; i < curves.size(); ++i)
    curves[i].layer = static_cast<std::int64_t>(i + 1);
  const Result<KeptCounts> second = commands_.Suggest(curves, first.value());
  ASSERT_TRUE(second.has_value()) << second.error().message;
  EXPECT_GT(commands_.Kept(1, FamilyGroup::kFfn), commands_.Kept(10, FamilyGroup::kFfn));
}

TEST_F(BudgetCommandsTest, MarksOfAUnitExcludeEachOtherAndCanBeUndone) {
  commands_.SetMark(5, FamilyGroup::kFfn, 17, UnitMark::kProtected);
  commands_.SetMark(5, FamilyGroup::kFfn, 3, UnitMark::kForced);
  commands_.SetMark(5, FamilyGroup::kFfn, 17, UnitMark::kForced);
  const plan::FamilyLimit limit = LimitOf(budget().state().spec, 5, FamilyGroup::kFfn);
  EXPECT_TRUE(limit.protected_units.empty());
  EXPECT_EQ(limit.forced_units, (std::vector<std::int64_t>{3, 17}));
  EXPECT_FALSE(budget().problem().has_value());
  budget().undo().undo();
  EXPECT_EQ(commands_.MarkOf(5, FamilyGroup::kFfn, 17), UnitMark::kProtected);
  commands_.SetMark(5, FamilyGroup::kFfn, 512, UnitMark::kForced);  // there is none
  EXPECT_EQ(commands_.MarkOf(5, FamilyGroup::kFfn, 512), UnitMark::kNone);
}

TEST_F(BudgetCommandsTest, AnotherKindOfTargetAsksForTheSame) {
  const std::int64_t asked = budget().plan()->asked;
  for (const auto kind : {plan::TargetKind::kParameters,
                          plan::TargetKind::kBytes,
                          plan::TargetKind::kUnitShare,
                          plan::TargetKind::kParameterShare}) {
    commands_.SetTargetKind(kind);
    ASSERT_FALSE(budget().problem().has_value()) << static_cast<int>(kind);
    EXPECT_NEAR(static_cast<double>(budget().plan()->asked),
                static_cast<double>(asked),
                0.003 * static_cast<double>(budget().plan()->total))
        << static_cast<int>(kind);
  }
}

TEST_F(BudgetCommandsTest, ATargetBeyondReachCanBeLoweredToTheLargest) {
  commands_.SetTarget(0.95);
  ASSERT_TRUE(budget().problem().has_value());
  commands_.LowerTargetToLargest();
  EXPECT_FALSE(budget().problem().has_value());
  EXPECT_GT(budget().state().spec.target, 0.1);
}

TEST_F(BudgetCommandsTest, ALimitThatContradictsADrawnCountGivesWay) {
  commands_.SetKept({5}, FamilyGroup::kFfn, 128);
  commands_.SetCap({5}, FamilyGroup::kFfn, 0.25);
  EXPECT_FALSE(Drawn(5).has_value());
  EXPECT_FALSE(said_.isEmpty());
  EXPECT_FALSE(budget().problem().has_value());
}

TEST_F(BudgetCommandsTest, ABudgetFileIsReadBackAsItWasWritten) {
  commands_.SetKept({5}, FamilyGroup::kFfn, 256);
  commands_.SetMark(4, FamilyGroup::kFfn, 7, UnitMark::kProtected);
  const plan::BudgetSpec written = budget().state().spec;
  const QString file = PathText(folder_ / "budget.json");
  ASSERT_TRUE(commands_.Export(file).has_value());
  commands_.ApplyPreset(plan::BudgetPresets().front().spec, QStringLiteral("Gentle"));
  ASSERT_TRUE(commands_.Import(file).has_value());
  EXPECT_EQ(budget().state().spec, written);
}

TEST_F(BudgetCommandsTest, AFileThatIsNoBudgetChangesNothing) {
  const BudgetState before = budget().state();
  for (const std::string text : {"", "[1]", "{\"target\": \"much\"}", "{\"unknown\": 1}"}) {
    std::ofstream(folder_ / "bad.json") << text;
    EXPECT_FALSE(commands_.Import(PathText(folder_ / "bad.json")).has_value()) << text;
  }
  EXPECT_FALSE(commands_.Import(PathText(folder_ / "none.json")).has_value());
  EXPECT_EQ(budget().state(), before);
  EXPECT_EQ(budget().undo().count(), 0);
}

TEST_F(BudgetCommandsTest, WithoutAModelNothingHappens) {
  workspace().session().Close();
  commands_.SetKept({5}, FamilyGroup::kFfn, 256);
  commands_.ToggleLock({5});
  commands_.SetMark(5, FamilyGroup::kFfn, 1, UnitMark::kForced);
  EXPECT_FALSE(commands_.Suggest({}, {}).has_value());
  EXPECT_EQ(budget().undo().count(), 0);
}

/// One random edit by the commands of the page.
void EditAtRandom(std::mt19937& random, BudgetCommands& commands) {
  const auto pick = [&random](int limit) {
    return std::uniform_int_distribution<int>(0, limit - 1)(random);
  };
  const std::int64_t layer = pick(12);
  const LayerList layers = pick(3) == 0 ? LayerList{layer, (layer + 3) % 12} : LayerList{layer};
  const FamilyGroup group = pick(2) == 0 ? FamilyGroup::kFfn : FamilyGroup::kAttention;
  switch (pick(14)) {
    case 0:
      return commands.SetTarget(0.01 * pick(90));
    case 1:
      return commands.SetProfile(static_cast<plan::ExportProfile>(pick(6)));
    case 2:
      return commands.SetMode(static_cast<plan::BudgetMode>(pick(4)));
    case 3:
      return commands.SetAlignment(
          std::array{1, 8, 32, 64, 256}.at(static_cast<std::size_t>(pick(5))));
    case 4:
      return commands.ToggleLock(layers);
    case 5:
      return commands.SetCap(layers, group, 0.05 * pick(21));
    case 6:
      return commands.SetFloor(layers, group, 1 + pick(8));
    case 7:
      return commands.SetMark(layer, group, pick(8), static_cast<UnitMark>(pick(3)));
    case 8:
      return commands.ResetToTarget(layers);
    case 9:
      return commands.StepKept(layers, group, pick(9) - 4);
    case 10:
      return commands.SetTargetKind(static_cast<plan::TargetKind>(pick(4)));
    case 11:
      return commands.SetDType(static_cast<plan::ExportDType>(pick(4)));
    default:
      for (int move = 0; move < 3; ++move) {
        commands.SetKept(layers, group, pick(513), Merge::kSameDrag);
      }
      return commands.EndDrag();
  }
}

TEST_F(BudgetCommandsTest, FiveHundredRandomEditsAndAsManyUndosGiveTheInitialState) {
  const BudgetState initial = budget().state();
  std::mt19937 random(11);
  for (int edit = 0; edit < 500; ++edit) EditAtRandom(random, commands_);
  const BudgetState last = budget().state();
  const int steps = budget().undo().count();
  EXPECT_GT(steps, 300);
  EXPECT_NE(last, initial);
  for (int step = 0; step < 500; ++step) budget().undo().undo();
  EXPECT_EQ(budget().state(), initial);
  EXPECT_FALSE(budget().problem().has_value());
  for (int step = 0; step < steps; ++step) budget().undo().redo();
  EXPECT_EQ(budget().state(), last);
}

}  // namespace
}  // namespace sentei::ui
