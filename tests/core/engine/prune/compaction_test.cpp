// SPDX-License-Identifier: Apache-2.0
// Cutting masked units out physically changes nothing that the model computes.
#include "core/engine/prune/compaction.h"

#include "core/plan/census.h"
#include "tests/core/engine/prune/prune_fixture.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <gtest/gtest.h>

namespace sentei::engine::testing {
namespace {

constexpr double kTolerance = 1e-5;

struct CutCase {
  test::TinyModel tiny;
  plan::UnitKind attention;
};

std::vector<CutCase> CutCases() {
  std::vector<CutCase> cases;
  for (const test::TinyModel& tiny : test::TinyModels()) {
    cases.push_back({tiny, plan::UnitKind::kKvGroup});
    if (tiny.query_heads > tiny.kv_heads) cases.push_back({tiny, plan::UnitKind::kQueryStripe});
  }
  return cases;
}

class CompactionTest : public ::testing::TestWithParam<CutCase> {
 protected:
  CompactionTest() : model_(LoraModel(GetParam().tiny, at::kFloat)) {
    families_ = plan::BuildUnitFamilies(model_->description, GetParam().attention);
    keep_ = SomeDropped(families_);
    ids_ = test::RandomIds(2, 12, model_->description.vocab_size, 9);
  }

  void Mask() {
    UnitMasks masks(*model_, families_, {}, GateGradients::kOff);
    masks.Apply(keep_);
  }
  [[nodiscard]] std::unique_ptr<Decoder> Cut(LoraOnCompaction lora) const {
    return Compact(*model_, families_, keep_, lora, at::kFloat);
  }

