// SPDX-License-Identifier: Apache-2.0
// libFuzzer changes bytes; half of the time it is given damage along the structure instead.
#include "tests/fuzz/mutator.h"

#include <algorithm>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data,
                                               std::size_t size,
                                               std::size_t max_size,
                                               unsigned seed) {
  using namespace sentei::fuzz;  // NOLINT(google-build-using-namespace): the entry point has none
  static const Mutator mutator(ShapeOf(SENTEI_FUZZ_TARGET), SeedsOf(SENTEI_FUZZ_TARGET));
  if (seed % 2 == 0) return LLVMFuzzerMutate(data, size, max_size);
  sentei::RandomStream random({.seed = seed});
  const std::string made = mutator.Mutate({reinterpret_cast<const char*>(data), size}, random);
  const std::size_t length = std::min(made.size(), max_size);
  std::copy_n(made.begin(), length, data);
  return length;
}
