// SPDX-License-Identifier: Apache-2.0
#include "viz/heat_map_model.h"

#include "tests/viz/viz_samples.h"

#include <gtest/gtest.h>

#include <limits>

namespace sentei::viz {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

HeatMapFrame OneRow(std::vector<float> values) {
  HeatMapFrame frame;
  frame.criterion = QStringLiteral("magnitude");
  frame.rows.resize(1);
  frame.rows[0].values = Values(std::move(values));
  return frame;
}

TEST(HeatMapModel, OneHotChannelIsVisibleAtEveryWidthAndPosition) {
  HeatMapModel model;
  model.SetOrder(UnitOrder::kByIndex);
  for (const std::size_t channels : {std::size_t{1536}, std::size_t{28672}}) {
    for (std::size_t i = 0; i < 200; ++i) {
      const std::size_t hot = i * (channels - 1) / 199;
      std::vector<float> values(channels, 0.1F);
      values[hot] = 5.0F;
      model.SetFrame(OneRow(std::move(values)));
      for (const std::size_t width : {1U, 7U, 199U, 640U, 1400U, 4096U}) {
        const std::size_t count = model.BinCount(width);
        const auto bins = model.Bins(0, count);
        std::size_t found = count;
        for (std::size_t bin = 0; bin < count; ++bin) {
          if (bins[bin].value == 5.0F) found = bin;
        }
        ASSERT_LT(found, count) << channels << " channels, hot " << hot << ", width " << width;
        ASSERT_EQ(model.Cell(0, found, count).unit, hot);
        ASSERT_EQ(model.BinOfUnit(0, hot, count), found);
      }
    }
  }
}

TEST(HeatMapModel, FamiliesWithoutScoresAreBlankNotZero) {
  HeatMapModel model;
  HeatMapFrame frame = ChannelFrame(3, 64);
  frame.rows[1].values = nullptr;
  model.SetFrame(frame);
  for (const HeatMapBin& bin : model.Bins(1, 32)) {
    EXPECT_EQ(bin.fate, UnitFate::kBlank);
    EXPECT_FALSE(bin.value.has_value());
  }
  EXPECT_EQ(model.Cell(1, 3, 32).fate, UnitFate::kBlank);
}

TEST(HeatMapModel, UnitsWithoutANumberHaveNoValueButAreNotPruned) {
  HeatMapModel model;
  model.SetOrder(UnitOrder::kByIndex);
  model.SetFrame(OneRow({kNan, kNan, 2.0F, kNan}));
  const auto bins = model.Bins(0, 2);
  EXPECT_FALSE(bins[0].value.has_value());
  EXPECT_EQ(bins[0].fate, UnitFate::kKept);
  EXPECT_EQ(bins[1].value, 2.0F);
}

TEST(HeatMapModel, SortedRowsFallAndShowTheCutAsAnEdge) {
  HeatMapModel model;
  HeatMapFrame frame = ChannelFrame(1, 1000);
  frame.rows[0].keep_mask = KeepBest(frame.rows[0], 800);
  frame.rows[0].planned_kept = 500;
  model.SetFrame(frame);
  const auto bins = model.Bins(0, 1000);
  for (std::size_t i = 0; i < 1000; ++i) {
    const UnitFate wanted = i < 500   ? UnitFate::kKept
                            : i < 800 ? UnitFate::kPlanned
                                      : UnitFate::kPruned;
    ASSERT_EQ(bins[i].fate, wanted) << i;
    if (i == 0 || i >= 800 || i == 500) continue;
    ASSERT_LE(*bins[i].value, *bins[i - 1].value) << i;
  }
  EXPECT_EQ(model.KeptUnits(0), 500U);
}

TEST(HeatMapModel, PlanKeepsProtectedUnitsAndRemovesForcedOnesFirst) {
  HeatMapModel model;
  model.SetOrder(UnitOrder::kByIndex);
  HeatMapFrame frame = OneRow({4, 3, 2, 1});
  frame.rows[0].planned_kept = 2;
  frame.rows[0].protected_units = {3};
  frame.rows[0].forced_units = {0};
  model.SetFrame(frame);
  const auto bins = model.Bins(0, 4);
  EXPECT_EQ(bins[0].fate, UnitFate::kPlanned);
  EXPECT_EQ(bins[1].fate, UnitFate::kKept);
  EXPECT_EQ(bins[2].fate, UnitFate::kPlanned);
  EXPECT_EQ(bins[3].fate, UnitFate::kKept);
}

TEST(HeatMapModel, PlannedCountIsExactAmongEqualValues) {
  HeatMapModel model;
  model.SetOrder(UnitOrder::kByIndex);
  HeatMapFrame frame = OneRow({1, 1, 1, 1, 1});
  frame.rows[0].planned_kept = 3;
  model.SetFrame(frame);
  std::size_t kept = 0;
  for (const HeatMapBin& bin : model.Bins(0, 5)) kept += bin.fate == UnitFate::kKept ? 1 : 0;
  EXPECT_EQ(kept, 3U);
}

TEST(HeatMapModel, KvGroupsSpanTheirHeads) {
  HeatMapModel model;
  HeatMapFrame frame = HeadFrame(2, 3, 3);
  frame.rows[0].keep_mask = Mask({1, 0, 1});
  model.SetFrame(frame);
  EXPECT_EQ(model.ColumnCount(), 9U);
  EXPECT_EQ(model.UnitsOf(0), 3U);
  const auto bins = model.Bins(0, 9);
  for (std::size_t head = 0; head < 9; ++head) {
    EXPECT_EQ(bins[head].fate == UnitFate::kPruned, head / 3 == 1) << head;
  }
  const HeatMapCell cell = model.Cell(0, 4, 9);
  EXPECT_EQ(cell.unit, 1U);
  EXPECT_EQ(cell.first, 3U);
  EXPECT_EQ(cell.last, 5U);
}

TEST(HeatMapModel, NewlyPrunedUnitsAreFreshUntilEnded) {
  HeatMapModel model;
  model.SetOrder(UnitOrder::kByIndex);
  HeatMapFrame frame = OneRow({4, 3, 2, 1});
  model.SetFrame(frame);
  EXPECT_FALSE(model.HasFresh());
  frame.rows[0].keep_mask = Mask({1, 1, 1, 0});
  model.SetFrame(frame);
  ASSERT_TRUE(model.HasFresh());
  EXPECT_TRUE(model.Bins(0, 4)[3].fresh);
  EXPECT_FALSE(model.Bins(0, 4)[2].fresh);
  model.EndFresh();
  EXPECT_FALSE(model.HasFresh());
  EXPECT_EQ(model.Bins(0, 4)[3].fate, UnitFate::kPruned);
}

TEST(HeatMapModel, LockedRangeStaysAndAnotherCriterionMakesANewOne) {
  HeatMapModel model;
  HeatMapFrame frame = ChannelFrame(4, 256);
  model.SetFrame(frame);
  const double high = model.range().high;
  HeatMapFrame louder = ChannelFrame(4, 256, 2);
  for (HeatMapRow& row : louder.rows) {
    std::vector<float> values = *row.values;
    for (float& value : values) value *= 100;
    row.values = Values(values);
  }
  model.SetFrame(louder);
  EXPECT_DOUBLE_EQ(model.range().high, high);
  louder.criterion = QStringLiteral("magnitude");
  model.SetFrame(louder);
  EXPECT_GT(model.range().high, 10 * high);
  model.SetRangeMode(RangeMode::kFollow);
  model.SetFrame(frame);
  EXPECT_NEAR(model.range().high, high, high * 0.01);
}

TEST(HeatMapModel, RanksCountOverTheWholeMap) {
  HeatMapModel model;
  model.SetOrder(UnitOrder::kByIndex);
  HeatMapFrame frame = OneRow({4, 1});
  frame.rows.push_back({});
  frame.rows[1].layer = 1;
  frame.rows[1].values = Values({3, 2});
  model.SetFrame(frame);
  EXPECT_EQ(model.Cell(0, 0, 2).rank, 1U);
  EXPECT_EQ(model.Cell(1, 1, 2).rank, 3U);
  EXPECT_EQ(model.Cell(0, 1, 2).ranked, 4U);
}

TEST(HeatMapModel, TableHoldsEveryUnitWithItsState) {
  HeatMapModel model;
  HeatMapFrame frame = OneRow({4, 3, 2, kNan});
  frame.rows[0].layer = 7;
  frame.rows[0].keep_mask = Mask({1, 1, 1, 0});
  frame.rows[0].planned_kept = 2;
  model.SetFrame(frame);
  const QStringList states{
      QStringLiteral("kept"), QStringLiteral("planned"), QStringLiteral("pruned")};
  const TableData table = model.Table(
      {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")}, states);
  ASSERT_EQ(table.rows, 4U);
  EXPECT_EQ(table.cell(0, 0).toInt(), 7);
  EXPECT_EQ(table.cell(1, 2).toDouble(), 3.0);
  EXPECT_FALSE(table.cell(3, 2).isValid());
  EXPECT_EQ(table.cell(1, 3).toString(), states[0]);
  EXPECT_EQ(table.cell(2, 3).toString(), states[1]);
  EXPECT_EQ(table.cell(3, 3).toString(), states[2]);
}

}  // namespace
}  // namespace sentei::viz
