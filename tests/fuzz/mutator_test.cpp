// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/mutator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace sentei::fuzz {
namespace {

Mutator JsonMutator() { return Mutator(Shape::kJson, {R"({"size": 12, "names": ["a", "b"]})"}); }

TEST(MutatorTest, AMutationIsAFunctionOfItsNumber) {
  const Mutator mutator = JsonMutator();
  EXPECT_EQ(mutator.Make(7), JsonMutator().Make(7));
  std::set<std::string> different;
  for (std::uint64_t i = 0; i < 200; ++i) different.insert(mutator.Make(i));
  EXPECT_GT(different.size(), 120U);
}

TEST(MutatorTest, JsonIsDamagedInItsStructureAndInItsBytes) {
  const Mutator mutator = JsonMutator();
  int well_formed = 0;
  int deepest = 0;
  for (std::uint64_t i = 0; i < 400; ++i) {
    const std::string text = mutator.Make(i);
    well_formed += nlohmann::json::accept(text) ? 1 : 0;
    deepest = std::max(deepest, static_cast<int>(std::count(text.begin(), text.end(), '[')));
  }
  EXPECT_GT(well_formed, 100);
  EXPECT_LT(well_formed, 390);
  EXPECT_GT(deepest, 1000);
}

TEST(MutatorTest, TheLengthOfASafetensorsHeaderFollowsItsJson) {
  const Mutator mutator(Shape::kSafetensors, {std::string("\x02\0\0\0\0\0\0\0{}", 10)});
  int sound = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    const std::string file = mutator.Make(i);
    std::uint64_t length = 0;
    if (file.size() < 8) continue;
    std::copy_n(file.data(), 8, reinterpret_cast<char*>(&length));
    sound += length + 8 == file.size() && length > 2 ? 1 : 0;
  }
  EXPECT_GT(sound, 50);
}

}  // namespace
}  // namespace sentei::fuzz
