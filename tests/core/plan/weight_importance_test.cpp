// SPDX-License-Identifier: Apache-2.0
#include "core/plan/weight_importance.h"

#include "tests/support/temporary_directory.h"
#include "tests/support/tiny_checkpoint.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>

namespace sentei::plan {
namespace {

namespace fs = std::filesystem;
using Scores = std::vector<std::vector<float>>;

Scores Importance(const formats::ModelSource& source,
                  const ModelDescription& model,
                  std::span<const UnitFamily> families,
                  const ImportanceOptions& options) {
  Scores scores(families.size());
  std::size_t next = 0;
  const auto sink = [&](std::size_t family, std::vector<float> values) {
    EXPECT_EQ(family, next++);
    scores[family] = std::move(values);
  };
  EXPECT_EQ(ComputeWeightImportance(source, model, families, options, sink, {}),
            formats::Reading::kFinished);
  return scores;
}

/// The definition, element by element.
std::vector<double> BruteForce(const formats::ModelSource& source,
                               const ModelDescription& model,
                               const UnitFamily& family,
                               const ImportanceOptions& options) {
  std::vector<double> scores(static_cast<std::size_t>(family.num_units));
  for (const FamilyMember& member : family.members) {
    const MatrixShape shape = ProjectionShape(model, family.layer, member.projection);
    std::vector<float> weight(static_cast<std::size_t>(shape.size()));
    source.ReadFloat32(WeightName(family.layer, member.projection), weight);
    std::vector<double> units(scores.size());
    for (std::int64_t row = 0; row < shape.rows; ++row) {
      for (std::int64_t column = 0; column < shape.columns; ++column) {
        const auto value =
            static_cast<double>(weight[static_cast<std::size_t>(row * shape.columns + column)]);
        const std::int64_t index = member.axis == Axis::kRow ? row : column;
        units[static_cast<std::size_t>(index / member.unit_size)] +=
            options.power == ImportancePower::kSquared ? value * value : std::abs(value);
      }
    }
    double norm = 0.0;
    for (const double unit : units) norm += unit * unit;
    const double divisor = options.scope == ImportanceScope::kLocal ? std::sqrt(norm) + 1e-8 : 1.0;
    for (std::size_t u = 0; u < units.size(); ++u) scores[u] += units[u] / divisor;
  }
  return scores;
}

TEST(ComputeWeightImportance, IsWhatTheMagnitudeCriterionIsDefinedAs) {
  const testing::TemporaryDirectory directory;
  sentei::testing::WriteTinyCheckpoint(directory.path());
  const auto source = formats::OpenModel(directory.path());
  const ModelDescription model = DescribeModel(*source);
  for (const UnitKind kind : {UnitKind::kKvGroup, UnitKind::kQueryStripe}) {
    const auto families = BuildUnitFamilies(model, kind);
    for (const auto power : {ImportancePower::kAbsolute, ImportancePower::kSquared}) {
      for (const auto scope : {ImportanceScope::kLocal, ImportanceScope::kGlobal}) {
        const ImportanceOptions options{power, scope};
        const Scores got = Importance(*source, model, families, options);
        for (std::size_t f = 0; f < families.size(); ++f) {
          const auto expected = BruteForce(*source, model, families[f], options);
          ASSERT_EQ(got[f].size(), expected.size());
          for (std::size_t u = 0; u < expected.size(); ++u) {
            EXPECT_NEAR(got[f][u], expected[u], 1e-5 * expected[u]) << f << ", " << u;
          }
        }
      }
    }
  }
}

TEST(ComputeWeightImportance, StopsWhenAsked) {
  const testing::TemporaryDirectory directory;
  sentei::testing::WriteTinyCheckpoint(directory.path());
  const auto source = formats::OpenModel(directory.path());
  const ModelDescription model = DescribeModel(*source);
  const auto families = BuildUnitFamilies(model, UnitKind::kKvGroup);
  std::stop_source stop;
  int called = 0;
  const auto sink = [&](std::size_t, const std::vector<float>&) {
    if (++called == 3) stop.request_stop();
  };
  EXPECT_EQ(ComputeWeightImportance(*source, model, families, {}, sink, stop.get_token()),
            formats::Reading::kStopped);
  EXPECT_EQ(called, 3);
}

TEST(ComputeWeightImportance, TakesAMomentForTheDemoModel) {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  const fs::path base =
      cache != nullptr ? fs::path(cache) : fs::path(home != nullptr ? home : "") / ".cache";
  const fs::path file = base / "sentei/models/SmolLM2-135M-Instruct.Q4_1.gguf";
  if (!fs::exists(file)) GTEST_SKIP() << file << " is absent";
  const auto source = formats::OpenModel(file);
  const ModelDescription model = DescribeModel(*source);
  const auto begin = std::chrono::steady_clock::now();
  const Scores scores =
      Importance(*source, model, BuildUnitFamilies(model, UnitKind::kKvGroup), {});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  EXPECT_EQ(scores.size(), 60U);
  EXPECT_GT(scores[1][0], 0.0F);
  fmt::print("importance of the demo model from its weights: {:.2f} s\n", took.count());
}

}  // namespace
}  // namespace sentei::plan
