// SPDX-License-Identifier: Apache-2.0
#include "core/plan/export_profile.h"

#include <array>
#include <utility>

#include "core/base/error.h"

namespace sentei::plan {
namespace {

constexpr std::array<std::pair<ExportProfile, std::string_view>, 6> kProfiles{{
    {ExportProfile::kHfPerLayer, "hf-per-layer"},
    {ExportProfile::kHfUniform, "hf-uniform"},
    {ExportProfile::kHfPadded, "hf-padded"},
    {ExportProfile::kHfMasked, "hf-masked"},
    {ExportProfile::kGguf, "gguf"},
    {ExportProfile::kAdapter, "adapter"},
}};
constexpr std::array<std::pair<ExportDType, std::string_view>, 4> kDTypes{{
    {ExportDType::kF32, "f32"},
    {ExportDType::kF16, "f16"},
    {ExportDType::kBF16, "bf16"},
    {ExportDType::kQ8_0, "q8_0"},
}};

template <typename Table, typename Enum>
std::string_view NameIn(const Table& table, Enum value) {
  for (const auto& [key, name] : table) {
    if (key == value) return name;
  }
  throw LogicError("an enumerator without a name");
}

template <typename Table>
auto ParseIn(const Table& table, std::string_view what, std::string_view text) {
  std::string known;
  for (const auto& [key, name] : table) {
    if (name == text) return key;
    known += known.empty() ? "" : ", ";
    known += name;
  }
  throw Error(ErrorCode::kUsage, fmt::format("'{}' is no {}", text, what),
              fmt::format("Use one of: {}.", known));
}

}  // namespace

std::string_view Name(ExportProfile profile) { return NameIn(kProfiles, profile); }
std::string_view Name(ExportDType dtype) { return NameIn(kDTypes, dtype); }

ExportProfile ParseExportProfile(std::string_view name) {
  return ParseIn(kProfiles, "export profile", name);
}
ExportDType ParseExportDType(std::string_view name) {
  return ParseIn(kDTypes, "export dtype", name);
}

bool NeedsUniformWidths(ExportProfile profile) {
  return profile == ExportProfile::kHfUniform || profile == ExportProfile::kGguf;
}

}  // namespace sentei::plan
