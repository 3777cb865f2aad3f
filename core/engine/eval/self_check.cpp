// SPDX-License-Identifier: Apache-2.0
#include "core/engine/eval/self_check.h"

#include "core/base/error.h"
#include "core/base/random.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace sentei::engine {
namespace {

constexpr std::int64_t kTokens = 160;
constexpr std::int64_t kRowsAtOnce = 32;  ///< of logits
constexpr std::int64_t kSingleTokens = 4;
constexpr std::uint64_t kSeed = 1;

/// Most of the sequence, a few single tokens as in decoding, and the rest.
at::Tensor CachedHidden(const Decoder& model, const at::Tensor& ids) {
  const std::int64_t length = ids.size(1);
  KvCache cache;
  cache.capacity = length;
  std::vector<at::Tensor> parts;
  for (std::int64_t at = 0; at < length;) {
    std::int64_t count = std::max<std::int64_t>(1, length / 2);
    if (at > 0) count = at < length / 2 + kSingleTokens ? 1 : length - at;
    count = std::min(count, length - at);
    parts.push_back(ForwardHidden(model, ids.narrow(1, at, count), {}, &cache));
    at += count;
  }
  return at::cat(parts, 1);
}

/// The sequence behind padding, beside one of full length.
at::Tensor PaddedHidden(const Decoder& model, const at::Tensor& ids) {
  const std::int64_t length = ids.size(1);
  const std::int64_t padding = std::min(length / 4, model.description.max_positions - length);
  const at::Tensor before = at::zeros({1, padding}, ids.options());
  const at::Tensor other = at::cat({ids.narrow(1, 0, padding), ids}, 1).flip(1);
  ForwardContext context;
  context.left_padding = at::tensor(std::vector<std::int64_t>{padding, 0}, at::kLong);
  const at::Tensor batch = at::cat({at::cat({before, ids}, 1), other}, 0);
  return ForwardHidden(model, batch, context).narrow(0, 0, 1).narrow(1, padding, length);
}

at::Tensor HiddenOn(const Decoder& model, const at::Tensor& ids, ForwardPath path) {
  switch (path) {
    case ForwardPath::kAtOnce:
      return ForwardHidden(model, ids, {});
    case ForwardPath::kCached:
      return CachedHidden(model, ids);
    case ForwardPath::kLeftPadded:
      return PaddedHidden(model, ids);
  }
  throw LogicError("a path without a way");
}

}  // namespace

std::string_view Name(ForwardPath path) {
  switch (path) {
    case ForwardPath::kAtOnce:
      return "at once";
    case ForwardPath::kCached:
      return "through the cache";
    case ForwardPath::kLeftPadded:
      return "left-padded";
  }
  throw LogicError("a path without a name");
}

at::Tensor SelfCheckIds(const plan::ModelDescription& model) {
  // A quarter of the positions is left for padding.
  const std::int64_t length =
      std::clamp<std::int64_t>(model.max_positions - model.max_positions / 4, 1, kTokens);
  at::Tensor ids = at::empty({1, length}, at::kLong);
  RandomStream stream({.seed = kSeed, .purpose = RandomPurpose::kTest});
  for (std::int64_t i = 0; i < length; ++i) {
    ids.data_ptr<std::int64_t>()[i] =
        static_cast<std::int64_t>(stream.NextBelow(static_cast<std::uint64_t>(model.vocab_size)));
  }
  return ids;
}

at::Tensor PlainHidden(const Decoder& model, const at::Tensor& ids) {
  const at::NoGradGuard no_grad;
  ForwardContext context;
  context.plain_reference = true;
  return ForwardHidden(model, ids.to(model.device), context);
}

double LargestDifference(const Decoder& model,
                         const at::Tensor& plain,
                         const at::Tensor& ids,
                         ForwardPath path) {
  const at::NoGradGuard no_grad;
  const at::Tensor hidden = HiddenOn(model, ids.to(model.device), path);
  SENTEI_CHECK(hidden.sizes() == plain.sizes(), "the paths computed different shapes");
  double largest = 0.0;
  for (std::int64_t row = 0; row < plain.size(1); row += kRowsAtOnce) {
    const std::int64_t count = std::min(kRowsAtOnce, plain.size(1) - row);
    const at::Tensor difference =
        Logits(model, hidden.narrow(1, row, count)) - Logits(model, plain.narrow(1, row, count));
    const double here = difference.abs().max().item<double>();
    if (std::isnan(here) || here > largest) largest = here;  // once none, always none
  }
  return largest;
}

}  // namespace sentei::engine
