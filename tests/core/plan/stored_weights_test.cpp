// SPDX-License-Identifier: Apache-2.0
#include "core/plan/stored_weights.h"

#include "tests/support/temporary_directory.h"
#include "tests/support/tiny_checkpoint.h"

#include <gtest/gtest.h>

namespace sentei::plan {
namespace {

TEST(StoredWeightsOf, SumsTheTensorsAndTellsWhetherBf16IsUsedInPlace) {
  const testing::TemporaryDirectory folder;
  testing::WriteTinyCheckpoint(folder.path());
  const auto source = formats::OpenModel(folder.path());
  std::uint64_t bytes = 0;
  for (const formats::TensorInfo& tensor : source->tensors()) bytes += tensor.byte_size;
  const StoredWeights stored = StoredWeightsOf(*source);
  EXPECT_EQ(stored.bytes, static_cast<std::int64_t>(bytes));
  EXPECT_FALSE(stored.mapped_bf16);  // it is fp32
}

}  // namespace
}  // namespace sentei::plan
