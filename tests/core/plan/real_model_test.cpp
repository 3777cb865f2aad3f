// SPDX-License-Identifier: Apache-2.0
#include "core/formats/model_source.h"
#include "core/plan/budget_solver.h"
#include "core/plan/census.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace sentei::plan {
namespace {

namespace fs = std::filesystem;

fs::path Shared() {
  const char* set = std::getenv("SENTEI_SHARED");
  return set != nullptr ? fs::path(set) : fs::path(SENTEI_SOURCE_DIR).parent_path() / "shared";
}

fs::path DemoModel() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  const fs::path base =
      cache != nullptr ? fs::path(cache) : fs::path(home != nullptr ? home : "") / ".cache";
  return base / "sentei" / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf";
}

TEST(RealModels, Stories260KIsDescribedAndBudgeted) {
  const fs::path folder = Shared() / "data" / "llama-stories260K";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is absent";
  const ModelDescription model = DescribeModel(*formats::OpenModel(folder));
  EXPECT_EQ(model.layers, std::vector<LayerShape>(5, {8, 4, 172}));
  EXPECT_EQ(ParameterCount(model), 260'032);
  const auto families = BuildUnitFamilies(model, UnitKind::kKvGroup);
  const BudgetPlan plan =
      ResolveBudget(model, families, {}, ExportProfile::kHfPerLayer, ExportDType::kBF16);
  EXPECT_GE(plan.reached, plan.asked);
  EXPECT_LT(plan.reached, plan.asked + plan.step);
}

TEST(RealModels, TheDemoModelHasItsKnownSizes) {
  const fs::path file = DemoModel();
  if (!fs::exists(file)) GTEST_SKIP() << file << " is absent";
  const ModelDescription model = DescribeModel(*formats::OpenModel(file));
  EXPECT_EQ(ParameterCount(model), 134'515'008);
  EXPECT_TRUE(model.tied_embeddings);
  EXPECT_EQ(model.layers, std::vector<LayerShape>(30, {9, 3, 1536}));
  EXPECT_EQ(model.rotary.theta, 100000.0);
}

}  // namespace
}  // namespace sentei::plan
