// SPDX-License-Identifier: Apache-2.0
// Relabelling the FFN channels or KV groups of a model relabels the scores and nothing else.
#include "core/engine/prune/criterion.h"
#include "tests/core/engine/prune/prune_fixture.h"

#include <ATen/ATen.h>

#include <gtest/gtest.h>

namespace sentei::engine::testing {
namespace {

at::Tensor Pick(const at::Tensor& tensor, std::int64_t axis, const at::Tensor& ids) {
  return tensor.detach().index_select(axis, ids);
}

/// Moves unit order[u] to place u in every member tensor, LoRA factors included.
void Permute(Decoder& model, const plan::UnitFamily& family, const at::Tensor& order) {
  for (const plan::FamilyMember& member : family.members) {
    LoraLinear& linear = model.layers[static_cast<std::size_t>(family.layer)][member.projection];
    const at::Tensor ids = (order.unsqueeze(1) * member.unit_size +
                            at::arange(member.unit_size, at::kLong).unsqueeze(0))
                               .flatten();
    const std::int64_t axis = member.axis == plan::Axis::kRow ? 0 : 1;
    linear.weight = Pick(linear.weight, axis, ids);
    at::Tensor& factor = axis == 0 ? linear.lora_b : linear.lora_a;
    factor = Pick(factor, axis, ids).requires_grad_(true);
  }
}

UnitScores ScoresOf(Decoder& model, run::Criterion kind, const at::Tensor& ids) {
  const UnitMasks masks(model,
                        plan::BuildUnitFamilies(model.description, plan::UnitKind::kKvGroup),
                        {},
                        kind == run::Criterion::kGate ? GateGradients::kOn : GateGradients::kOff);
  const auto criterion = MakeCriterion(kind, model, masks, {});
  criterion->Begin();
  Backward(model, ids, Path::kFused, criterion->sink());
  criterion->Observe();
  return criterion->Scores();
}

class PermutationTest : public ::testing::TestWithParam<run::Criterion> {};

TEST_P(PermutationTest, PermutingUnitsOfTheBaseModelPermutesScores) {
  const test::TinyModel tiny{.name = "mha", .kv_heads = 4};
  const auto model = LoraModel(tiny, at::kDouble);
  const auto permuted = LoraModel(tiny, at::kDouble);
  const auto families = plan::BuildUnitFamilies(model->description, plan::UnitKind::kKvGroup);
  const at::Tensor ids = test::RandomIds(2, 9, model->description.vocab_size, 3);
  std::vector<at::Tensor> orders;
  for (const plan::UnitFamily& family : families) {
    // A reversal rotated by one: no unit stays in its place.
    orders.push_back(at::arange(family.num_units - 1, -1, -1, at::kLong).roll(1));
    Permute(*permuted, family, orders.back());
  }
  const UnitScores before = ScoresOf(*model, GetParam(), ids);
  const UnitScores after = ScoresOf(*permuted, GetParam(), ids);
  for (std::size_t f = 0; f < families.size(); ++f) {
    EXPECT_LT(MaxDiff(after[f], before[f].index_select(0, orders[f])),
              1e-7 * before[f].max().item<double>())
        << "family " << f;
  }
}

INSTANTIATE_TEST_SUITE_P(Criteria,
                         PermutationTest,
                         ::testing::Values(run::Criterion::kLora,
                                           run::Criterion::kGate,
                                           run::Criterion::kGrad,
                                           run::Criterion::kMagnitude));

}  // namespace
}  // namespace sentei::engine::testing
