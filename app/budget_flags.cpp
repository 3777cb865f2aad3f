// SPDX-License-Identifier: Apache-2.0
// The part of SpecFlags that says how much may leave, and where.
#include "app/flag_values.h"
#include "app/spec_flags.h"
#include "core/formats/read_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace sentei::app {
namespace {

plan::LayerLimit& LimitOf(plan::BudgetSpec& budget, std::int64_t layer) {
  const auto found =
      std::find_if(budget.layers.begin(), budget.layers.end(), [&](const plan::LayerLimit& limit) {
        return limit.layer == layer;
      });
  if (found != budget.layers.end()) return *found;
  budget.layers.push_back({.layer = layer, .attention = {}, .ffn = {}});
  return budget.layers.back();
}

void LockLayers(plan::BudgetSpec& budget, const std::string& text) {
  budget.lock_outer_layers = false;
  if (text == "none") return;
  for (const std::int64_t layer : ParseLayerList(text)) {
    LimitOf(budget, layer).attention.locked = true;
    LimitOf(budget, layer).ffn.locked = true;
  }
}

}  // namespace

void SpecFlags::AddBudget() {
  Add<std::string>("--budget",
                   "A budget (JSON), as `sentei budget` writes it",
                   [](run::RunSpec& spec, const std::string& path) {
                     spec.budget = formats::ReadJsonFile(path).get<plan::BudgetSpec>();
                   })
      ->type_name("FILE");
  Add<std::string>("--target",
                   "Share of all parameters to remove: 0.2 or 20%",
                   [](run::RunSpec& spec, const std::string& value) {
                     spec.budget.target_kind = plan::TargetKind::kParameterShare;
                     spec.budget.target = ParseShare(value);
                   });
  Add<std::string>("--target-units",
                   "Share of the units of unlocked families to remove",
                   [](run::RunSpec& spec, const std::string& value) {
                     spec.budget.target_kind = plan::TargetKind::kUnitShare;
                     spec.budget.target = ParseShare(value);
                   });
  Add<std::string>("--target-parameters",
                   "Parameters that may remain, such as 108M",
                   [](run::RunSpec& spec, const std::string& value) {
                     spec.budget.target_kind = plan::TargetKind::kParameters;
                     spec.budget.target = ParseQuantity(value);
                   });
  Add<std::string>("--target-bytes",
                   "Bytes that may remain at the export dtype, such as 200MiB",
                   [](run::RunSpec& spec, const std::string& value) {
                     spec.budget.target_kind = plan::TargetKind::kBytes;
                     spec.budget.target = ParseQuantity(value);
                   });
  AddLimits();
}

void SpecFlags::AddLimits() {
  Add<std::string>("--mode",
                   "uniform, custom, global or global-uniform",
                   [](run::RunSpec& spec, const std::string& value) {
                     spec.budget.mode = Choose<plan::BudgetMode>(
                         "--mode",
                         value,
                         {{"uniform", plan::BudgetMode::kUniform},
                          {"custom", plan::BudgetMode::kCustom},
                          {"global", plan::BudgetMode::kGlobal},
                          {"global-uniform", plan::BudgetMode::kGlobalUniform}});
                   });
  Add<std::string>("--attention-unit",
                   "kv-group or query-stripe",
                   [](run::RunSpec& spec, const std::string& value) {
                     spec.budget.attention_kind =
                         Choose<plan::UnitKind>("--attention-unit",
                                                value,
                                                {{"kv-group", plan::UnitKind::kKvGroup},
                                                 {"query-stripe", plan::UnitKind::kQueryStripe}});
                   });
  Add<std::int64_t>(
      "--align",
      "Kept FFN widths are multiples of 1, 8, 32, 64 or 256",
      [](run::RunSpec& spec, std::int64_t value) { spec.budget.ffn_alignment = value; });
  Add<double>("--cap",
              "Largest share that any layer's family may lose",
              [](run::RunSpec& spec, double value) { spec.budget.default_cap = value; });
  Add<std::string>(
      "--lock",
      "Layers kept whole instead of the first tenth and the last: 0-2,29 or none",
      [](run::RunSpec& spec, const std::string& value) { LockLayers(spec.budget, value); });
  AddSwitch("--prune-attention",
            "Prune attention units even where a layer has fewer than 8",
            [](run::RunSpec& spec) { spec.budget.attention_locked = false; });
  AddSwitch("--keep-attention", "Keep all attention units", [](run::RunSpec& spec) {
    spec.budget.attention_locked = true;
  });
}

}  // namespace sentei::app
