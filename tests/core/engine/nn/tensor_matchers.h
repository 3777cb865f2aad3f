// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <gtest/gtest.h>

namespace sentei::test {

/// max |a - b| over the elements, in fp64; infinite when a shape differs or a value is no number.
inline double MaxDifference(const at::Tensor& a, const at::Tensor& b) {
  if (!a.defined() || !b.defined() || a.sizes() != b.sizes()) {
    return std::numeric_limits<double>::infinity();
  }
  const double largest =
      (a.detach().to(at::kDouble) - b.detach().to(at::kDouble)).abs().max().item<double>();
  return std::isnan(largest) ? std::numeric_limits<double>::infinity() : largest;
}

/// |a - b| / |b| in the 2-norm.
inline double RelativeDifference(const at::Tensor& a, const at::Tensor& b) {
  if (!a.defined() || !b.defined() || a.sizes() != b.sizes()) {
    return std::numeric_limits<double>::infinity();
  }
  const at::Tensor wide = b.detach().to(at::kDouble);
  return ((a.detach().to(at::kDouble) - wide).norm() / (wide.norm() + 1e-30)).item<double>();
}

}  // namespace sentei::test
