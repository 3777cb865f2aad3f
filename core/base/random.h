// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace sentei {

/// What random numbers are for. Values are part of every checkpoint's meaning: never renumber.
enum class RandomPurpose : std::uint16_t {
  kTest = 0,
  kDataOrder = 1,
  kLoraInit = 2,
  kLoraDropout = 3,
  kRandomScores = 4,
  kSampling = 5,
  kWeightInit = 6,
  kCalibration = 7,
};

/// Names one stream of random numbers; different keys never share a number's origin.
struct RandomKey {
  std::uint64_t seed = 0;
  std::uint64_t step = 0;   ///< below 2^48
  std::uint32_t layer = 0;  ///< or any other index: module, micro-batch, epoch
  RandomPurpose purpose = RandomPurpose::kTest;
};

/// The 10-round Philox-4x32 block function (Salmon et al., "Parallel random numbers: as easy as
/// 1, 2, 3", SC 2011): a bijection of the counter for every key.
[[nodiscard]] std::array<std::uint32_t, 4> Philox(std::array<std::uint32_t, 4> counter,
                                                  std::array<std::uint32_t, 2> key);

/// The numbers of one key, in order. They are a function of the key alone (integer arithmetic and
/// exact scaling), so equal on every platform and whatever was drawn elsewhere. The Philox key is
/// the seed; the counter is (block, layer, step low, step high and purpose), so streams of one seed
/// are disjoint. At most 2^34 words a stream. One object belongs to one thread.
class RandomStream {
 public:
  /// Throws LogicError for a step of 2^48 or more.
  explicit RandomStream(const RandomKey& key);

  [[nodiscard]] std::uint32_t NextU32();
  [[nodiscard]] std::uint64_t NextU64();  ///< first word low, second word high
  /// Uniform in [0, 1) with 53 random bits.
  [[nodiscard]] double NextUniform();
  /// Uniform in [0, bound) without bias; bound > 0.
  [[nodiscard]] std::uint64_t NextBelow(std::uint64_t bound);
  /// Fills with uniform values in [low, high), one word (24 bits) each.
  void FillUniform(std::span<float> out, float low, float high);

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> counter_;
  std::array<std::uint32_t, 4> block_{};
  std::uint32_t used_ = 4;
};

/// A uniformly drawn order of 0 .. count-1 (Fisher and Yates).
[[nodiscard]] std::vector<std::int64_t> RandomPermutation(const RandomKey& key, std::int64_t count);

}  // namespace sentei
