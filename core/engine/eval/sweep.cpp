// SPDX-License-Identifier: Apache-2.0
#include "core/engine/eval/sweep.h"

#include "core/base/error.h"
#include "core/engine/prune/criterion.h"
#include "core/plan/budget_planner.h"
#include "core/plan/schedule.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace sentei::engine {
namespace {

/// Units that stay when the share `ratio` leaves, in whole rows of groups.
std::int64_t KeptOf(const plan::UnitFamily& family, double ratio) {
  const std::int64_t quantum = plan::UnitQuantum(family);
  return quantum * std::max<std::int64_t>(1, plan::KeptAt(family.num_units / quantum, ratio));
}

std::set<std::int64_t> LayersOf(const std::vector<plan::UnitFamily>& families,
                                const std::vector<std::int64_t>& wanted) {
  std::set<std::int64_t> known;
  for (const plan::UnitFamily& family : families) known.insert(family.layer);
  if (wanted.empty()) return known;
  for (const std::int64_t layer : wanted) {
    if (known.contains(layer)) continue;
    throw Error(
        ErrorCode::kUsage,
        fmt::format(
            "there is no layer {}: the model has layers 0 to {}", layer, std::ssize(known) - 1));
  }
  return {wanted.begin(), wanted.end()};
}

/// Weight magnitudes of one family's units, as they are ranked within a layer.
std::vector<float> Magnitudes(const Decoder& model,
                              const std::vector<plan::UnitFamily>& families,
                              std::size_t family) {
  Decoder gated = model;  // shares the weights; the gates are its own
  std::vector<bool> active(families.size(), false);
  active[family] = true;
  const UnitMasks masks(gated, families, active, GateGradients::kOff);
  const auto criterion = MakeCriterion(run::Criterion::kMagnitude, gated, masks, {});
  const at::Tensor scores = criterion->Scores()[family].to(at::kCPU, at::kFloat).contiguous();
  return {scores.data_ptr<float>(), scores.data_ptr<float>() + scores.numel()};
}

/// The model with the gates of one family's other units closed; it shares all weights.
Decoder WithGatesClosed(const Decoder& model,
                        const plan::UnitFamily& family,
                        const std::vector<bool>& kept) {
  Decoder gated = model;
  LoraLinear& closing = gated.layers[static_cast<std::size_t>(family.layer)][family.closing];
  at::Tensor mask = at::zeros({closing.weight.size(1)}, at::kFloat);
  mask.index_fill_(0, KeptIndices(kept, family.gate_width), 1.0);
  closing.input_mask = mask.to(model.device);
  return gated;
}

}  // namespace

std::vector<SweepTask> SweepTasks(const std::vector<plan::UnitFamily>& families,
                                  const run::SweepSpec& spec) {
  const std::set<std::int64_t> layers = LayersOf(families, spec.layers);
  const std::set<double> ratios(spec.ratios.begin(), spec.ratios.end());
  std::vector<SweepTask> tasks;
  for (std::size_t f = 0; f < families.size(); ++f) {
    const bool wanted = families[f].group() == plan::FamilyGroup::kFfn ? spec.ffn : spec.attention;
    if (!wanted || !layers.contains(families[f].layer)) continue;
    std::int64_t before = families[f].num_units;
    for (const double ratio : ratios) {
      const std::int64_t kept = KeptOf(families[f], ratio);
      if (kept != before) tasks.push_back({.family = f, .ratio = ratio, .kept = kept});
      before = kept;
    }
  }
  return tasks;
}

std::int64_t LayerWork(const Decoder& model, LayerRange layers) {
  std::int64_t work = 0;
  for (std::size_t i = layers.begin; i < layers.end; ++i) {
    for (const plan::Projection projection : plan::kProjections) {
      work += model.layers[i][projection].weight.numel();
    }
  }
  return work;
}

std::int64_t OutputWork(const Decoder& model) { return model.lm_head.numel(); }

Sweep::Sweep(const Decoder& model,
             std::vector<plan::UnitFamily> families,
             std::span<const std::span<const text::TokenId>> windows)
    : model_(model), families_(std::move(families)), scores_(families_.size()) {
  CheckWindows(windows);
  const at::NoGradGuard no_grad;
  for (const auto window : windows) {
    ids_.push_back(IdsOf(window).to(model_.device));
    residuals_.push_back(EmbedTokens(model_, ids_.back()));
  }
}

bool Sweep::MoveTo(std::size_t layer, const AfterWindow& after) {
  SENTEI_CHECK(layer >= layer_, "layer {} after layer {}", layer, layer_);
  for (; layer_ < layer; ++layer_) {
    const LayerRange one{.begin = layer_, .end = layer_ + 1};
    for (at::Tensor& residual : residuals_) {
      residual = ForwardLayers(model_, residual, one, {});
      model_.CheckIntact();
      if (after(LayerWork(model_, one)) == Interruption::kStop) return false;
    }
  }
  return true;
}

std::vector<bool> Sweep::UnitsKept(const SweepTask& task) {
  const plan::UnitFamily& family = families_[task.family];
  std::vector<float>& scores = scores_[task.family];
  if (scores.empty()) scores = Magnitudes(model_, families_, task.family);
  const std::vector<bool> all(static_cast<std::size_t>(family.num_units), true);
  return plan::SelectUnits(family, scores, all, task.kept);
}

std::optional<Perplexity> Sweep::Measure(const SweepTask& task, const AfterWindow& after) {
  const at::NoGradGuard no_grad;
  const plan::UnitFamily& family = families_[task.family];
  if (!MoveTo(static_cast<std::size_t>(family.layer), after)) return std::nullopt;
  const Decoder gated = WithGatesClosed(model_, family, UnitsKept(task));
  const LayerRange rest{.begin = layer_, .end = model_.layers.size()};
  const std::int64_t work = LayerWork(model_, rest) + OutputWork(model_);
  Perplexity result;
  double sum = 0.0;
  for (std::size_t w = 0; w < ids_.size(); ++w) {
    const at::Tensor hidden = FinalNorm(gated, ForwardLayers(gated, residuals_[w], rest, {}), {});
    const auto predicted = ids_[w].size(1) - 1;
    const double loss = TokenLosses(gated, hidden, ids_[w]).to(at::kDouble).sum().item<double>();
    model_.CheckIntact();
    result.window_losses.push_back(loss / static_cast<double>(predicted));
    result.tokens += predicted;
    sum += loss;
    if (after(work) == Interruption::kStop) return std::nullopt;
  }
  result.mean_loss = sum / static_cast<double>(result.tokens);
  result.perplexity = std::exp(result.mean_loss);
  return result;
}

}  // namespace sentei::engine
