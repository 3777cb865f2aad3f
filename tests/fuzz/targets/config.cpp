// SPDX-License-Identifier: Apache-2.0
// The input is a config.json: read alone, with the tensors that it asks for, and beside a model.
#include "core/formats/read_json.h"
#include "core/plan/budget_solver.h"
#include "core/plan/census.h"
#include "core/plan/checkpoint_tensors.h"
#include "core/plan/memory_estimate.h"
#include "core/plan/model_config.h"
#include "core/plan/model_description.h"
#include "core/plan/unit_family.h"
#include "tests/fuzz/target.h"

#include <vector>

namespace sentei::fuzz {
namespace {

constexpr std::int64_t kMostUnits = 1 << 18;  // a solver's table grows with the channels

std::int64_t Units(const plan::ModelDescription& model) {
  std::int64_t units = 0;
  for (const plan::LayerShape& layer : model.layers) units += layer.ffn_size;
  return units;
}

void CheckOwnTensors(const nlohmann::json& config, const plan::ModelDescription& model) {
  std::vector<formats::TensorInfo> tensors;
  for (const plan::ExpectedTensor& expected : plan::ExpectedTensors(model)) {
    tensors.push_back({.name = expected.name, .shape = expected.shape});
  }
  Require(plan::ExpectedTensors(plan::DescribeModel(config, tensors)).size() == tensors.size(),
          "a configuration fits the tensors that it asks for");
}

void Plan(const plan::ModelDescription& model) {
  static_cast<void>(plan::PrefillMacs(model, model.max_positions));
  static_cast<void>(plan::EstimateMemory(
      model, {.uses = {plan::MemoryUse::kTrain, plan::MemoryUse::kExport}, .lora_rank = 8}));
  for (const auto kind : {plan::UnitKind::kKvGroup, plan::UnitKind::kQueryStripe}) {
    const auto families = plan::BuildUnitFamilies(model, kind);
    static_cast<void>(plan::ResolveBudget(model,
                                          families,
                                          {.attention_kind = kind},
                                          plan::ExportProfile::kHfPerLayer,
                                          plan::ExportDType::kBF16));
  }
}

}  // namespace
}  // namespace sentei::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sentei;  // NOLINT(google-build-using-namespace): the entry point has none
  nlohmann::json config;
  plan::ModelDescription model;
  const bool is_model = fuzz::Accepts([&] {
    config = formats::ParseJson(fuzz::AsText(data, size), "config.json");
    model = plan::ParseModelConfig(config);
  });
  if (is_model && model.num_layers() <= 64) fuzz::CheckOwnTensors(config, model);
  if (is_model && fuzz::Units(model) <= fuzz::kMostUnits) {
    static_cast<void>(fuzz::Accepts([&] { fuzz::Plan(model); }));
  }
  fuzz::WriteScratch("model/config.json", fuzz::AsText(data, size));
  static_cast<void>(fuzz::Accepts([&] {
    const auto source = formats::OpenModel(fuzz::Scratch() / "model");
    static_cast<void>(fuzz::Accepts([&] { static_cast<void>(plan::DescribeModel(*source)); }));
    static_cast<void>(text::LoadTokenizer(*source));
  }));
  return 0;
}
