// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/engine/nn/decoder.h"
#include "tests/core/engine/nn/tensor_matchers.h"
#include "tests/support/tiny_models.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <gtest/gtest.h>

namespace sentei::engine {
namespace {

using test::MaxDifference;
using test::RandomIds;
using test::RandomTensor;
using test::RelativeDifference;

struct Problem {
  Decoder model;
  at::Tensor hidden;
  at::Tensor ids;
};

Problem MakeProblem(std::int64_t batch,
                    std::int64_t length,
                    std::int64_t vocab,
                    at::ScalarType dtype) {
  Problem problem;
  problem.model.lm_head = RandomTensor({vocab, 16}, dtype, 1);
  problem.hidden = RandomTensor({batch, length, 16}, dtype, 2).requires_grad_(true);
  problem.ids = RandomIds(batch, length, vocab, 3);
  return problem;
}

/// The whole logits at once, in the problem's dtype, then cross-entropy in at least fp32.
at::Tensor Oracle(const Problem& problem, std::int64_t reduction) {
  const std::int64_t length = problem.ids.size(1);
  const at::Tensor logits =
      at::matmul(problem.hidden, problem.model.lm_head.t()).narrow(1, 0, length - 1);
  const at::ScalarType wide = logits.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
  return at::cross_entropy_loss(logits.reshape({-1, logits.size(2)}).to(wide),
                                problem.ids.narrow(1, 1, length - 1).reshape({-1}),
                                {},
                                reduction);
}

void ExpectMatchesCrossEntropy(at::ScalarType dtype,
                               double value_tolerance,
                               double gradient_tolerance) {
  for (const auto& [batch, length, vocab] : {std::array<std::int64_t, 3>{1, 2, 5},
                                             {3, 44, 61},
                                             {1, 129, 1000},
                                             {2, 130, 257},
                                             {1, 300, 33}}) {
    const Problem problem = MakeProblem(batch, length, vocab, dtype);
    const at::Tensor loss = CausalLmLoss(problem.model, problem.hidden, problem.ids);
    const at::Tensor expected = Oracle(problem, at::Reduction::Mean);
    EXPECT_NEAR(
        loss.item<double>(), expected.item<double>(), value_tolerance * expected.item<double>());
    const at::Tensor grad = torch::autograd::grad({loss * 0.5}, {problem.hidden})[0];
    const at::Tensor grad_expected = torch::autograd::grad({expected * 0.5}, {problem.hidden})[0];
    EXPECT_LT(RelativeDifference(grad, grad_expected), gradient_tolerance)
        << batch << " x " << length << ", vocabulary " << vocab;
    const at::Tensor losses = TokenLosses(problem.model, problem.hidden, problem.ids);
    EXPECT_EQ(losses.scalar_type(), at::kFloat);
    EXPECT_LT(RelativeDifference(losses.reshape({-1}), Oracle(problem, at::Reduction::None)),
              value_tolerance);
  }
}

TEST(VocabularyLossTest, EqualsCrossEntropyInFp64) {
  ExpectMatchesCrossEntropy(at::kDouble, 1e-6, 1e-12);
}

TEST(VocabularyLossTest, EqualsCrossEntropyInFp32) {
  ExpectMatchesCrossEntropy(at::kFloat, 1e-6, 2e-6);
}

TEST(VocabularyLossTest, StaysNearCrossEntropyInBf16) {
  ExpectMatchesCrossEntropy(at::kBFloat16, 2e-3, 1e-2);
}

TEST(VocabularyLossTest, SeveralChunksMakeOneLoss) {
  Problem problem = MakeProblem(1, 130, 1400, at::kFloat);
  problem.model.lm_head = problem.model.lm_head.repeat({100, 1});  // 129 x 140,000 logits
  const at::Tensor loss = CausalLmLoss(problem.model, problem.hidden, problem.ids);
  const at::Tensor expected = Oracle(problem, at::Reduction::Mean);
  EXPECT_NEAR(loss.item<double>(), expected.item<double>(), 1e-4);
  const at::Tensor grad = torch::autograd::grad({loss}, {problem.hidden})[0];
  EXPECT_LT(RelativeDifference(grad, torch::autograd::grad({expected}, {problem.hidden})[0]), 1e-5);
}

TEST(VocabularyLossTest, LeavesTheLastPositionWithoutGradient) {
  const Problem problem = MakeProblem(2, 9, 61, at::kFloat);
  const at::Tensor loss = CausalLmLoss(problem.model, problem.hidden, problem.ids);
  const at::Tensor grad = torch::autograd::grad({loss}, {problem.hidden})[0];
  EXPECT_EQ(grad.select(1, 8).abs().max().item<double>(), 0.0);
  EXPECT_GT(grad.select(1, 7).abs().max().item<double>(), 0.0);
}

TEST(VocabularyLossTest, SurvivesLargeLogitsWithoutOverflow) {
  Problem problem = MakeProblem(1, 20, 300, at::kFloat);
  problem.hidden = (problem.hidden.detach() * 500).requires_grad_(true);
  const at::Tensor loss = CausalLmLoss(problem.model, problem.hidden, problem.ids);
  const double expected = Oracle(problem, at::Reduction::Mean).item<double>();
  EXPECT_NEAR(loss.item<double>(), expected, 1e-5 * expected);
}

TEST(VocabularyLossTest, ShowsNotANumber) {
  Problem problem = MakeProblem(1, 20, 300, at::kFloat);
  at::Tensor hidden = problem.hidden.detach().clone();
  hidden[0][3][0] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isnan(CausalLmLoss(problem.model, hidden, problem.ids).item<double>()));
}

TEST(VocabularyLossTest, RefusesIdsOutsideTheVocabulary) {
  const Problem problem = MakeProblem(1, 8, 61, at::kFloat);
  const at::Tensor ids = at::full({1, 8}, 61, at::kLong);
  EXPECT_THROW(static_cast<void>(CausalLmLoss(problem.model, problem.hidden, ids)), Error);
}

}  // namespace
}  // namespace sentei::engine
