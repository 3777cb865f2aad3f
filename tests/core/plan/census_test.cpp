// SPDX-License-Identifier: Apache-2.0
#include "core/plan/census.h"

#include "core/plan/memory_estimate.h"
#include "core/plan/schedule.h"
#include "tests/core/plan/test_models.h"

#include <gtest/gtest.h>

namespace sentei::plan {
namespace {

using testing::Llama31Of8B;
using testing::Llama7B;
using testing::MakeModel;
using testing::RandomModel;
using testing::SmolLm2;
using testing::TinyLlama;

/// Parameters left when layers [first, last) keep these counts.
std::int64_t After(const ModelDescription& model,
                   std::int64_t first,
                   std::int64_t last,
                   std::int64_t heads,
                   std::int64_t channels) {
  const auto families = BuildUnitFamilies(model, UnitKind::kKvGroup);
  std::vector<std::int64_t> counts;
  for (const UnitFamily& family : families) {
    const bool pruned = family.layer >= first && family.layer < last;
    const std::int64_t kept = family.group() == FamilyGroup::kFfn ? channels : heads;
    counts.push_back(pruned ? kept : family.num_units);
  }
  return ParameterCount(WithKeptCounts(model, families, counts));
}

TEST(Census, ReproducesPublishedCounts) {
  EXPECT_EQ(ParameterCount(Llama7B()), 6'738'415'616);
  EXPECT_EQ(After(Llama7B(), 4, 30, 24, 8256), 5'422'977'024);
  EXPECT_EQ(ParameterCount(Llama31Of8B()), 8'030'261'248);
  EXPECT_EQ(After(Llama31Of8B(), 4, 30, 6, 10752), 6'612'586'496);
  EXPECT_EQ(ParameterCount(TinyLlama()), 1'100'048'384);
  EXPECT_EQ(After(TinyLlama(), 4, 18, 3, 4224), 945'907'712);
  const double last = ReferencePruneMoments({.steps = 312, .final = 0.5}).back().sigma;
  EXPECT_EQ(After(Llama7B(), 3, 31, ReferenceKeptAt(32, last), ReferenceKeptAt(11008, last)),
            3'964'227'584);
}

TEST(Census, OfSmolLm2HasTheKnownShares) {
  const Census census = TakeCensus(SmolLm2());
  const auto total = static_cast<double>(census.total());
  EXPECT_EQ(census.total(), 134'515'008);
  EXPECT_EQ(census.lm_head, 0);
  EXPECT_NEAR(static_cast<double>(census.embedding) / total, 0.210, 5e-4);
  EXPECT_NEAR(static_cast<double>(census.attention) / total, 0.197, 5e-4);
  EXPECT_NEAR(static_cast<double>(census.ffn) / total, 0.592, 5e-4);
}

TEST(Census, IsTheSumOfItsLayers) {
  std::mt19937 random(5);
  for (int i = 0; i < 200; ++i) {
    const Census census = TakeCensus(RandomModel(random));
    LayerCensus sum;
    for (const LayerCensus& layer : census.layers) {
      sum.attention += layer.attention;
      sum.ffn += layer.ffn;
      sum.norms += layer.norms;
    }
    EXPECT_EQ(sum.attention, census.attention);
    EXPECT_EQ(sum.ffn, census.ffn);
    EXPECT_EQ(census.total(),
              census.embedding + census.lm_head + sum.total() + (census.norms - sum.norms));
  }
}

TEST(Census, CountsMacsPerToken) {
  const ModelDescription model = MakeModel(2, 8, {4, 2, 12}, 2, 50);
  // Projections 8x8, 4x8, 4x8, 8x8 and three of 12x8 in each layer; output matrix 50x8.
  const double linear = 2.0 * (64 + 32 + 32 + 64 + 3 * 96) + 400;
  const double pair = 2.0 * 2 * 4 * 2;
  EXPECT_DOUBLE_EQ(DecodeMacs(model, 0), linear + pair);
  EXPECT_DOUBLE_EQ(DecodeMacs(model, 9), linear + 10 * pair);
  double prefill = 0.0;
  for (std::int64_t t = 0; t < 7; ++t) prefill += DecodeMacs(model, t);
  EXPECT_DOUBLE_EQ(PrefillMacs(model, 7), prefill);
}

TEST(Census, CountsBytesByDType) {
  const ModelDescription model = SmolLm2();
  const std::int64_t total = ParameterCount(model);
  const std::int64_t vectors = (2 * 30 + 1) * 576;
  EXPECT_EQ(WeightBytes(model, ExportDType::kF32), total * 4);
  EXPECT_EQ(WeightBytes(model, ExportDType::kBF16), total * 2);
  EXPECT_EQ(WeightBytes(model, ExportDType::kF16, ExportProfile::kGguf),
            (total - vectors) * 2 + vectors * 4);
  EXPECT_EQ(WeightBytes(model, ExportDType::kQ8_0, ExportProfile::kGguf),
            (total - vectors) / 32 * 34 + vectors * 4);
  EXPECT_EQ(MatrixBytes({3, 33}, ExportDType::kQ8_0), 3 * 2 * 34);
  EXPECT_EQ(KvCacheBytesPerToken(model, 2), 30 * 2 * 3 * 64 * 2);
}

TEST(UnitWeights, OfSmolLm2) {
  const auto weights = UnitWeights(SmolLm2(), BuildUnitFamilies(SmolLm2(), UnitKind::kKvGroup));
  ASSERT_EQ(weights.size(), 2U);
  EXPECT_EQ(weights[0].kind, UnitKind::kKvGroup);
  EXPECT_EQ(weights[0].parameters, 294'912);
  EXPECT_EQ(weights[0].units_per_layer, 3);
  EXPECT_EQ(weights[0].num_layers, 30);
  EXPECT_NEAR(weights[0].share_of_model, 0.066, 5e-4);
  EXPECT_EQ(weights[0].kv_values_per_token, 128);
  EXPECT_EQ(weights[1].parameters, 1'728);
  EXPECT_EQ(weights[1].macs_per_token, 1'728);
  EXPECT_EQ(weights[1].kv_values_per_token, 0);
}

TEST(LoraParameters, OfLlama7BAtRankEight) { EXPECT_EQ(LoraParameters(Llama7B(), 8), 19'988'480); }

TEST(MemoryEstimate, NamesItsPartsAndFindsThePeak) {
  const MemoryRequest request{.uses = {MemoryUse::kEval, MemoryUse::kTrain},
                              .home = WeightHome::kConverted,
                              .compute_bytes = 2,
                              .micro_batch = 4,
                              .length = 128,
                              .lora_rank = 8,
                              .scoring = ScoringNeed::kTile};
  const MemoryEstimate estimate = EstimateMemory(SmolLm2(), request);
  ASSERT_EQ(estimate.phases.size(), 2U);
  EXPECT_EQ(estimate.Peak().use, MemoryUse::kTrain);
  EXPECT_EQ(estimate.Peak().parts.front().bytes, 134'515'008 * 2);
  std::int64_t sum = 0;
  for (const MemoryPart& part : estimate.Peak().parts) {
    EXPECT_FALSE(part.name.empty());
    EXPECT_GE(part.bytes, 0);
    sum += part.bytes;
  }
  EXPECT_EQ(estimate.Peak().Resident(), sum);
}

TEST(MemoryEstimate, GrowsWithWhatNeedsMemory) {
  const auto required = [](MemoryRequest request) {
    request.uses = {MemoryUse::kTrain};
    return EstimateMemory(SmolLm2(), request).Peak().Required();
  };
  const MemoryRequest base{.compute_bytes = 2, .length = 128, .lora_rank = 8};
  auto longer = base;
  longer.length = 256;
  auto wider = base;
  wider.lora_rank = 16;
  auto gradients = base;
  gradients.scoring = ScoringNeed::kAllGradients;
  auto streaming = base;
  streaming.scoring = ScoringNeed::kLayerGradient;
  auto mapped = base;
  mapped.home = WeightHome::kMapped;
  mapped.stored_bytes = 269'030'016;
  EXPECT_GT(required(longer), required(base));
  EXPECT_GT(required(wider), required(base));
  EXPECT_GT(required(streaming), required(base));
  EXPECT_GT(required(gradients), required(streaming));
  EXPECT_LT(required(mapped), required(base));
}

}  // namespace
}  // namespace sentei::plan
