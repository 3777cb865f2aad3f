// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/budget_maps.h"

#include "storage/run_writer.h"
#include "tests/ui/workspace_fixture.h"
#include "ui/models/importance_difference.h"
#include "ui/pages/budget_page.h"
#include "viz/heat_map.h"

#include <gmock/gmock.h>

#include <QAbstractButton>
#include <QLabel>
#include <QTabBar>
#include <cmath>

namespace sentei::ui {
namespace {

using plan::FamilyGroup;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::size_t kChannelCount = 128;
// Columns of a map's table.
constexpr std::size_t kValue = 2;
constexpr std::size_t kState = 3;

class BudgetMapsTest : public PageTest<BudgetPage> {
 protected:
  void Open(BudgetMaps::Tab tab) {
    ShowPage();
    maps_ = page_->findChild<BudgetMaps*>();
    ASSERT_NE(maps_, nullptr);
    ShowTab(tab);
    ASSERT_TRUE(WaitFor([this] { return !maps_->importance().weights().IsPartial(); }));
  }
  void ShowTab(BudgetMaps::Tab tab) { Child<QTabBar>("budget-map-tabs")->setCurrentIndex(tab); }

  /// A run of the open model that scored the channels of the layers 1 and 2, unit 0 highest, and
  /// took the last quarter of them.
  void AddRun() {
    const std::string id = "01ARYZ6S410000000000000001";
    run::RunStarted started = testing::StartedFor(id, testing::PruneSpecForScript(20));
    started.model_id = workspace().session().model()->model_id;
    run::PruneEventDone event;
    event.step = 10;
    event.criterion = "gate";
    for (std::int64_t layer = 0; layer < 4; ++layer) {
      run::FamilyState heads;
      heads.layer = layer;
      heads.kind = plan::UnitKind::kKvGroup;
      heads.kept = 2;
      event.families.push_back(std::move(heads));
      event.families.push_back(Channels(layer));
    }
    storage::RunWriter writer(
        storage::Connection::Open(storage::DatabaseFile(folder_.path() / "data")));
    writer.Write(id, started);
    writer.Write(id, event);
    writer.Write(id, run::RunFinished{});
    workspace().library().NotifyChanged();
    ASSERT_TRUE(WaitFor(
        [this] { return maps_->importance().run_state() == ImportanceSource::RunState::kFound; }));
  }

  /// A column of the map's table at one layer, once the map shows so many units in all.
  std::vector<std::string> Column(BudgetMaps::Tab tab,
                                  std::size_t units,
                                  qlonglong layer,
                                  std::size_t column) {
    const viz::HeatMap* map = maps_->map(tab);
    EXPECT_TRUE(WaitFor([&] { return map->Table().rows == units; })) << map->Table().rows;
    WaitFor([] { return false; }, 300);  // a map draws at most ten times a second
    const viz::TableData table = map->Table();
    std::vector<std::string> cells;
    for (std::size_t row = 0; row < table.rows; ++row) {
      if (table.cell(row, 0).toLongLong() != layer) continue;
      cells.push_back(ToStd(table.cell(row, column).toString()));
    }
    return cells;
  }
  std::string Message(const char* name) { return ToStd(Child<QLabel>(name)->text()); }

  BudgetMaps* maps_ = nullptr;

