// SPDX-License-Identifier: Apache-2.0
#include "core/run/sweep_curves.h"

#include <gtest/gtest.h>

namespace sentei::run {
namespace {

using plan::UnitKind;

TEST(SweepCurves, GroupThePointsByFamily) {
  RunRecord record;
  record.sweep = {{2, UnitKind::kKvGroup, 0.5, 1, 30.0, 3.4},
                  {2, UnitKind::kFfnChannel, 0.5, 8, 31.0, 3.5},
                  {2, UnitKind::kKvGroup, 0.25, 2, 29.0, 3.3}};
  EXPECT_TRUE(CurvesOf(record).empty()) << "nothing to compare with";
  EvalDone dense;
  dense.stage = "dense";
  dense.mean_loss = 3.2;
  record.evals.push_back({0, dense});
  const auto curves = CurvesOf(record);
  ASSERT_EQ(curves.size(), 2U);
  EXPECT_EQ(curves[0].kind, UnitKind::kKvGroup);
  EXPECT_EQ(curves[0].points.size(), 2U);
  EXPECT_EQ(curves[0].points[1].loss, 3.3);
  EXPECT_EQ(curves[1].layer, 2);
  EXPECT_EQ(curves[1].dense_loss, 3.2);
}

}  // namespace
}  // namespace sentei::run
