// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace sentei::engine::kernels {

/// Losses of a chunk of tokens from their logits [rows, vocab] (contiguous CPU, fp32 or bf16).
struct VocabularyRows {
  at::Tensor losses;  ///< fp32 [rows]: log(sum exp(logits)) - logit of the target
  at::Tensor sums;    ///< fp32 [rows]: sum exp(logits - max)
};

/// Reads the logits only.
[[nodiscard]] VocabularyRows VocabularyLosses(const at::Tensor& logits, const at::Tensor& targets);

/// Also overwrites the logits with exp(logits - max): the softmax but for the factor 1 / sums,
/// which belongs on the far narrower product with the output matrix.
[[nodiscard]] VocabularyRows VocabularyExponentials(const at::Tensor& logits,
                                                    const at::Tensor& targets);

/// grad_hidden = (product / sums - head[target]) * scale, row by row, in place on `product` =
/// exponentials · head [rows, hidden].
void FinishVocabularyGradient(const at::Tensor& product,
                              const at::Tensor& sums,
                              const at::Tensor& head,
                              const at::Tensor& targets,
                              double scale);

/// Scores of queries at positions first, first + 1, ... (row r of every `queries` consecutive rows
/// is query r mod `queries`) against keys 0 .. keys - 1 become probabilities in place:
/// softmax(scale * scores) over the keys a query may see, 0 for later keys and, with a `window`
/// above zero, for all but the last `window` it could see. scores [rows, keys].
void CausalSoftmax(const at::Tensor& scores,
                   std::int64_t queries,
                   std::int64_t first,
                   std::int64_t window,
                   double scale);

/// grad_probabilities becomes dL/dscores = scale * p ⊙ (grad - sum(grad ⊙ p)) in place.
void SoftmaxBackward(const at::Tensor& grad_probabilities,
                     const at::Tensor& probabilities,
                     double scale);

}  // namespace sentei::engine::kernels
