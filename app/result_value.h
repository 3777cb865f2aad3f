// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/base/result.h"

#include <utility>

namespace sentei::app {

/// The value of a seam's result; a failure goes on as the exception that main turns into a
/// sentence.
template <typename T>
[[nodiscard]] T Unwrap(Result<T> result) {
  if (!result.has_value()) {
    const Failure& failure = result.error();
    throw Error(failure.code, failure.message, failure.hint);
  }
  return std::move(result).value();
}

inline void Unwrap(const Result<void>& result) {
  if (result.has_value()) return;
  throw Error(result.error().code, result.error().message, result.error().hint);
}

}  // namespace sentei::app
