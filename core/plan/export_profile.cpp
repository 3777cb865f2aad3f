// SPDX-License-Identifier: Apache-2.0
#include "core/plan/export_profile.h"

#include "core/plan/names.h"

#include <array>
#include <utility>

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
