// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace sentei {

/// What crosses a seam instead of an exception: the same three things that Error carries.
struct Failure {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
  std::string hint;

  friend bool operator==(const Failure&, const Failure&) = default;
};

/// A value or a Failure, returned at the seams (RunService, stores, commands). Member names follow
/// std::expected. There is no implicit conversion to bool: ask has_value().
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}            // NOLINT
  Result(Failure failure) : state_(std::in_place_index<1>, std::move(failure)) {}  // NOLINT
  explicit operator bool() const = delete;

  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  [[nodiscard]] const T& value() const& { return Checked(*this); }
  [[nodiscard]] T& value() & { return Checked(*this); }
  [[nodiscard]] T&& value() && { return std::move(Checked(*this)); }
  [[nodiscard]] const Failure& error() const { return std::get<1>(state_); }

 private:
  template <typename Self>
  static auto& Checked(Self& self) {
    SENTEI_CHECK(self.has_value(), "value of a failed result: {}", self.error().message);
    return std::get<0>(self.state_);
  }
  std::variant<T, Failure> state_;
};

/// Success without a value, or a Failure.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Failure failure) : failure_(std::move(failure)) {}  // NOLINT
  explicit operator bool() const = delete;

  [[nodiscard]] bool has_value() const noexcept { return !failure_.has_value(); }
  [[nodiscard]] const Failure& error() const { return failure_.value(); }

 private:
  std::optional<Failure> failure_;
};

}  // namespace sentei
