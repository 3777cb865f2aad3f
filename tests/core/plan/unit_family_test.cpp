// SPDX-License-Identifier: Apache-2.0
#include "core/plan/unit_family.h"

#include "core/plan/census.h"
#include "core/plan/checkpoint_tensors.h"
#include "tests/core/plan/test_models.h"

#include <gtest/gtest.h>

namespace sentei::plan {
namespace {

using testing::Caught;
using testing::Llama7B;
using testing::MakeModel;
using testing::RandomModel;
using testing::SmolLm2;

TEST(UnitFamilies, OfSmolLm2WeighWhatTheyShould) {
  const auto families = BuildUnitFamilies(SmolLm2(), UnitKind::kKvGroup);
  ASSERT_EQ(families.size(), 60U);
  const UnitFamily& attention = families[2];
  EXPECT_EQ(attention.layer, 1);
  EXPECT_EQ(attention.num_units, 3);
  EXPECT_EQ(attention.unit_cost, 294'912);
  EXPECT_EQ(attention.gate_width, 3 * 64);
  EXPECT_EQ(attention.closing, Projection::kO);
  const UnitFamily& ffn = families[3];
  EXPECT_EQ(ffn.kind, UnitKind::kFfnChannel);
  EXPECT_EQ(ffn.num_units, 1536);
  EXPECT_EQ(ffn.unit_cost, 1'728);
  EXPECT_EQ(ffn.closing, Projection::kDown);
  EXPECT_EQ(ffn.gate_width, 1);
}

TEST(UnitFamilies, OfQueryStripesLeaveKeysAndValuesAlone) {
  const auto families = BuildUnitFamilies(SmolLm2(), UnitKind::kQueryStripe);
  const UnitFamily& attention = families.front();
  EXPECT_EQ(attention.num_units, 9);
  EXPECT_EQ(attention.units_per_group, 3);
  EXPECT_EQ(UnitQuantum(attention), 3);
  EXPECT_EQ(attention.unit_cost, 2 * 64 * 576);
  ASSERT_EQ(attention.members.size(), 2U);
  EXPECT_EQ(attention.members[0].projection, Projection::kQ);
  EXPECT_EQ(attention.members[1].projection, Projection::kO);
  EXPECT_EQ(attention.members[1].axis, Axis::kColumn);
}

TEST(UnitFamilies, OfPlainHeadsFollowTheFormula) {
  const auto families = BuildUnitFamilies(Llama7B(), UnitKind::kKvGroup);
  EXPECT_EQ(families[0].num_units, 32);
  EXPECT_EQ(families[0].unit_cost, 4 * 128 * 4096);
  EXPECT_EQ(families[1].unit_cost, 3 * 4096);
}

TEST(UnitFamilies, CountBiasesOfOpenersOnly) {
  ModelDescription model = MakeModel(1, 64, {6, 3, 40}, 16, 100);
  model.qkv_bias = model.output_bias = model.mlp_bias = true;
  const auto families = BuildUnitFamilies(model, UnitKind::kKvGroup);
  EXPECT_EQ(families[0].unit_cost, 2 * 16 * 64 * 3 + 16 * (2 + 1 + 1));
  EXPECT_EQ(families[1].unit_cost, 3 * 64 + 2);
  for (const UnitFamily& family : families) {
    for (const FamilyMember& member : family.members) {
      EXPECT_EQ(member.has_bias, member.axis == Axis::kRow);
    }
  }
}

TEST(UnitFamilies, RefuseWidthsThatUnitsDoNotFill) {
  const ModelDescription model = MakeModel(1, 64, {7, 3, 40}, 16, 100);
  EXPECT_EQ(Caught([&] { (void)BuildUnitFamilies(model, UnitKind::kKvGroup); }).code(),
            ErrorCode::kInput);
}

TEST(UnitFamilies, CostsAgreeWithTheCensusOfWhatRemains) {
  std::mt19937 random(3);
  for (int i = 0; i < 300; ++i) {
    const ModelDescription model = RandomModel(random);
    const UnitKind kind = i % 2 == 0 ? UnitKind::kKvGroup : UnitKind::kQueryStripe;
    const auto families = BuildUnitFamilies(model, kind);
    std::vector<std::int64_t> counts;
    for (const UnitFamily& family : families) {
      const std::int64_t quantum = UnitQuantum(family);
      const std::int64_t most = family.num_units / quantum;
      counts.push_back(quantum * std::uniform_int_distribution<std::int64_t>(1, most)(random));
    }
    const ModelDescription narrowed = WithKeptCounts(model, families, counts);
    EXPECT_EQ(ParameterCount(model) - ParameterCount(narrowed),
              RemovedParameters(families, counts));
    std::int64_t listed = 0;
    for (const ExpectedTensor& tensor : ExpectedTensors(narrowed)) {
      std::int64_t values = 1;
      for (const std::int64_t axis : tensor.shape) values *= axis;
      listed += values;
    }
    EXPECT_EQ(listed, ParameterCount(narrowed));
    EXPECT_NO_THROW((void)BuildUnitFamilies(narrowed, kind));
  }
}

TEST(KeepMasks, CountAndListLiveUnits) {
  const auto families = BuildUnitFamilies(MakeModel(1, 64, {4, 4, 5}, 16, 100), UnitKind::kKvGroup);
  KeepMask keep = AllKept(families);
  EXPECT_EQ(KeptCounts(keep), (std::vector<std::int64_t>{4, 5}));
  keep[1][0] = false;
  keep[1][3] = false;
  EXPECT_EQ(KeptCounts(keep), (std::vector<std::int64_t>{4, 3}));
  EXPECT_EQ(KeptUnits(keep[1]), (std::vector<std::int64_t>{1, 2, 4}));
}

TEST(KeepMasks, NeverEmptyAFamily) {
  const auto model = MakeModel(1, 64, {4, 2, 5}, 16, 100);
  const auto families = BuildUnitFamilies(model, UnitKind::kQueryStripe);
  const auto narrow = [&](std::vector<std::int64_t> counts) {
    return Caught([&] { (void)WithKeptCounts(model, families, counts); }).code();
  };
  EXPECT_EQ(narrow({0, 5}), ErrorCode::kInternal);
  EXPECT_EQ(narrow({3, 5}), ErrorCode::kInternal) << "one head of one KV group only";
  EXPECT_EQ(WithKeptCounts(model, families, std::vector<std::int64_t>{2, 5}).layers[0],
            (LayerShape{2, 2, 5}));
}

}  // namespace
}  // namespace sentei::plan
