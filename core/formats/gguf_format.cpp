// SPDX-License-Identifier: Apache-2.0
#include "core/formats/gguf_format.h"

#include <algorithm>
#include <array>

namespace sentei::formats {
namespace {

constexpr std::array<GgmlType, 34> kGgmlTypes = {{
    {0, "F32", ElementType::kF32, 1, 4},
    {1, "F16", ElementType::kF16, 1, 2},
    {2, "Q4_0", ElementType::kQ4_0, 32, 18},
    {3, "Q4_1", ElementType::kQ4_1, 32, 20},
    {6, "Q5_0", ElementType::kQ5_0, 32, 22},
    {7, "Q5_1", ElementType::kQ5_1, 32, 24},
    {8, "Q8_0", ElementType::kQ8_0, 32, 34},
    {9, "Q8_1", ElementType::kOther, 32, 40},
    {10, "Q2_K", ElementType::kOther, 256, 84},
    {11, "Q3_K", ElementType::kOther, 256, 110},
    {12, "Q4_K", ElementType::kQ4_K, 256, 144},
    {13, "Q5_K", ElementType::kQ5_K, 256, 176},
    {14, "Q6_K", ElementType::kQ6_K, 256, 210},
    {15, "Q8_K", ElementType::kOther, 256, 292},
    {16, "IQ2_XXS", ElementType::kOther, 256, 66},
    {17, "IQ2_XS", ElementType::kOther, 256, 74},
    {18, "IQ3_XXS", ElementType::kOther, 256, 98},
    {19, "IQ1_S", ElementType::kOther, 256, 50},
    {20, "IQ4_NL", ElementType::kOther, 32, 18},
    {21, "IQ3_S", ElementType::kOther, 256, 110},
    {22, "IQ2_S", ElementType::kOther, 256, 82},
    {23, "IQ4_XS", ElementType::kOther, 256, 136},
    {24, "I8", ElementType::kI8, 1, 1},
    {25, "I16", ElementType::kI16, 1, 2},
    {26, "I32", ElementType::kI32, 1, 4},
    {27, "I64", ElementType::kI64, 1, 8},
    {28, "F64", ElementType::kF64, 1, 8},
    {29, "IQ1_M", ElementType::kOther, 256, 56},
    {30, "BF16", ElementType::kBF16, 1, 2},
    {34, "TQ1_0", ElementType::kOther, 256, 54},
    {35, "TQ2_0", ElementType::kOther, 256, 66},
    {39, "MXFP4", ElementType::kOther, 32, 17},
    {40, "NVFP4", ElementType::kOther, 64, 36},
    {41, "Q1_0", ElementType::kOther, 128, 18},
}};

}  // namespace

const GgmlType* FindGgmlType(std::uint32_t id) {
  const auto* found = std::find_if(
      kGgmlTypes.begin(), kGgmlTypes.end(), [&](const GgmlType& type) { return type.id == id; });
  return found == kGgmlTypes.end() ? nullptr : found;
}

const GgmlType* FindGgmlType(ElementType type) {
  if (type == ElementType::kOther) return nullptr;
  const auto* found = std::find_if(kGgmlTypes.begin(),
                                   kGgmlTypes.end(),
                                   [&](const GgmlType& known) { return known.type == type; });
  return found == kGgmlTypes.end() ? nullptr : found;
}

}  // namespace sentei::formats
