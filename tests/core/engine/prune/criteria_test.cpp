// SPDX-License-Identifier: Apache-2.0
// Every criterion against a brute-force evaluation of its formula on materialised matrices.
#include "core/engine/prune/criterion.h"
#include "core/engine/prune/gate_criterion.h"
#include "core/engine/prune/lora_criterion.h"
#include "tests/core/engine/prune/prune_fixture.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <gtest/gtest.h>

#include <functional>

namespace sentei::engine::testing {
namespace {

/// sum over members of e_M (normalised or not), e_M from materialised element scores.
at::Tensor BruteForce(const plan::UnitFamily& family,
                      const at::Tensor& live,
                      RankingScope scope,
                      const std::function<at::Tensor(plan::Projection)>& elements) {
  std::vector<double> total(static_cast<std::size_t>(family.num_units), 0.0);
  for (const plan::FamilyMember& member : family.members) {
    const at::Tensor matrix = elements(member.projection).to(at::kDouble).contiguous();
    std::vector<double> sums(total.size(), 0.0);
    const auto* element = matrix.const_data_ptr<double>();
    for (std::int64_t i = 0; i < matrix.size(0); ++i) {
      for (std::int64_t j = 0; j < matrix.size(1); ++j) {
        const std::int64_t unit = (member.axis == plan::Axis::kRow ? i : j) / member.unit_size;
        sums[static_cast<std::size_t>(unit)] += *element++;
      }
    }
    double norm = 0.0;
    for (std::size_t u = 0; u < sums.size(); ++u) {
      sums[u] *= live[static_cast<std::int64_t>(u)].item<double>();
      norm += sums[u] * sums[u];
    }
    const double scale = scope == RankingScope::kLocal ? 1.0 / (std::sqrt(norm) + 1e-8) : 1.0;
    for (std::size_t u = 0; u < sums.size(); ++u) total[u] += sums[u] * scale;
  }
  return at::tensor(total, at::kDouble);
}

void ExpectClose(const at::Tensor& actual, const at::Tensor& expected, double relative) {
  const double scale = expected.abs().max().item<double>();
  EXPECT_LT(MaxDiff(actual, expected), relative * scale);
}

struct ScoreCase {
  plan::UnitKind attention;
  RankingScope scope;
  ElementPower power;
  std::int64_t tile;
};

class CriteriaTest : public ::testing::TestWithParam<ScoreCase> {
 protected:
  void Build(GateGradients gates, at::ScalarType dtype = at::kDouble) {
    model_ = LoraModel({.name = "gqa"}, dtype);
    families_ = plan::BuildUnitFamilies(model_->description, GetParam().attention);
    masks_ = std::make_unique<UnitMasks>(*model_, families_, std::vector<bool>(), gates);
    masks_->Apply(SomeDropped(families_));
    options_ = {.power = GetParam().power, .scope = GetParam().scope, .tile = GetParam().tile};
    ids_ = test::RandomIds(2, 9, model_->description.vocab_size, 3);
  }

  [[nodiscard]] at::Tensor Power(const at::Tensor& elements) const {
    return GetParam().power == ElementPower::kSquared ? elements.square() : elements.abs();
  }

  [[nodiscard]] const LoraLinear& Linear(const plan::UnitFamily& family,
                                         plan::Projection projection) const {
    return model_->layers[static_cast<std::size_t>(family.layer)][projection];
  }

  void ExpectScores(
      const UnitScores& scores,
      double tolerance,
      const std::function<at::Tensor(const plan::UnitFamily&, plan::Projection)>& elements) const {
    const at::NoGradGuard no_grad;
    ASSERT_EQ(scores.size(), families_.size());
    for (std::size_t f = 0; f < families_.size(); ++f) {
      SCOPED_TRACE(f);
      const at::Tensor expected =
          BruteForce(families_[f], masks_->live(f), GetParam().scope, [&](plan::Projection p) {
            return Power(elements(families_[f], p));
          });
      ExpectClose(scores[f], expected, tolerance);
    }
  }

