// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "storage/sql.h"

#include <filesystem>
#include <string_view>
#include <type_traits>

namespace sentei::storage {

/// Runs `body` and turns whatever it throws into a Failure.
template <typename Body>
auto AtSeam(std::string_view doing, Body&& body) -> Result<std::decay_t<decltype(body())>> {
  try {
    return WithSqlErrors(doing, body);
  } catch (const Error& error) {
    return Failure{error.code(), error.what(), error.hint()};
  } catch (const std::filesystem::filesystem_error& error) {
    return Failure{ErrorCode::kIo, fmt::format("{} failed: {}", doing, error.what()), {}};
  } catch (const std::exception& error) {
    return Failure{ErrorCode::kInternal, fmt::format("{} failed: {}", doing, error.what()), {}};
  }
}

template <typename Body>
Result<void> AtVoidSeam(std::string_view doing, Body&& body) {
  auto done = AtSeam(doing, [&] {
    body();
    return true;
  });
  if (!done.has_value()) return done.error();
  return {};
}

}  // namespace sentei::storage
