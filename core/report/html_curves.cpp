// SPDX-License-Identifier: Apache-2.0
#include "core/report/html_parts.h"
#include "core/report/svg_curve.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace sentei::report {
namespace {

using Point = SvgCanvas::Point;
using Records = std::vector<const run::RunRecord*>;

template <typename Value>
std::vector<Point> StepPoints(const run::RunRecord& record, Value value) {
  std::vector<Point> points;
  points.reserve(record.steps.size());
  for (const run::StepDone& step : record.steps) {
    points.push_back({static_cast<double>(step.step), value(step)});
  }
  return points;
}

Curve Make(std::vector<Point> points, std::size_t color, Curve::Style style) {
  Curve curve;
  curve.points = std::move(points);
  curve.color = color;
  curve.style = style;
  return curve;
}

// The number that stands at a line's end where several runs share a plot.
std::string EndLabel(const Records& runs, std::size_t i) {
  return runs.size() > 1 ? fmt::format("{}", i + 1) : std::string();
}

Curve DenseLine(const run::RunRecord& record, double value) {
  const double last = record.steps.empty() ? 1.0 : static_cast<double>(record.steps.back().step);
  Curve curve = Make({{0.0, value}, {last, value}}, 0, Curve::Style::kDense);
  curve.name = "dense";
  return curve;
}

std::string LossPanel(const Records& runs, std::size_t first_color) {
  CurvePlot plot;
  plot.title = "Training loss by step";
  plot.y_title = "training loss";
  plot.x_title = "step";
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto points = StepPoints(*runs[i], [](const run::StepDone& step) { return step.loss; });
    if (runs.size() == 1) {
      plot.curves.push_back(Make(points, first_color + i, Curve::Style::kFaint));
    }
    plot.curves.push_back(Make(Smooth(points, 0.9), first_color + i, Curve::Style::kSolid));
    plot.curves.back().name = EndLabel(runs, i);
  }
  const char* caption =
      runs.size() == 1 ? "every step, and its moving average (0.9)" : "moving average (0.9)";
  return HtmlPanel("Loss", caption, "<div class=\"body\">" + DrawCurves(plot) + "</div>");
}

std::vector<Point> PerplexityPoints(const run::RunRecord& record) {
  std::vector<Point> points;
  for (const auto& timed : record.evals) {
    const run::EvalDone& eval = timed.event;
    if (eval.stage == "quick") points.push_back({static_cast<double>(eval.step), eval.perplexity});
  }
  return points;
}

std::string PerplexityPanel(const Records& runs, std::size_t first_color) {
  CurvePlot plot;
  plot.title = "Quick perplexity by step";
  plot.y_title = "quick perplexity";
  plot.x_title = "step";
  for (std::size_t i = 0; i < runs.size(); ++i) {
    auto points = PerplexityPoints(*runs[i]);
    if (points.empty()) continue;
    if (runs.size() == 1 && runs[i]->summary.dense_perplexity.has_value()) {
      plot.curves.push_back(DenseLine(*runs[i], *runs[i]->summary.dense_perplexity));
    }
    plot.curves.push_back(Make(std::move(points), first_color + i, Curve::Style::kSolid));
    plot.curves.back().markers = Curve::Markers::kShown;
    plot.curves.back().name = EndLabel(runs, i);
  }
  if (plot.curves.empty()) return {};
  return HtmlPanel("Perplexity",
                   "measured during the run on fewer windows",
                   "<div class=\"body\">" + DrawCurves(plot) + "</div>");
}

std::string SparsityPanel(const Records& runs, std::size_t first_color) {
  CurvePlot plot;
  plot.title = "Pruned share of all parameters by step";
  plot.y_title = "share of parameters";
  plot.x_title = "step";
  plot.y_scale = CurvePlot::Scale::kShare;
  plot.floor = CurvePlot::Floor::kZero;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (runs[i]->prune_events.empty()) continue;
    if (runs.size() == 1) {
      plot.curves.push_back(
          Make(StepPoints(*runs[i], [](const run::StepDone& s) { return s.target_sparsity; }),
               0,
               Curve::Style::kDense));
    }
    plot.curves.push_back(
        Make(StepPoints(*runs[i], [](const run::StepDone& s) { return s.sparsity; }),
             first_color + i,
             Curve::Style::kStep));
    plot.curves.back().name = EndLabel(runs, i);
  }
  if (plot.curves.empty()) return {};
  return HtmlPanel("Sparsity",
                   runs.size() == 1 ? "dashed: asked for by the schedule" : "",
                   "<div class=\"body\">" + DrawCurves(plot) + "</div>");
}

}  // namespace

std::string CurvePanels(const Records& runs, std::size_t first_color) {
  const bool trained = std::any_of(
      runs.begin(), runs.end(), [](const run::RunRecord* run) { return !run->steps.empty(); });
  if (!trained) return {};
  return "<div class=\"pair\">" + LossPanel(runs, first_color) + SparsityPanel(runs, first_color) +
         PerplexityPanel(runs, first_color) + "</div>\n";
}

}  // namespace sentei::report
