// SPDX-License-Identifier: Apache-2.0
// The input is a budget file, solved for two small models under every export profile.
#include "core/formats/read_json.h"
#include "core/plan/budget_solver.h"
#include "core/plan/model_description.h"
#include "core/plan/unit_family.h"
#include "tests/fuzz/target.h"

#include <array>

namespace sentei::fuzz {
namespace {

using plan::ExportProfile;

constexpr std::array kProfiles = {ExportProfile::kHfPerLayer,
                                  ExportProfile::kHfUniform,
                                  ExportProfile::kHfPadded,
                                  ExportProfile::kHfMasked,
                                  ExportProfile::kGguf,
                                  ExportProfile::kAdapter};

plan::ModelDescription Model(std::int64_t query_heads, std::int64_t kv_heads) {
  plan::ModelDescription model;
  model.model_type = "llama";
  model.hidden_size = 64;
  model.head_dim = 8;
  model.vocab_size = 100;
  model.max_positions = 64;
  model.layers.assign(12, {query_heads, kv_heads, 160});
  return model;
}

/// The promise of BudgetPlan: what is asked is reached, by less than one step too much.
void CheckPlan(const plan::BudgetPlan& plan) {
  Require(plan.reached >= plan.asked, "a budget reaches what is asked");
  Require(plan.reached < plan.asked + plan.step || plan.forced > plan.asked ||
              plan.reached == plan.asked,
          "a budget exceeds what is asked by less than a step");
  for (const plan::FamilyPlan& family : plan.families) {
    Require(family.keep >= 1 && family.keep <= family.num_units, "a unit stays in every family");
  }
}

void Solve(const plan::ModelDescription& model, const plan::BudgetSpec& spec) {
  const auto families = plan::BuildUnitFamilies(model, spec.attention_kind);
  for (const ExportProfile profile : kProfiles) {
    static_cast<void>(Accepts([&] {
      CheckPlan(plan::ResolveBudget(model, families, spec, profile, plan::ExportDType::kBF16));
    }));
  }
}

}  // namespace
}  // namespace sentei::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sentei;  // NOLINT(google-build-using-namespace): the entry point has none
  plan::BudgetSpec spec;
  const bool is_budget = fuzz::Accepts([&] {
    spec = formats::ParseJson(fuzz::AsText(data, size), "budget").get<plan::BudgetSpec>();
  });
  if (!is_budget) return 0;
  fuzz::Require(nlohmann::json(spec).get<plan::BudgetSpec>() == spec,
                "a budget reads back as written");
  static const plan::ModelDescription grouped = fuzz::Model(16, 8);
  static const plan::ModelDescription plain = fuzz::Model(6, 6);
  fuzz::Solve(grouped, spec);
  fuzz::Solve(plain, spec);
  return 0;
}
