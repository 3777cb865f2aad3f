// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/checkpoint.h"

#include "core/base/error.h"
#include "tests/support/temporary_directory.h"

#include <ATen/ATen.h>

#include <gtest/gtest.h>

#include <fstream>

namespace sentei::engine::testing {
namespace {

using sentei::testing::TemporaryDirectory;

Checkpoint Sample(std::int64_t step) {
  Checkpoint checkpoint;
  checkpoint.step = step;
  checkpoint.tensors = {{"a", at::arange(6, at::kFloat).view({2, 3}) + static_cast<double>(step)},
                        {"keep", at::ones({5}, at::kByte)},
                        {"score", at::full({3}, 0.25, at::kDouble)},
                        {"small", at::ones({4}, at::kBFloat16)}};
  checkpoint.state = {{"metrics_hash", "abc"}, {"updates", step}};
  checkpoint.info = {{"train_seconds", 1.5}};
  return checkpoint;
}

void Damage(const std::filesystem::path& file, std::streamoff offset) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekg(offset, std::ios::end);
  const char byte = static_cast<char>(stream.peek() ^ 0x40);
  stream.seekp(offset, std::ios::end);
  stream.put(byte);
}

TEST(CheckpointStore, GivesBackWhatWasSaved) {
  const TemporaryDirectory folder;
  CheckpointStore store(folder / "checkpoints");
  const Checkpoint saved = Sample(7);
  const SavedCheckpoint where = store.Save(saved);
  EXPECT_EQ(where.state_hash, StateHash(saved));
  EXPECT_GT(where.bytes, 0U);
  const auto loaded = store.LoadNewest();
  ASSERT_TRUE(loaded.has_value());
  EXPECT_TRUE(loaded->warnings.empty());
  EXPECT_EQ(loaded->checkpoint.step, 7);
  EXPECT_EQ(loaded->checkpoint.state, saved.state);
  EXPECT_EQ(loaded->checkpoint.info, saved.info);
  ASSERT_EQ(loaded->checkpoint.tensors.size(), saved.tensors.size());
  for (const auto& [name, tensor] : saved.tensors) {
    const at::Tensor& back = loaded->checkpoint.tensors.at(name);
    EXPECT_EQ(back.scalar_type(), tensor.scalar_type());
    EXPECT_TRUE(at::equal(back, tensor)) << name;
  }
}

TEST(CheckpointStore, KeepsTheTwoNewest) {
  const TemporaryDirectory folder;
  CheckpointStore store(folder / "checkpoints");
  for (const std::int64_t step : {1, 50, 100, 1000}) store.Save(Sample(step));
  EXPECT_EQ(store.Steps(), (std::vector<std::int64_t>{100, 1000}));
}

TEST(CheckpointStore, SavingAStepAgainReplacesIt) {
  const TemporaryDirectory folder;
  CheckpointStore store(folder / "checkpoints");
  store.Save(Sample(5));
  Checkpoint other = Sample(5);
  other.info["train_seconds"] = 9.0;
  store.Save(other);
  EXPECT_EQ(store.LoadNewest()->checkpoint.info["train_seconds"], 9.0);
}

class DamageTest : public ::testing::TestWithParam<int> {};

TEST_P(DamageTest, ADamagedCheckpointGivesWayToTheOneBeforeIt) {
  const TemporaryDirectory folder;
  CheckpointStore store(folder / "checkpoints");
  store.Save(Sample(1));
  store.Save(Sample(2));
  const std::filesystem::path newest = store.PathOf(2);
  switch (GetParam()) {
    case 0:
      Damage(newest / "tensors.safetensors", -1);
      break;
    case 1:
      Damage(newest / "tensors.safetensors", -40);
      break;
    case 2:
      std::filesystem::resize_file(newest / "tensors.safetensors", 20);
      break;
    case 3:
      std::filesystem::resize_file(newest / "state.json", 30);
      break;
    case 4:
      std::filesystem::remove(newest / "state.json");
      break;
    default:
      std::filesystem::remove(newest / "tensors.safetensors");
      break;
  }
  const auto loaded = store.LoadNewest();
  ASSERT_TRUE(loaded.has_value());
  EXPECT_EQ(loaded->checkpoint.step, 1);
  EXPECT_EQ(loaded->warnings.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Damages, DamageTest, ::testing::Range(0, 6));

TEST(CheckpointStore, HalfWrittenLeftoversOfAKilledProcessAreNotCheckpoints) {
  const TemporaryDirectory folder;
  CheckpointStore store(folder / "checkpoints");
  store.Save(Sample(1));
  std::filesystem::create_directories(folder / "checkpoints/.step-00000002.partial-1234");
  std::filesystem::create_directories(folder / "checkpoints/notes");
  EXPECT_EQ(store.Steps(), std::vector<std::int64_t>{1});
  EXPECT_EQ(store.LoadNewest()->checkpoint.step, 1);
  store.RemoveLeftovers();
  EXPECT_FALSE(std::filesystem::exists(folder / "checkpoints/.step-00000002.partial-1234"));
  EXPECT_EQ(store.LoadNewest()->checkpoint.step, 1);
}

TEST(CheckpointStore, HasNothingToLoadWhereNothingWasSaved) {
  const TemporaryDirectory folder;
  EXPECT_FALSE(CheckpointStore(folder / "none").LoadNewest().has_value());
}

TEST(StateHash, SeesEveryPartOfTheStateAndNothingOfTheInfo) {
  const std::string hash = StateHash(Sample(3));
  Checkpoint info = Sample(3);
  info.info["train_seconds"] = 99.0;
  EXPECT_EQ(StateHash(info), hash);
  Checkpoint step = Sample(3);
  step.step = 4;
  EXPECT_NE(StateHash(step), hash);
  Checkpoint state = Sample(3);
  state.state["updates"] = 0;
  EXPECT_NE(StateHash(state), hash);
  Checkpoint value = Sample(3);
  value.tensors["keep"][2] = 0;
  EXPECT_NE(StateHash(value), hash);
  Checkpoint shape = Sample(3);
  shape.tensors["a"] = shape.tensors["a"].view({3, 2});
  EXPECT_NE(StateHash(shape), hash);
}

}  // namespace
}  // namespace sentei::engine::testing