  std::unique_ptr<Decoder> model_;
  std::vector<plan::UnitFamily> families_;
  std::unique_ptr<UnitMasks> masks_;
  CriterionOptions options_;
  at::Tensor ids_;
};

TEST_P(CriteriaTest, LoraScoresEqualTheMaterialisedSurrogateTimesTheWeight) {
  for (const at::ScalarType dtype : {at::kDouble, at::kFloat}) {
    Build(GateGradients::kOff, dtype);
    Backward(*model_, ids_, Path::kFused);
    const auto criterion = MakeCriterion(run::Criterion::kLora, *model_, *masks_, options_);
    ExpectScores(criterion->Scores(),
                 1e-6,
                 [this](const plan::UnitFamily& family, plan::Projection projection) {
                   const LoraLinear& linear = Linear(family, projection);
                   const at::Tensor a = linear.lora_a.to(at::kDouble);
                   const at::Tensor b = linear.lora_b.to(at::kDouble);
                   const at::Tensor ga = linear.lora_a.grad().to(at::kDouble);
                   const at::Tensor gb = linear.lora_b.grad().to(at::kDouble);
                   const at::Tensor surrogate = at::mm(gb, a) + at::mm(b, ga) - at::mm(gb, ga);
                   return surrogate *
                          (linear.weight.to(at::kDouble) + linear.scaling * at::mm(b, a));
                 });
  }
}

TEST_P(CriteriaTest, GradScoresEqualAutogradsWeightGradientTimesTheWeight) {
  Build(GateGradients::kOff);
  const WeightGradients gradients = AutogradWeightGradients(*model_, ids_);
  const auto criterion = MakeCriterion(run::Criterion::kGrad, *model_, *masks_, options_);
  criterion->Begin();
  Backward(*model_, ids_, Path::kFused, criterion->sink());
  criterion->Observe();
  ExpectScores(
      criterion->Scores(), 1e-6, [&](const plan::UnitFamily& family, plan::Projection projection) {
        return gradients.at({family.layer, projection}) * Merged(Linear(family, projection));
      });
}

TEST_P(CriteriaTest, AccumulatedGradScoresUseTheGradientSummedOverBatches) {
  Build(GateGradients::kOff);
  options_.gradients = GradientStore::kAccumulate;
  const at::Tensor other = test::RandomIds(1, 7, model_->description.vocab_size, 4);
  const WeightGradients first = AutogradWeightGradients(*model_, ids_);
  const WeightGradients second = AutogradWeightGradients(*model_, other);
  const auto criterion = MakeCriterion(run::Criterion::kGrad, *model_, *masks_, options_);
  criterion->Begin();
  for (const at::Tensor& batch : {ids_, other}) {
    Backward(*model_, batch, Path::kFused, criterion->sink());
    criterion->Observe();
  }
  ExpectScores(
      criterion->Scores(), 1e-5, [&](const plan::UnitFamily& family, plan::Projection projection) {
        return (first.at({family.layer, projection}) + second.at({family.layer, projection})) *
               Merged(Linear(family, projection));
      });
}

TEST_P(CriteriaTest, MagnitudeScoresSumTheEffectiveWeight) {
  Build(GateGradients::kOff);
  const auto criterion = MakeCriterion(run::Criterion::kMagnitude, *model_, *masks_, options_);
  ExpectScores(
      criterion->Scores(), 1e-6, [&](const plan::UnitFamily& family, plan::Projection projection) {
        return Merged(Linear(family, projection));
      });
}

INSTANTIATE_TEST_SUITE_P(
    Tiles,
    CriteriaTest,
    ::testing::Values(
        ScoreCase{plan::UnitKind::kKvGroup, RankingScope::kLocal, ElementPower::kAbsolute, 0},
        ScoreCase{plan::UnitKind::kKvGroup, RankingScope::kGlobal, ElementPower::kAbsolute, 1},
        ScoreCase{plan::UnitKind::kKvGroup, RankingScope::kLocal, ElementPower::kSquared, 3},
        ScoreCase{plan::UnitKind::kKvGroup, RankingScope::kGlobal, ElementPower::kSquared, 7},
        ScoreCase{plan::UnitKind::kQueryStripe, RankingScope::kLocal, ElementPower::kAbsolute, 31},
        ScoreCase{plan::UnitKind::kQueryStripe, RankingScope::kGlobal, ElementPower::kAbsolute, 32},
        ScoreCase{plan::UnitKind::kKvGroup, RankingScope::kLocal, ElementPower::kAbsolute, 39},
        ScoreCase{plan::UnitKind::kKvGroup, RankingScope::kLocal, ElementPower::kAbsolute, 1000}));

class GateTest : public ::testing::TestWithParam<plan::UnitKind> {
 protected:
  GateTest() : model_(LoraModel({.name = "gqa"}, at::kDouble)) {
    families_ = plan::BuildUnitFamilies(model_->description, GetParam());
    masks_ =
        std::make_unique<UnitMasks>(*model_, families_, std::vector<bool>(), GateGradients::kOn);
    for (const plan::UnitFamily& family : families_) {
      LoraLinear& closing = Closing(family);
      closing.input_mask = closing.input_mask.detach().to(at::kDouble).requires_grad_(true);
    }
    ids_ = test::RandomIds(3, 9, model_->description.vocab_size, 3);
  }

