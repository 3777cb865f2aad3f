// SPDX-License-Identifier: Apache-2.0
#include "core/formats/element_type.h"

#include "core/base/error.h"

namespace sentei::formats {

std::string_view Name(ElementType type) {
  switch (type) {
    case ElementType::kF64:
      return "F64";
    case ElementType::kF32:
      return "F32";
    case ElementType::kF16:
      return "F16";
    case ElementType::kBF16:
      return "BF16";
    case ElementType::kF8E4M3:
      return "F8_E4M3";
    case ElementType::kF8E5M2:
      return "F8_E5M2";
    case ElementType::kI64:
      return "I64";
    case ElementType::kI32:
      return "I32";
    case ElementType::kI16:
      return "I16";
    case ElementType::kI8:
      return "I8";
    case ElementType::kU64:
      return "U64";
    case ElementType::kU32:
      return "U32";
    case ElementType::kU16:
      return "U16";
    case ElementType::kU8:
      return "U8";
    case ElementType::kBool:
      return "BOOL";
    case ElementType::kQ4_0:
      return "Q4_0";
    case ElementType::kQ4_1:
      return "Q4_1";
    case ElementType::kQ5_0:
      return "Q5_0";
    case ElementType::kQ5_1:
      return "Q5_1";
    case ElementType::kQ8_0:
      return "Q8_0";
    case ElementType::kQ4_K:
      return "Q4_K";
    case ElementType::kQ5_K:
      return "Q5_K";
    case ElementType::kQ6_K:
      return "Q6_K";
    case ElementType::kOther:
      return "other";
  }
  return "other";
}

bool IsQuantised(ElementType type) {
  return type >= ElementType::kQ4_0 && type <= ElementType::kQ6_K;
}

BlockLayout BlockLayoutOf(ElementType type) {
  switch (type) {
    case ElementType::kF64:
    case ElementType::kI64:
    case ElementType::kU64:
      return {1, 8};
    case ElementType::kF32:
    case ElementType::kI32:
    case ElementType::kU32:
      return {1, 4};
    case ElementType::kF16:
    case ElementType::kBF16:
    case ElementType::kI16:
    case ElementType::kU16:
      return {1, 2};
    case ElementType::kF8E4M3:
    case ElementType::kF8E5M2:
    case ElementType::kI8:
    case ElementType::kU8:
    case ElementType::kBool:
      return {1, 1};
    case ElementType::kQ4_0:
      return {32, 18};
    case ElementType::kQ4_1:
      return {32, 20};
    case ElementType::kQ5_0:
      return {32, 22};
    case ElementType::kQ5_1:
      return {32, 24};
    case ElementType::kQ8_0:
      return {32, 34};
    case ElementType::kQ4_K:
      return {256, 144};
    case ElementType::kQ5_K:
      return {256, 176};
    case ElementType::kQ6_K:
      return {256, 210};
    case ElementType::kOther:
      break;
  }
  throw LogicError("no block layout for a type that cannot be read");
}

}  // namespace sentei::formats
