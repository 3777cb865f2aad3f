// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/batch_source.h"

#include <ATen/ATen.h>

namespace sentei::engine {

BatchSource::BatchSource(text::TokenStream stream,
                         std::int64_t length,
                         std::int64_t batch,
                         std::uint64_t seed)
    : stream_(std::make_unique<const text::TokenStream>(std::move(stream))),
      sampler_(*stream_, length, batch, seed),
      length_(length) {}

at::Tensor BatchSource::At(std::int64_t step) {
  const std::vector<text::TokenId> ids = sampler_.Batch(step);
  return at::tensor(ids, at::kInt).to(at::kLong).view({-1, length_});
}

}  // namespace sentei::engine
