// SPDX-License-Identifier: Apache-2.0
#include "core/engine/prune/masks.h"

#include "core/base/error.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

namespace sentei::engine {
namespace {

at::Tensor LiveVector(const std::vector<bool>& keep, at::Device device) {
  at::Tensor live = at::ones({static_cast<std::int64_t>(keep.size())}, at::kDouble);
  double* values = live.data_ptr<double>();
  for (std::size_t unit = 0; unit < keep.size(); ++unit) values[unit] = keep[unit] ? 1.0 : 0.0;
  return live.to(device);
}

std::int64_t CountLive(const std::vector<bool>& keep) {
  return std::count(keep.begin(), keep.end(), true);
}

}  // namespace

UnitMasks::UnitMasks(Decoder& model,
                     std::vector<plan::UnitFamily> families,
                     std::vector<bool> active,
                     GateGradients gates)
    : model_(model), families_(std::move(families)), active_(std::move(active)), gates_(gates) {
  if (active_.empty()) active_.assign(families_.size(), true);
  SENTEI_CHECK(active_.size() == families_.size(),
               "{} flags for {} families",
               active_.size(),
               families_.size());
  for (std::size_t f = 0; f < families_.size(); ++f) {
    const plan::UnitFamily& family = families_[f];
    keep_.emplace_back(static_cast<std::size_t>(family.num_units), true);
    live_.push_back(LiveVector(keep_.back(), model.device));
    if (active_[f]) OpenGates(f);
  }
}

void UnitMasks::OpenGates(std::size_t family) {
  const plan::UnitFamily& units = families_[family];
  LoraLinear& closing = model_.layers[static_cast<std::size_t>(units.layer)][units.closing];
  closing.input_mask = at::ones({closing.weight.size(1)},
                                at::TensorOptions().dtype(at::kFloat).device(model_.device));
  closing.input_mask.requires_grad_(gates_ == GateGradients::kOn);
}

void UnitMasks::Activate(const std::vector<bool>& active) {
  SENTEI_CHECK(
      active.size() == active_.size(), "{} flags for {} families", active.size(), active_.size());
  for (std::size_t f = 0; f < active.size(); ++f) {
    if (!active[f] || active_[f]) continue;
    active_[f] = true;
    OpenGates(f);
  }
}

std::int64_t UnitMasks::kept(std::size_t family) const { return CountLive(keep_[family]); }

std::int64_t UnitMasks::removed_units() const {
  std::int64_t removed = 0;
  for (const std::vector<bool>& keep : keep_) {
    removed += static_cast<std::int64_t>(keep.size()) - CountLive(keep);
  }
  return removed;
}

std::int64_t UnitMasks::removed_parameters() const {
  return plan::RemovedParameters(families_, plan::KeptCounts(keep_));
}

void UnitMasks::Apply(const plan::KeepMask& next) {
  SENTEI_CHECK(next.size() == keep_.size(), "{} families, expected {}", next.size(), keep_.size());
  for (std::size_t f = 0; f < next.size(); ++f) {
    SENTEI_CHECK(next[f].size() == keep_[f].size(),
                 "family {} has {} units, expected {}",
                 f,
                 next[f].size(),
                 keep_[f].size());
    if (next[f] == keep_[f]) continue;
    SENTEI_CHECK(active_[f], "family {} is locked and would lose a unit", f);
    for (std::size_t unit = 0; unit < next[f].size(); ++unit) {
      SENTEI_CHECK(keep_[f][unit] || !next[f][unit], "unit {} of family {} would return", unit, f);
    }
    keep_[f] = next[f];
    live_[f] = LiveVector(keep_[f], model_.device);
    CloseGates(f);
  }
  ZeroDeadFactors([this](std::int64_t layer, plan::Projection projection) {
    const LoraLinear& linear = model_.layers[static_cast<std::size_t>(layer)][projection];
    return FactorPair{linear.lora_a, linear.lora_b};
  });
}

void UnitMasks::CloseGates(std::size_t family) {
  const plan::UnitFamily& units = families_[family];
  LoraLinear& closing = model_.layers[static_cast<std::size_t>(units.layer)][units.closing];
  const at::NoGradGuard no_grad;
  closing.input_mask.copy_(live_[family].to(at::kFloat).repeat_interleave(units.gate_width));
}

void UnitMasks::ZeroDeadFactors(const FactorsOf& factors_of) const {
  const at::NoGradGuard no_grad;
  for (std::size_t f = 0; f < families_.size(); ++f) {
    if (kept(f) == families_[f].num_units) continue;
    std::vector<bool> dead = keep_[f];
    dead.flip();
    for (const plan::FamilyMember& member : families_[f].members) {
      const FactorPair factors = factors_of(families_[f].layer, member.projection);
      const bool rows = member.axis == plan::Axis::kRow;
      const at::Tensor& target = rows ? factors.b : factors.a;
      if (!target.defined()) continue;
      const at::Tensor ids = KeptIndices(dead, member.unit_size).to(target.device());
      at::Tensor data = target.detach();
      data.index_fill_(rows ? 0 : 1, ids, 0.0);
    }
  }
}

at::Tensor KeptIndices(const std::vector<bool>& keep, std::int64_t unit_size) {
  at::Tensor ids = at::empty({CountLive(keep) * unit_size}, at::kLong);
  std::int64_t* next = ids.data_ptr<std::int64_t>();
  for (std::size_t unit = 0; unit < keep.size(); ++unit) {
    if (!keep[unit]) continue;
    const std::int64_t first = static_cast<std::int64_t>(unit) * unit_size;
    for (std::int64_t i = 0; i < unit_size; ++i) *next++ = first + i;
  }
  return ids;
}

}  // namespace sentei::engine
