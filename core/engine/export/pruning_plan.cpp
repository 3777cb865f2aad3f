// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/pruning_plan.h"

#include <filesystem>
#include <map>
#include <string>

namespace sentei::engine {
namespace {

using nlohmann::json;

void AddText(json& object, const char* key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}

// Files are named, never located: a path says more about the writer's machine than about the model.
json DescribeText(const std::string& path, const std::string& hash) {
  json text = json::object();
  AddText(text, "name", std::filesystem::path(path).filename().string());
  AddText(text, "sha256", hash);
  return text;
}

json DescribeBaseModel(const Provenance& provenance) {
  json base = json::object();
  AddText(base, "name", provenance.base_name);
  AddText(base, "license", provenance.base_license);
  AddText(base, "model_id", provenance.base_model_id);
  if (provenance.base_parameters > 0) base["parameters"] = provenance.base_parameters;
  return base;
}

json DescribeRun(const Provenance& provenance) {
  json run = json::object();
  AddText(run, "id", provenance.run_id);
  AddText(run, "spec_hash", provenance.spec_hash);
  AddText(run, "criterion", provenance.criterion);
  AddText(run, "schedule", provenance.schedule);
  if (provenance.run_id.empty()) return run;
  run["seed"] = provenance.seed;
  run["steps"] = provenance.steps;
  if (!provenance.training_text.empty()) {
    run["training_text"] = DescribeText(provenance.training_text, provenance.training_text_hash);
  }
  return run;
}

json KeptIds(const std::vector<bool>& keep) {
  json ids = json::array();
  for (std::size_t unit = 0; unit < keep.size(); ++unit) {
    if (keep[unit]) ids.push_back(unit);
  }
  return ids;
}

json DescribeLayers(std::span<const plan::UnitFamily> families, const plan::KeepMask* keep) {
  std::map<std::int64_t, json> layers;
  for (std::size_t f = 0; f < families.size(); ++f) {
    const plan::UnitFamily& family = families[f];
    const std::vector<bool> all(static_cast<std::size_t>(family.num_units), true);
    json& layer = layers[family.layer];
    layer["layer"] = family.layer;
    layer[family.group() == plan::FamilyGroup::kAttention ? "attention" : "ffn"] = {
        {"unit", plan::Name(family.kind)},
        {"units", family.num_units},
        {"kept", KeptIds(keep == nullptr ? all : keep->at(f))}};
  }
  json list = json::array();
  for (auto& [index, layer] : layers) list.push_back(std::move(layer));
  return list;
}

}  // namespace

json DescribeEvaluation(const run::EvalDone& evaluation) {
  return {{"stage", evaluation.stage},
          {"step", evaluation.step},
          {"perplexity", evaluation.perplexity},
          {"mean_loss", evaluation.mean_loss},
          {"text", DescribeText(evaluation.text_path, evaluation.text_hash)},
          {"length", evaluation.length},
          {"windows", evaluation.windows},
          {"tokens", evaluation.tokens},
          {"dtype", evaluation.dtype},
          {"device", evaluation.device}};
}

json MakePruningPlan(const ExportRequest& request, std::int64_t parameters, double rounding_cost) {
  json plan = {{"format", "sentei-pruning-plan"},
               {"format_version", kPlanVersion},
               {"profile", plan::Name(request.profile)},
               {"dtype", plan::Name(request.dtype)},
               {"base", DescribeBaseModel(request.provenance)},
               {"run", DescribeRun(request.provenance)},
               {"parameters", {{"after", parameters}}},
               {"rounding_cost", rounding_cost},
               {"layers", DescribeLayers(request.families, request.keep)},
               {"perplexity", json::array()}};
  AddText(plan, "sentei_version", request.provenance.sentei_version);
  if (request.provenance.base_parameters > 0) {
    plan["parameters"]["before"] = request.provenance.base_parameters;
  }
  for (const run::EvalDone& evaluation : request.provenance.evaluations) {
    plan["perplexity"].push_back(DescribeEvaluation(evaluation));
  }
  return plan;
}

}  // namespace sentei::engine
