// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/export_profile.h"
#include "core/run/run_spec.h"

#include <string_view>

namespace sentei::run {

/// Parses any enumeration of a RunSpec by type; throws kUsage listing the known names.
template <typename Enum>
Enum ParseAs(std::string_view name);

template <>
inline RunKind ParseAs<RunKind>(std::string_view name) {
  return ParseRunKind(name);
}
template <>
inline Criterion ParseAs<Criterion>(std::string_view name) {
  return ParseCriterion(name);
}
template <>
inline ComputeDType ParseAs<ComputeDType>(std::string_view name) {
  return ParseComputeDType(name);
}
template <>
inline PruneSchedule ParseAs<PruneSchedule>(std::string_view name) {
  return ParsePruneSchedule(name);
}
template <>
inline LrSchedule ParseAs<LrSchedule>(std::string_view name) {
  return ParseLrSchedule(name);
}
template <>
inline plan::ExportProfile ParseAs<plan::ExportProfile>(std::string_view name) {
  return plan::ParseExportProfile(name);
}
template <>
inline plan::ExportDType ParseAs<plan::ExportDType>(std::string_view name) {
  return plan::ParseExportDType(name);
}

}  // namespace sentei::run
