// SPDX-License-Identifier: Apache-2.0
#include "core/engine/kernels/parallel.h"
#include "core/engine/kernels/rotary.h"

#include <cstring>

namespace sentei::engine::kernels {
namespace {

template <typename T>
SENTEI_INLINE void RotateRow(
    const T* in, const float* cos, const float* sin, T* out, std::int64_t half, float direction) {
  for (std::int64_t i = 0; i < half; ++i) {
    const float a = ToFloat(in[i]);
    const float b = ToFloat(in[i + half]);
    const float s = sin[i] * direction;
    Assign(out[i], a * cos[i] - b * s);
    Assign(out[i + half], b * cos[i] + a * s);
  }
}

SENTEI_SIMD_CLONES void Rotate(const float* in,
                               const float* cos,
                               const float* sin,
                               float* out,
                               std::int64_t half,
                               float direction) {
  RotateRow(in, cos, sin, out, half, direction);
}
SENTEI_SIMD_CLONES void Rotate(const Bf16Bits* in,
                               const float* cos,
                               const float* sin,
                               Bf16Bits* out,
                               std::int64_t half,
                               float direction) {
  RotateRow(in, cos, sin, out, half, direction);
}

/// Where the vector of (batch, position, head) starts in a tensor of either layout.
struct Strides {
  std::int64_t batch = 0;
  std::int64_t position = 0;
  std::int64_t head = 0;
};

struct Sizes {
  std::int64_t batch = 0;
  std::int64_t length = 0;
  std::int64_t heads = 0;
  std::int64_t head_dim = 0;
};

template <typename T>
void Move(const T* in,
          const Strides& from,
          T* out,
          const Strides& to,
          const Sizes& sizes,
          const Rotation& rotation,
          float direction) {
  const std::int64_t half = sizes.head_dim / 2;
  const float* cos = rotation.cos.defined() ? Data<float>(rotation.cos) : nullptr;
  const float* sin = rotation.sin.defined() ? Data<float>(rotation.sin) : nullptr;
  const std::int64_t rows = sizes.batch * sizes.length;
  ForEachRow(rows, sizes.heads * sizes.head_dim, [&](std::int64_t row) {
    const std::int64_t b = row / sizes.length;
    const std::int64_t t = row % sizes.length;
    const T* source = in + b * from.batch + t * from.position;
    T* target = out + b * to.batch + t * to.position;
    for (std::int64_t h = 0; h < sizes.heads; ++h) {
      if (cos == nullptr) {
        std::memcpy(target + h * to.head,
                    source + h * from.head,
                    static_cast<std::size_t>(sizes.head_dim) * sizeof(T));
      } else {
        Rotate(source + h * from.head,
               cos + t * half,
               sin + t * half,
               target + h * to.head,
               half,
               direction);
      }
    }
  });
}

Strides OfHeads(const at::Tensor& heads) {
  return {.batch = heads.stride(0), .position = heads.stride(2), .head = heads.stride(1)};
}

Strides OfRows(const at::Tensor& rows, std::int64_t head_dim) {
  return {.batch = rows.stride(0), .position = rows.stride(1), .head = head_dim};
}

Sizes SizesOf(const at::Tensor& heads) {
  return {.batch = heads.size(0),
          .length = heads.size(2),
          .heads = heads.size(1),
          .head_dim = heads.size(3)};
}

}  // namespace

void SplitHeads(const at::Tensor& x, const Rotation& rotation, const at::Tensor& out) {
  const Sizes sizes = SizesOf(out);
  DispatchElement(x, [&]<typename T>(T) {
    Move(Data<T>(x),
         OfRows(x, sizes.head_dim),
         MutableData<T>(out),
         OfHeads(out),
         sizes,
         rotation,
         1.0F);
  });
}

void MergeHeads(const at::Tensor& heads, const Rotation& rotation, const at::Tensor& out) {
  const Sizes sizes = SizesOf(heads);
  DispatchElement(heads, [&]<typename T>(T) {
    Move(Data<T>(heads),
         OfHeads(heads),
         MutableData<T>(out),
         OfRows(out, sizes.head_dim),
         sizes,
         rotation,
         -1.0F);
  });
}

}  // namespace sentei::engine::kernels