 private:
  static run::FamilyState Channels(std::int64_t layer) {
    run::FamilyState family;
    family.layer = layer;
    family.kept = kChannelCount;
    if (layer == 0 || layer == 3) return family;
    auto scores = std::make_shared<std::vector<float>>();
    auto keep = std::make_shared<std::vector<std::uint8_t>>();
    for (std::size_t unit = 0; unit < kChannelCount; ++unit) {
      const bool stays = unit < kChannelCount * 3 / 4;
      scores->push_back(stays ? 1.0F / static_cast<float>(unit + 1) : 0.0F);
      keep->push_back(stays ? 1 : 0);
    }
    family.kept = kChannelCount * 3 / 4;
    family.scores = std::move(scores);
    family.keep = std::move(keep);
    return family;
  }
};

TEST_F(BudgetMapsTest, NormsAreThoseOfTheWeightsWithARunAndWithout) {
  Open(BudgetMaps::kNorms);
  const auto before = Column(BudgetMaps::kNorms, 4 * kChannelCount, 1, kValue);
  const viz::SharedValues weights = maps_->importance().weights().At({1, FamilyGroup::kFfn});
  ASSERT_EQ(before.size(), weights->size());
  EXPECT_EQ(std::stof(before[7]), weights->at(7));
  AddRun();
  EXPECT_EQ(Column(BudgetMaps::kNorms, 4 * kChannelCount, 1, kValue), before);
  Child<QAbstractButton>("budget-norms-units-0")->click();
  EXPECT_EQ(Column(BudgetMaps::kNorms, 4 * 4, 1, kValue).size(), 4U);  // query heads
}

TEST_F(BudgetMapsTest, ImportanceIsOfTheRunOnlyWhereItScoredTheGroup) {
  Open(BudgetMaps::kChannels);
  EXPECT_EQ(Column(BudgetMaps::kChannels, 4 * kChannelCount, 1, kValue).size(), 128U);
  AddRun();
  const auto channels = Column(BudgetMaps::kChannels, 2 * kChannelCount, 1, kValue);
  EXPECT_EQ(std::stof(channels[1]), 0.5F);
  ShowTab(BudgetMaps::kHeads);
  EXPECT_EQ(Column(BudgetMaps::kHeads, 4 * 4, 1, kValue).size(), 4U);
  EXPECT_TRUE(maps_->importance().scores(FamilyGroup::kAttention).run.isEmpty());
}

TEST_F(BudgetMapsTest, WithoutARunTheDifferenceSaysWhyAndLeadsToOne) {
  Open(BudgetMaps::kDifference);
  ASSERT_TRUE(WaitFor(
      [this] { return maps_->importance().run_state() == ImportanceSource::RunState::kNone; }));
  WaitFor([] { return false; }, 50);
  EXPECT_THAT(Message("budget-difference-message"), HasSubstr("No pruning run"));
  std::optional<PageId> led;
  QObject::connect(page_.get(), &Page::NavigationRequested, [&](PageId id) { led = id; });
  Child<QAbstractButton>("budget-difference-message-button")->click();
  EXPECT_EQ(led, PageId::kRun);
}

TEST_F(BudgetMapsTest, TheDifferenceIsOfTheLastRunAndTheWeights) {
  Open(BudgetMaps::kDifference);
  AddRun();
  const auto cells = Column(BudgetMaps::kDifference, 2 * kChannelCount, 1, kValue);
  const ImportanceSource& importance = maps_->importance();
  const viz::SharedValues expected =
      RelativeDifference(*importance.last_run().At({1, FamilyGroup::kFfn}),
                         *importance.weights().At({1, FamilyGroup::kFfn}),
                         importance.KeptByRun({1, FamilyGroup::kFfn}));
  EXPECT_GT(std::stof(cells.at(0)), 1.0F) << "the run liked it best by far";
  EXPECT_EQ(std::stof(cells.at(3)), expected->at(3));
  EXPECT_EQ(cells.at(127), "") << "it left";
  EXPECT_THAT(ToStd(Child<QLabel>("budget-difference-caption")->text()),
              HasSubstr("less weight norms"));
  Child<QAbstractButton>("budget-difference-units-0")->click();
  WaitFor([] { return false; }, 50);
  EXPECT_THAT(Message("budget-difference-message"), HasSubstr("scored no heads"));
}

TEST_F(BudgetMapsTest, TheHatchIsTheSameOnEveryMap) {
  Open(BudgetMaps::kChannels);
  AddRun();
  page_->commands().SetKept({1}, FamilyGroup::kFfn, 64);
  const auto planned = Column(BudgetMaps::kChannels, 2 * kChannelCount, 1, kState);
  EXPECT_EQ(planned.at(0), "kept");
  EXPECT_EQ(std::ranges::count(planned, "planned"), 64);
  ShowTab(BudgetMaps::kNorms);
  EXPECT_EQ(Column(BudgetMaps::kNorms, 4 * kChannelCount, 1, kState), planned);
  ShowTab(BudgetMaps::kDifference);
  EXPECT_EQ(Column(BudgetMaps::kDifference, 2 * kChannelCount, 1, kState), planned);
}

TEST_F(BudgetMapsTest, AClickProtectsOrForcesOnEveryMap) {
  Open(BudgetMaps::kNorms);
  AddRun();
  page_->commands().SetKept({1}, FamilyGroup::kFfn, 64);
  std::size_t unit = 0;
  for (const BudgetMaps::Tab tab :
       {BudgetMaps::kChannels, BudgetMaps::kNorms, BudgetMaps::kDifference}) {
    ShowTab(tab);
    // By the run's scores the first units would stay and the last ones leave.
    emit maps_->map(tab)->CellActivated(1, unit);
    emit maps_->map(tab)->CellActivated(1, kChannelCount - 1 - unit);
    const auto mark = [&](std::size_t of) {
      return page_->commands().MarkOf(1, FamilyGroup::kFfn, static_cast<std::int64_t>(of));
    };
    EXPECT_EQ(mark(unit), UnitMark::kForced) << tab;
    EXPECT_EQ(mark(kChannelCount - 1 - unit), UnitMark::kProtected) << tab;
    ++unit;
  }
  Child<QAbstractButton>("budget-norms-units-0")->click();
  emit maps_->map(BudgetMaps::kNorms)->CellActivated(1, 1);
  EXPECT_NE(page_->commands().MarkOf(1, FamilyGroup::kAttention, 1), UnitMark::kNone);
}

TEST_F(BudgetMapsTest, AnEditLeavesThePlanOfOtherLayersAlone) {
  Open(BudgetMaps::kChannels);
  AddRun();
  ShowTab(BudgetMaps::kDifference);
  BudgetFrames frames(workspace(), page_->model(), page_->commands(), maps_->importance());
  const auto plan = [&](std::size_t row) {
    page_->model().RefreshNow();
    return frames.Frame(MapValues::kDifference, FamilyGroup::kFfn).rows.at(row).plan_mask;
  };
  const viz::SharedMask first = plan(1);
  const viz::SharedMask second = plan(2);
  ASSERT_NE(first, nullptr);
  page_->commands().SetKept({1}, FamilyGroup::kFfn, 64);
  EXPECT_EQ(std::ranges::count(*plan(1), 1), 64);
  EXPECT_NE(plan(1), first);
  EXPECT_EQ(plan(2), second);
  page_->commands().SetMark(2, FamilyGroup::kFfn, 127, UnitMark::kProtected);
  EXPECT_EQ(plan(2)->at(127), 1);
}

TEST(RelativeDifference, ComparesEachUnitWithTheMeanOfThoseThatStayed) {
  const auto keep =
      std::make_shared<const std::vector<std::uint8_t>>(std::vector<std::uint8_t>{1, 1, 1, 0});
  const viz::SharedValues difference = RelativeDifference({1, 2, 3, 0}, {8, 4, 4, 99}, keep);
  // Scores by their mean 2, weights by their mean 16 / 3.
  ASSERT_EQ(difference->size(), 4U);
  EXPECT_FLOAT_EQ((*difference)[0], 0.5F - 1.5F);
  EXPECT_FLOAT_EQ((*difference)[1], 1.0F - 0.75F);
  EXPECT_FLOAT_EQ((*difference)[2], 1.5F - 0.75F);
  EXPECT_TRUE(std::isnan((*difference)[3]));
  EXPECT_THAT(*RelativeDifference({0, 0}, {1, 3}, nullptr), ElementsAre(-0.5F, -1.5F));
  EXPECT_EQ(RelativeDifference({1}, {1, 2}, nullptr), nullptr);
}

}  // namespace
}  // namespace sentei::ui