  [[nodiscard]] LoraLinear& Closing(const plan::UnitFamily& family) {
    return model_->layers[static_cast<std::size_t>(family.layer)][family.closing];
  }

  /// Scores of the batch, `micro_batch` sequences at a time.
  [[nodiscard]] UnitScores Observe(std::int64_t micro_batch = 3) {
    const auto criterion = MakeCriterion(run::Criterion::kGate, *model_, *masks_, {});
    criterion->Begin();
    ForwardContext context;
    context.gradient_sink = criterion->sink();
    for (std::int64_t begin = 0; begin < ids_.size(0); begin += micro_batch) {
      const at::Tensor part = ids_.narrow(0, begin, std::min(micro_batch, ids_.size(0) - begin));
      const at::Tensor loss = CausalLmLoss(*model_, ForwardHidden(*model_, part, context), part);
      (loss * (static_cast<double>(part.size(0)) / static_cast<double>(ids_.size(0)))).backward();
      criterion->Observe();
    }
    return criterion->Scores();
  }
  [[nodiscard]] at::Tensor Sequence(std::int64_t index) const { return ids_.narrow(0, index, 1); }

  std::unique_ptr<Decoder> model_;
  std::vector<plan::UnitFamily> families_;
  std::unique_ptr<UnitMasks> masks_;
  at::Tensor ids_;
};

TEST_P(GateTest, EqualsTheCentralDifferencesOfTheSequencesLosses) {
  const UnitScores scores = Observe();
  const at::NoGradGuard no_grad;
  constexpr double kStep = 1e-4;
  for (std::size_t f = 0; f < families_.size(); ++f) {
    const plan::UnitFamily& family = families_[f];
    const double largest = scores[f].max().item<double>();
    for (std::int64_t unit = 0; unit < family.num_units; ++unit) {
      const auto loss_at = [&](std::int64_t sequence, double gate) {
        LoraLinear& closing = Closing(family);
        at::Tensor columns =
            closing.input_mask.detach().narrow(0, unit * family.gate_width, family.gate_width);
        columns.fill_(gate);
        const double loss = LossOf(*model_, Sequence(sequence), Path::kPlain).item<double>();
        columns.fill_(1.0);
        return loss / static_cast<double>(ids_.size(0));
      };
      double expected = 0.0;
      for (std::int64_t s = 0; s < ids_.size(0); ++s) {
        expected += std::abs(loss_at(s, 1.0 + kStep) - loss_at(s, 1.0 - kStep)) / (2.0 * kStep);
      }
      EXPECT_NEAR(scores[f][unit].item<double>(), expected, 1e-4 * largest)
          << "family " << f << " unit " << unit;
    }
  }
}

TEST_P(GateTest, EqualsTheGradientTimesWeightSummedOverTheUnitsClosingColumns) {
  const UnitScores scores = Observe();
  std::vector<at::Tensor> expected(families_.size());
  for (std::int64_t s = 0; s < ids_.size(0); ++s) {
    const WeightGradients gradients = AutogradWeightGradients(*model_, Sequence(s));
    for (std::size_t f = 0; f < families_.size(); ++f) {
      const plan::UnitFamily& family = families_[f];
      const at::Tensor share =
          (gradients.at({family.layer, family.closing}) * Merged(Closing(family)))
              .sum(0)
              .view({family.num_units, family.gate_width})
              .sum(1)
              .abs() /
          static_cast<double>(ids_.size(0));
      expected[f] = s == 0 ? share : expected[f] + share;
    }
  }
  for (std::size_t f = 0; f < families_.size(); ++f) ExpectClose(scores[f], expected[f], 1e-9);
}

TEST_P(GateTest, MicroBatchesChangeNothing) {
  const UnitScores whole = Observe(3);
  for (const std::int64_t micro_batch : {1, 2}) {
    const UnitScores parts = Observe(micro_batch);
    for (std::size_t f = 0; f < families_.size(); ++f) ExpectClose(parts[f], whole[f], 1e-9);
  }
}

TEST_P(GateTest, SequencesDoNotCancel) {
  const UnitScores scores = Observe();
  Backward(*model_, ids_, Path::kFused);
  for (std::size_t f = 0; f < families_.size(); ++f) {
    const at::Tensor of_batch =
        Closing(families_[f]).input_mask.grad().view({-1, families_[f].gate_width}).sum(1).abs();
    EXPECT_TRUE((scores[f] >= of_batch - 1e-12).all().item<bool>());
    EXPECT_GT((scores[f] - of_batch).max().item<double>(), 0.0);
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds,
                         GateTest,
                         ::testing::Values(plan::UnitKind::kKvGroup, plan::UnitKind::kQueryStripe));

TEST(RandomCriterion, IsAFunctionOfSeedLayerAndUnitAlone) {
  const auto scores_of = [](std::int64_t layers, std::uint64_t seed) {
    const auto model = LoraModel({.layers = layers}, at::kFloat);
    const UnitMasks masks(*model,
                          plan::BuildUnitFamilies(model->description, plan::UnitKind::kKvGroup),
                          {},
                          GateGradients::kOff);
    return MakeCriterion(run::Criterion::kRandom, *model, masks, {.seed = seed})->Scores();
  };
  const UnitScores small = scores_of(2, 1);
  const UnitScores large = scores_of(3, 1);
  const UnitScores other = scores_of(2, 2);
  for (std::size_t f = 0; f < small.size(); ++f) {
    EXPECT_TRUE(at::equal(small[f], large[f]));
    EXPECT_FALSE(at::equal(small[f], other[f]));
    EXPECT_GE(small[f].min().item<double>(), 0.0);
    EXPECT_LT(small[f].max().item<double>(), 1.0);
  }
  EXPECT_FALSE(at::equal(small[1], small[3])) << "layers must differ";
}

TEST(Criteria, InactiveFamiliesAreNotScoredAndGetNoGate) {
  const auto model = LoraModel({.layers = 1}, at::kFloat);
  const UnitMasks masks(*model,
                        plan::BuildUnitFamilies(model->description, plan::UnitKind::kKvGroup),
                        {false, true},
                        GateGradients::kOn);
  const UnitScores scores = MakeCriterion(run::Criterion::kMagnitude, *model, masks, {})->Scores();
  EXPECT_FALSE(scores[0].defined());
  EXPECT_TRUE(scores[1].defined());
  EXPECT_FALSE(model->layers[0].o.input_mask.defined());
  EXPECT_TRUE(model->layers[0].down.input_mask.defined());
}

}  // namespace
}  // namespace sentei::engine::testing
