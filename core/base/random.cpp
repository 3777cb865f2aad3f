// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"

#include "core/base/error.h"

#include <cstddef>
#include <numeric>
#include <utility>

namespace sentei {
namespace {

constexpr std::uint32_t kMultiplier0 = 0xD2511F53U;
constexpr std::uint32_t kMultiplier1 = 0xCD9E8D57U;
constexpr std::uint32_t kWeyl0 = 0x9E3779B9U;
constexpr std::uint32_t kWeyl1 = 0xBB67AE85U;
constexpr int kRounds = 10;

constexpr std::uint32_t Low(std::uint64_t value) { return static_cast<std::uint32_t>(value); }
constexpr std::uint32_t High(std::uint64_t value) {
  return static_cast<std::uint32_t>(value >> 32);
}

}  // namespace

std::array<std::uint32_t, 4> Philox(std::array<std::uint32_t, 4> counter,
                                    std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < kRounds; ++round) {
    const std::uint64_t product0 = std::uint64_t{kMultiplier0} * counter[0];
    const std::uint64_t product1 = std::uint64_t{kMultiplier1} * counter[2];
    counter = {High(product1) ^ counter[1] ^ key[0],
               Low(product1),
               High(product0) ^ counter[3] ^ key[1],
               Low(product0)};
    key[0] += kWeyl0;
    key[1] += kWeyl1;
  }
  return counter;
}

RandomStream::RandomStream(const RandomKey& key)
    : key_{Low(key.seed), High(key.seed)},
      counter_{0,
               key.layer,
               Low(key.step),
               High(key.step) << 16 | static_cast<std::uint32_t>(key.purpose)} {
  SENTEI_CHECK(key.step < std::uint64_t{1} << 48, "step {}", key.step);
}

std::uint32_t RandomStream::NextU32() {
  if (used_ == block_.size()) {
    block_ = Philox(counter_, key_);
    ++counter_[0];
    used_ = 0;
  }
  return block_[used_++];
}

std::uint64_t RandomStream::NextU64() {
  const std::uint64_t low = NextU32();
  return low | std::uint64_t{NextU32()} << 32;
}

double RandomStream::NextUniform() { return static_cast<double>(NextU64() >> 11) * 0x1p-53; }

std::uint64_t RandomStream::NextBelow(std::uint64_t bound) {
  SENTEI_CHECK(bound > 0, "empty range");
  const std::uint64_t rejected = (0 - bound) % bound;  // 2^64 mod bound
  std::uint64_t value = NextU64();
  while (value < rejected) value = NextU64();
  return value % bound;
}

void RandomStream::FillUniform(std::span<float> out, float low, float high) {
  const float width = high - low;
  for (float& value : out) {
    value = low + width * (static_cast<float>(NextU32() >> 8) * 0x1p-24F);
  }
}

std::vector<std::int64_t> RandomPermutation(const RandomKey& key, std::int64_t count) {
  SENTEI_CHECK(count >= 0, "{} items", count);
  std::vector<std::int64_t> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  RandomStream stream(key);
  for (std::size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[stream.NextBelow(i)]);
  }
  return order;
}

}  // namespace sentei