  std::unique_ptr<Decoder> model_;
  std::vector<plan::UnitFamily> families_;
  plan::KeepMask keep_;
  at::Tensor ids_;
};

TEST_P(CompactionTest, MaskedAndCompactedModelsComputeTheSameLogits) {
  Mask();
  const at::Tensor masked = LogitsOf(*model_, ids_);
  EXPECT_LT(MaxDiff(masked, LogitsOf(*Cut(LoraOnCompaction::kMerge), ids_)), kTolerance);
  EXPECT_LT(MaxDiff(masked, LogitsOf(*Cut(LoraOnCompaction::kSlice), ids_)), kTolerance);
}

TEST_P(CompactionTest, DecodingWithACacheComputesTheSameLogitsToo) {
  Mask();
  const at::Tensor masked = LogitsOf(*model_, ids_);
  const std::unique_ptr<Decoder> small = Cut(LoraOnCompaction::kMerge);
  const at::NoGradGuard no_grad;
  KvCache cache;
  cache.capacity = ids_.size(1);
  for (std::int64_t begin = 0; begin < ids_.size(1);) {
    const std::int64_t count = begin == 0 ? 5 : 1;
    const at::Tensor hidden = ForwardHidden(*small, ids_.narrow(1, begin, count), {}, &cache);
    EXPECT_LT(MaxDiff(Logits(*small, hidden), masked.narrow(1, begin, count)), kTolerance)
        << "positions from " << begin;
    begin += count;
  }
}

TEST_P(CompactionTest, MergingCommutesWithSlicing) {
  const std::unique_ptr<Decoder> merged_first = Cut(LoraOnCompaction::kMerge);
  const std::unique_ptr<Decoder> sliced = Cut(LoraOnCompaction::kSlice);
  for (std::size_t i = 0; i < merged_first->layers.size(); ++i) {
    for (const plan::Projection projection : plan::kProjections) {
      EXPECT_FALSE(merged_first->layers[i][projection].has_lora());
      EXPECT_LT(MaxDiff(merged_first->layers[i][projection].weight,
                        EffectiveWeight(sliced->layers[i][projection])),
                1e-6);
    }
  }
}

TEST_P(CompactionTest, UnmergedLoraComputesWhatTheMergedModelDoes) {
  keep_ = plan::AllKept(families_);
  EXPECT_LT(MaxDiff(LogitsOf(*model_, ids_), LogitsOf(*Cut(LoraOnCompaction::kMerge), ids_)),
            kTolerance);
}

TEST_P(CompactionTest, SizesAndParametersAreThoseOfThePlan) {
  const std::unique_ptr<Decoder> small = Cut(LoraOnCompaction::kMerge);
  const std::int64_t removed = plan::RemovedParameters(families_, plan::KeptCounts(keep_));
  EXPECT_GT(removed, 0);
  EXPECT_EQ(small->ParameterCount(), model_->ParameterCount() - removed);
  EXPECT_EQ(plan::ParameterCount(small->description), small->ParameterCount());
  for (std::size_t i = 0; i < small->layers.size(); ++i) {
    const plan::LayerShape& shape = small->description.layers[i];
    EXPECT_EQ(small->layers[i].q.weight.size(0),
              shape.num_query_heads * small->description.head_dim);
    EXPECT_EQ(small->layers[i].k.weight.size(0), shape.num_kv_heads * small->description.head_dim);
    EXPECT_EQ(small->layers[i].down.weight.size(1), shape.ffn_size);
    EXPECT_FALSE(small->layers[i].down.input_mask.defined());
  }
}

/// Families whose opening projections all lose their rows: with a query stripe V stays.
class OpeningTest : public CompactionTest {};

TEST_P(OpeningTest, ClosingTheGateEqualsSilencingTheOpeningProjections) {
  const std::unique_ptr<Decoder> silenced = LoraModel(GetParam().tiny, at::kFloat);
  const at::NoGradGuard no_grad;
  for (std::size_t f = 0; f < families_.size(); ++f) {
    std::vector<bool> dead = keep_[f];
    dead.flip();
    for (const plan::FamilyMember& member : families_[f].members) {
      if (member.axis == plan::Axis::kColumn) continue;
      LoraLinear& linear =
          silenced->layers[static_cast<std::size_t>(families_[f].layer)][member.projection];
      const at::Tensor ids = KeptIndices(dead, member.unit_size);
      linear.weight.index_fill_(0, ids, 0.0);
      if (linear.bias.defined()) linear.bias.index_fill_(0, ids, 0.0);
      linear.lora_b.detach().index_fill_(0, ids, 0.0);
    }
  }
  Mask();
  EXPECT_LT(MaxDiff(LogitsOf(*model_, ids_), LogitsOf(*silenced, ids_)), kTolerance);
}

TEST_P(CompactionTest, LayersThatLoseNothingKeepTheirBytesButForTheMergedLora) {
  for (std::size_t f = 0; f < families_.size(); ++f) {
    if (families_[f].layer == 0) keep_[f].assign(keep_[f].size(), true);
  }
  const std::unique_ptr<Decoder> merged = Cut(LoraOnCompaction::kMerge);
  const std::unique_ptr<Decoder> sliced = Cut(LoraOnCompaction::kSlice);
  for (const plan::Projection projection : plan::kProjections) {
    const LoraLinear& dense = model_->layers[0][projection];
    EXPECT_TRUE(at::equal(sliced->layers[0][projection].weight, dense.weight));
    EXPECT_TRUE(at::equal(merged->layers[0][projection].weight, EffectiveWeight(dense)));
  }
  EXPECT_TRUE(at::equal(merged->layers[0][plan::LayerNorm::kAttentionInput],
                        model_->layers[0][plan::LayerNorm::kAttentionInput]));
  EXPECT_TRUE(at::equal(merged->embedding, model_->embedding));
}

INSTANTIATE_TEST_SUITE_P(Models, CompactionTest, ::testing::ValuesIn(CutCases()));

std::vector<CutCase> WholeHeadCases() {
  std::vector<CutCase> cases = CutCases();
  std::erase_if(cases,
                [](const CutCase& c) { return c.attention == plan::UnitKind::kQueryStripe; });
  return cases;
}
INSTANTIATE_TEST_SUITE_P(Models, OpeningTest, ::testing::ValuesIn(WholeHeadCases()));

TEST(Compaction, RoundsMergedWeightsOnce) {
  const auto model = LoraModel({}, at::kFloat);
  const auto families = plan::BuildUnitFamilies(model->description, plan::UnitKind::kKvGroup);
  const auto small =
      Compact(*model, families, plan::AllKept(families), LoraOnCompaction::kMerge, at::kBFloat16);
  EXPECT_TRUE(at::equal(small->layers[0].up.weight,
                        EffectiveWeight(model->layers[0].up).to(at::kBFloat16)));
  EXPECT_EQ(small->dtype, at::kBFloat16);
}

}  // namespace
}  // namespace sentei::engine::testing
