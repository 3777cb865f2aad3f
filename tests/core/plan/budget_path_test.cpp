// SPDX-License-Identifier: Apache-2.0
#include "core/plan/budget_path.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace sentei::plan {
namespace {

double Level(const Block& block, std::size_t position) {
  return static_cast<double>(block.num_units - block.choices[position]) /
         static_cast<double>(block.num_units) / block.weight;
}

/// One move after the other: those with the lowest next level, or the first of them.
void WalkSlowly(std::vector<Block>& blocks, std::int64_t asked, Pace pace) {
  while (Removed(blocks) < asked) {
    double lowest = std::numeric_limits<double>::infinity();
    for (const Block& block : blocks) {
      if (block.CanMove()) lowest = std::min(lowest, Level(block, block.at + 1));
    }
    bool moved = false;
    for (Block& block : blocks) {
      if (!block.CanMove() || Level(block, block.at + 1) != lowest) continue;
      if (moved && pace == Pace::kSingle) break;
      ++block.at;
      moved = true;
    }
    if (!moved) return;
  }
}

std::vector<Block> RandomBlocks(std::mt19937& random) {
  const auto draw = [&](std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(least, most)(random);
  };
  std::vector<Block> blocks(static_cast<std::size_t>(draw(1, 6)));
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    Block& block = blocks[b];
    block.families = {b};
    block.num_units = draw(4, 60);
    block.unit_cost = draw(1, 9);
    block.weight = static_cast<double>(draw(1, 3));
    const std::int64_t step = draw(1, 4);
    for (std::int64_t count = block.num_units; count > 0; count -= step) {
      block.choices.push_back(count);
    }
  }
  return blocks;
}

TEST(Walk, EndsWhereSingleMovesEnd) {
  std::mt19937 random(11);
  for (int round = 0; round < 500; ++round) {
    std::vector<Block> quick = RandomBlocks(random);
    std::vector<Block> slow = quick;
    const std::int64_t asked = std::uniform_int_distribution<std::int64_t>(0, 900)(random);
    const Pace pace = round % 2 == 0 ? Pace::kSingle : Pace::kJoint;
    Walk(quick, asked, pace);
    WalkSlowly(slow, asked, pace);
    EXPECT_EQ(CountsOf(quick, quick.size()), CountsOf(slow, slow.size())) << "round " << round;
  }
}

}  // namespace
}  // namespace sentei::plan
