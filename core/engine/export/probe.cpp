// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/probe.h"

#include "core/base/error.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <array>
#include <string_view>
#include <vector>

namespace sentei::engine {
namespace {

constexpr std::array<std::string_view, kProbePrompts> kPrompts{
    "The old gardener walked along the wall, counting the branches that would have to go before "
    "the first snow fell.",
    "In 1987 the committee measured 3,456.78 metres of pipe, 12% more than the 3,085.52 metres "
    "that were planned.",
    "def fibonacci(n):\n    if n < 2:\n        return n\n    return fibonacci(n - 1) + fibonacci(n "
    "- 2)",
    "剪定は、木の形を整え、風通しを良くするために枝を切る作業です。",
    "Question: Why does the moon have phases?\nAnswer: Because we see different parts of its "
    "sunlit "
    "half.",
    "La pluie tombait sur les toits d'ardoise, et personne n'osait encore parler du lendemain.",
    "{\"name\": \"cedar\", \"height_m\": 31.5, \"tags\": [\"evergreen\", \"conifer\"], \"age\": "
    "null}",
    "Once upon a time there was a little girl who had a red ball, and she loved to play with it in "
    "the park.",
};

std::vector<std::int64_t> SpreadIds(std::int64_t prompt, std::int64_t vocab_size) {
  std::vector<std::int64_t> ids;
  for (std::int64_t i = 0; i < kProbeTokens; ++i) {
    ids.push_back((prompt * 7919 + i * 104729 + 17) % vocab_size);
  }
  return ids;
}

std::vector<std::int64_t> PromptIds(const text::ModelTokenizer* tokenizer,
                                    std::int64_t prompt,
                                    std::int64_t vocab_size) {
  if (tokenizer == nullptr) return SpreadIds(prompt, vocab_size);
  const std::vector<text::TokenId> encoded = tokenizer->tokenizer.Encode(
      kPrompts[static_cast<std::size_t>(prompt)], text::SpecialTokens::kAdd);
  if (encoded.empty()) return SpreadIds(prompt, vocab_size);
  std::vector<std::int64_t> ids;
  for (std::size_t i = 0; i < kProbeTokens; ++i) {
    const std::int64_t id = encoded[i % encoded.size()];
    ids.push_back(id < vocab_size ? id : id % vocab_size);
  }
  return ids;
}

}  // namespace

at::Tensor ProbeIds(const text::ModelTokenizer* tokenizer, std::int64_t vocab_size) {
  std::vector<std::int64_t> ids;
  for (std::int64_t prompt = 0; prompt < kProbePrompts; ++prompt) {
    const std::vector<std::int64_t> one = PromptIds(tokenizer, prompt, vocab_size);
    ids.insert(ids.end(), one.begin(), one.end());
  }
  return at::tensor(ids, at::TensorOptions().dtype(at::kLong)).view({kProbePrompts, kProbeTokens});
}

at::Tensor ProbeLogits(const Decoder& model, const at::Tensor& ids, std::int64_t positions) {
  const at::NoGradGuard no_grad;
  const at::Tensor hidden = ForwardHidden(model, ids, ForwardContext{});
  return Logits(model, hidden.narrow(1, hidden.size(1) - positions, positions)).contiguous();
}

}  // namespace sentei::engine
