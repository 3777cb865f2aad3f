// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/run/event_from_json.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace sentei::run {

/// What a window and the engine it started say to each other, one JSON object a line.
/// docs/serve.md describes it. Both ends are of one version; the greeting says which.

inline constexpr std::int64_t kServeProtocol = 1;
/// Longest line in bytes that either side reads: scores of 128 layers of 53,248 channels take 45
/// MB.
inline constexpr std::size_t kMaxLineBytes = std::size_t{128} << 20;

enum class RequestKind : std::uint8_t {
  kStart,         ///< body: RunSpec
  kResume,        ///< run_id
  kPause,         ///< run_id, as all below
  kContinue,      //
  kStop,          //
  kCheckpoint,    //
  kNote,          ///< text
  kChangeBudget,  ///< body: BudgetSpec
  kShutdown,      ///< no run: stop all of them after saving, and end
};
[[nodiscard]] std::string_view Name(RequestKind kind);

/// What the window asks for. The body is JSON that is read, and refused, where it is used.
struct Request {
  std::uint64_t id = 0;  ///< from 1; the reply carries it
  RequestKind kind = RequestKind::kStart;
  std::string run_id{};
  std::string text{};
  nlohmann::json body{};
};

/// The answer to one request: the run's id for start and resume, else an empty text. Reply 0 is the
/// engine's greeting, or tells why it could not be opened or goes on no longer.
struct Reply {
  std::uint64_t id = 0;
  Result<std::string> result;
  std::int64_t protocol = kServeProtocol;  ///< of a greeting
};

/// One line without its break. Throws kUsage when a body holds text that is not UTF-8.
[[nodiscard]] std::string ToLine(const Request& request);
[[nodiscard]] std::string ToLine(const Reply& reply);

/// Throw kInput for anything that ToLine and ToJsonLine with kWire do not write.
[[nodiscard]] Request ParseRequest(std::string_view line);
[[nodiscard]] std::variant<Reply, EventOfRun> ParseAnswer(std::string_view line);

}  // namespace sentei::run
