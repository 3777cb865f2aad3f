// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_event.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>

namespace sentei::run {

/// Most families of one event, and most units of one family, that are read.
inline constexpr std::size_t kMaxFamilies = 1 << 16;
inline constexpr std::size_t kMaxUnits = 1 << 22;

/// An event with the run it belongs to.
struct EventOfRun {
  std::string run_id;
  RunEvent event;
};

/// The inverse of ToJson. EventDetail::kWire comes back as it was sent, text that is not UTF-8
/// excepted; from kFull a number that is not finite comes back as NaN, from kCounts arrays as null.
/// Fields that are not known are ignored. Throws kInput naming the event and the field that is
/// missing, of another type or too large.
[[nodiscard]] EventOfRun EventFromJson(const nlohmann::json& object);

}  // namespace sentei::run
