// SPDX-License-Identifier: Apache-2.0
// Every kept input of every fuzz target: sound files, and what once broke a promise.
#include "tests/fuzz/all_targets.h"
#include "tests/fuzz/mutator.h"
#include "tests/fuzz/target.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

namespace sentei::fuzz {
namespace {

class CorpusTest : public testing::TestWithParam<NamedTarget> {};

TEST_P(CorpusTest, IsAcceptedOrRefusedWithASentence) {
  const auto corpus = ReadCorpus(GetParam().name);
  ASSERT_FALSE(corpus.empty());
  for (const CorpusFile& file : corpus) {
    SCOPED_TRACE(file.path.string());
    // A buffer of its own, so that the sanitizers watch its edges.
    const std::vector<std::uint8_t> exact(file.bytes.begin(), file.bytes.end());
    EXPECT_NO_THROW(GetParam().run(exact.data(), exact.size()));
  }
}

TEST_P(CorpusTest, AnEmptyFileIsRefused) { EXPECT_NO_THROW(GetParam().run(nullptr, 0)); }

INSTANTIATE_TEST_SUITE_P(Targets,
                         CorpusTest,
                         testing::ValuesIn(AllTargets().begin(), AllTargets().end()),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(FuzzTargetTest, AnotherExceptionThanARefusalIsReported) {
  EXPECT_FALSE(Accepts([] { ThrowInput("no"); }));
  EXPECT_THROW(static_cast<void>(Accepts([] { throw LogicError("broken"); })), BrokenPromise);
  EXPECT_THROW(static_cast<void>(Accepts([] { throw Error(ErrorCode::kInput, ""); })),
               BrokenPromise);
  EXPECT_THROW(static_cast<void>(Accepts([] { throw std::out_of_range("vector"); })),
               std::out_of_range);
}

}  // namespace
}  // namespace sentei::fuzz
