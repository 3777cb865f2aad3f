// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <exception>

namespace sentei::engine {

/// The one translator of exceptions into a Failure at the engine's seam: c10::OutOfMemoryError and
/// std::bad_alloc become kOutOfMemory, device errors kDevice, c10::Error kTorch (without its
/// backtrace), Error itself, file system errors kIo, anything else kInternal.
[[nodiscard]] Failure TranslateException(const std::exception_ptr& error) noexcept;

}  // namespace sentei::engine
