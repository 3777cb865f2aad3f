// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_event.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace sentei::run {

/// How much of an event goes into its line.
enum class EventDetail : std::uint8_t {
  kCounts,  ///< kept units per family
  kFull,    ///< also scores and masks per unit
  kWire,  ///< all of it, for EventFromJson: arrays as base64 of little-endian floats and of bytes,
          ///< numbers that are not finite as "nan", "inf" and "-inf"
};

/// The word in an event's "event" field: "run_started", "step_done", ...
[[nodiscard]] std::string_view Name(const RunEvent& event);

/// One event as a JSON object: {"event": ..., "run": ..., then the event's own fields under the
/// names of its struct}. docs/events.md lists them. Numbers that are not finite become null in
/// text, unless kWire says otherwise.
[[nodiscard]] nlohmann::json ToJson(const std::string& run_id,
                                    const RunEvent& event,
                                    EventDetail detail = EventDetail::kCounts);

/// The object on one line without the line break; text that is not UTF-8 is replaced.
[[nodiscard]] std::string ToJsonLine(const std::string& run_id,
                                     const RunEvent& event,
                                     EventDetail detail = EventDetail::kCounts);

/// The inverse of plan::Name; throws kInput for a word that names no kind of unit.
[[nodiscard]] plan::UnitKind ParseUnitKindName(std::string_view name);

/// JSON of single records, used by events and by stored runs alike.
[[nodiscard]] nlohmann::json FieldsOf(const StepDone& event);
[[nodiscard]] nlohmann::json FieldsOf(const EvalDone& event);
[[nodiscard]] nlohmann::json FieldsOf(const PruneEventDone& event, EventDetail detail);
[[nodiscard]] nlohmann::json FieldsOf(const SweepPoint& event);
[[nodiscard]] nlohmann::json FieldsOf(const CheckpointSaved& event);
[[nodiscard]] nlohmann::json FieldsOf(const CompactionDone& event);
[[nodiscard]] nlohmann::json FieldsOf(const ExportDone& event);
[[nodiscard]] nlohmann::json FieldsOf(const VerifyDone& event);

}  // namespace sentei::run
