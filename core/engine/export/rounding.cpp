// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/rounding.h"

#include "core/base/error.h"
#include "core/formats/convert.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <cstring>
#include <span>

namespace sentei::engine {
namespace {

using formats::ElementType;

constexpr std::int64_t kBlock = 32;  ///< values of a Q8_0 block

std::span<const float> ValuesOf(const at::Tensor& values) {
  return {values.const_data_ptr<float>(), static_cast<std::size_t>(values.numel())};
}

std::vector<std::byte> EncodeQ8(const at::Tensor& values) {
  const formats::BlockLayout layout = formats::BlockLayoutOf(ElementType::kQ8_0);
  std::vector<std::byte> blocks(
      static_cast<std::size_t>(values.numel() / layout.elements * layout.bytes));
  formats::QuantiseQ8_0(ValuesOf(values), blocks);
  return blocks;
}

at::Tensor RoundQ8(const at::Tensor& values) {
  at::Tensor rounded = at::empty_like(values, at::MemoryFormat::Contiguous);
  formats::ConvertToFloat(
      ElementType::kQ8_0,
      EncodeQ8(values.contiguous()),
      {rounded.mutable_data_ptr<float>(), static_cast<std::size_t>(rounded.numel())});
  return rounded;
}

void RequireFinite(const at::Tensor& values,
                   ElementType type,
                   std::string_view name,
                   const char* hint) {
  if (at::isfinite(values).all().item<bool>()) return;
  throw Error(ErrorCode::kUsage,
              fmt::format("{} holds a value that {} cannot store", name, formats::Name(type)),
              hint);
}

void RequireBlocks(const at::Tensor& values, std::string_view name) {
  if (values.size(-1) % kBlock == 0) return;
  throw Error(ErrorCode::kUsage,
              fmt::format("the rows of {} have {} values, and Q8_0 needs a multiple of {}",
                          name,
                          values.size(-1),
                          kBlock),
              "Prune with an FFN alignment of 32, or export as f16 or bf16.");
}

at::Tensor Through(const at::Tensor& values, at::ScalarType type) {
  return values.to(type).to(at::kFloat);
}

at::Tensor Rounded(const at::Tensor& values, ElementType type) {
  switch (type) {
    case ElementType::kF32:
      return values;
    case ElementType::kF16:
      return Through(values, at::kHalf);
    case ElementType::kBF16:
      return Through(values, at::kBFloat16);
    case ElementType::kQ8_0:
      return RoundQ8(values);
    default:
      throw LogicError(fmt::format("exports do not store {}", formats::Name(type)));
  }
}

std::vector<std::byte> BytesOf(const at::Tensor& tensor) {
  const at::Tensor whole = tensor.contiguous();
  std::vector<std::byte> bytes(whole.nbytes());
  std::memcpy(bytes.data(), whole.const_data_ptr(), bytes.size());
  return bytes;
}

}  // namespace

at::Tensor RoundTo(const at::Tensor& values, ElementType type, std::string_view name) {
  RequireFinite(values, type, name, "The model has diverged; export an earlier checkpoint.");
  if (type == ElementType::kQ8_0) RequireBlocks(values, name);
  at::Tensor rounded = Rounded(values, type);
  RequireFinite(rounded, type, name, "Export as bf16 or f32.");
  return rounded;
}

std::vector<std::byte> Encode(const at::Tensor& rounded, ElementType type) {
  switch (type) {
    case ElementType::kF32:
      return BytesOf(rounded);
    case ElementType::kF16:
      return BytesOf(rounded.to(at::kHalf));
    case ElementType::kBF16:
      return BytesOf(rounded.to(at::kBFloat16));
    case ElementType::kQ8_0:
      return EncodeQ8(rounded.contiguous());
    default:
      throw LogicError(fmt::format("exports do not store {}", formats::Name(type)));
  }
}

}  // namespace sentei::engine
