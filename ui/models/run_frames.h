// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/model_description.h"
#include "ui/models/run_trace.h"
#include "viz/bar_plot.h"
#include "viz/curve_plot.h"
#include "viz/heat_map_frame.h"

#include <QStringList>

namespace sentei::ui {

/// What plots of a run show, from its trace. `dense` is the model before pruning; nullptr where it
/// is not open, then shapes follow from the events.
[[nodiscard]] viz::HeatMapFrame HeatFrame(const RunTrace& trace,
                                          plan::FamilyGroup group,
                                          const plan::ModelDescription* dense);
/// Lines under the description of a cell: when a unit left, tensor and rows.
[[nodiscard]] QStringList CellNotes(const RunTrace& trace,
                                    plan::FamilyGroup group,
                                    const plan::ModelDescription* dense,
                                    const viz::HeatMapCell& cell);
/// Kept and removed units per layer.
[[nodiscard]] viz::BarSeries KeptBars(const RunTrace& trace, plan::FamilyGroup group);
/// What the schedule asks for at each iteration still to come, where that is known.
[[nodiscard]] std::vector<QPointF> PlannedSparsity(const RunTrace& trace);
/// Notes of the user and changed budgets, at their iterations.
[[nodiscard]] std::vector<viz::CurvePlot::Note> CurveNotes(const RunTrace& trace);
/// Model, criterion, data set and seed, for exports.
[[nodiscard]] QStringList RunProtocol(const RunTrace& trace);
/// "gate" as people say it.
[[nodiscard]] QString CriterionWord(const std::string& criterion);

}  // namespace sentei::ui
