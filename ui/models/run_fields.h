// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_spec_fields.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace sentei::ui {

enum class FieldType : std::uint8_t { kWhole, kReal, kFlag, kText, kChoice, kBudget };

/// One field of a run specification as core/run/run_spec_fields.h states it.
struct RunField {
  std::string key;  ///< path in the spec's JSON: "train.steps"
  FieldType type = FieldType::kText;
  run::fields::IntegerRange whole{};
  run::fields::RealRange real{};
  nlohmann::json initial;  ///< default
};

/// All fields that belong to a kind of run, in the order of the specification.
[[nodiscard]] std::vector<RunField> RunFields(run::RunKind kind);
/// nullptr where the kind has no such field.
[[nodiscard]] const RunField* FindField(const std::vector<RunField>& fields, std::string_view key);

/// The value of a field in run::ToJson(spec); null when it is absent.
[[nodiscard]] nlohmann::json FieldValue(const nlohmann::json& spec, std::string_view key);
/// Sets one field; sections that do not belong to the spec's kind stay as they are. Throws kUsage
/// for a value of the wrong type or an unknown choice; ranges are run::Validate's.
void SetField(run::RunSpec& spec, std::string_view key, const nlohmann::json& value);

/// Whether a number lies in the field's range.
[[nodiscard]] bool InRange(const RunField& field, double value);

}  // namespace sentei::ui
