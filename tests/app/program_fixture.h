// SPDX-License-Identifier: Apache-2.0
// What tests of the whole program share: a folder of their own, and in it a tiny model and texts.
#pragma once

#include "tests/support/subprocess.h"
#include "tests/support/tiny_checkpoint.h"

#include <gtest/gtest.h>

#include <string>

namespace sentei::testing {

class ProgramTest : public ::testing::Test {
 protected:
  /// Writes "model", "train.txt" and "eval.txt".
  void WriteTinyInputs() const {
    WriteTinyCheckpoint(Path("model"));
    WriteTinyText(Path("train.txt"), 60'000, 1);
    WriteTinyText(Path("eval.txt"), 12'000, 2);
  }
  [[nodiscard]] std::string Path(const std::string& name) const {
    return (folder_.path() / name).string();
  }

  TemporaryFolder folder_;
};

}  // namespace sentei::testing
