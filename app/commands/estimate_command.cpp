// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.h"
#include "app/spec_flags.h"
#include "app/terminal.h"
#include "core/base/host.h"
#include "core/base/units.h"
#include "core/formats/model_source.h"
#include "core/plan/memory_estimate.h"
#include "core/plan/model_description.h"
#include "core/run/memory_needs.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>

namespace sentei::app {
namespace {

std::string Bytes(std::int64_t bytes) {
  return FormatBytes(static_cast<std::uint64_t>(std::max<std::int64_t>(0, bytes)));
}

void PrintText(const plan::MemoryEstimate& estimate, std::uint64_t available) {
  TextTable table({"phase", "part", "bytes", "note"}, {0, 1, 3});
  for (const plan::MemoryPhase& phase : estimate.phases) {
    for (const plan::MemoryPart& part : phase.parts) {
      table.AddRow({std::string(plan::Name(phase.use)),
                    part.name,
                    Bytes(part.bytes),
                    part.reclaimable ? "file pages, given back when needed" : ""});
    }
    table.AddRow({std::string(plan::Name(phase.use)), "total", Bytes(phase.Resident()), ""});
  }
  const plan::MemoryPhase& peak = estimate.Peak();
  fmt::print("{}\npeak {} in phase {}; {} must fit, {} are available\n",
             table.ToString(),
             Bytes(peak.Resident()),
             plan::Name(peak.use),
             Bytes(peak.Required()),
             FormatBytes(available));
}

void PrintJson(const plan::MemoryEstimate& estimate, std::uint64_t available) {
  nlohmann::json json{{"peak_bytes", estimate.Peak().Resident()},
                      {"required_bytes", estimate.Peak().Required()},
                      {"peak_phase", plan::Name(estimate.Peak().use)},
                      {"available_bytes", available}};
  for (const plan::MemoryPhase& phase : estimate.phases) {
    for (const plan::MemoryPart& part : phase.parts) {
      json["parts"].push_back({{"phase", plan::Name(phase.use)},
                               {"part", part.name},
                               {"bytes", part.bytes},
                               {"reclaimable", part.reclaimable}});
    }
  }
  PrintJsonLine(json);
}

int Estimate(const Context& context, const run::RunSpec& spec, const std::string& model) {
  const auto source = formats::OpenModel(context.ResolveModel(model));
  const plan::ModelDescription description = plan::DescribeModel(*source);
  const plan::MemoryEstimate estimate = plan::EstimateMemory(
      description,
      run::MemoryNeeds(
          spec, plan::StoredWeightsOf(*source), run::ExpectedComputeBytes(spec.dtype)));
  const std::uint64_t available = AvailableMemory();
  if (context.output == Output::kJson) {
    PrintJson(estimate, available);
  } else {
    PrintText(estimate, available);
  }
  return 0;
}

}  // namespace

void AddEstimate(CLI::App& app, Context& context, Action& action) {
  CLI::App* command =
      app.add_subcommand("estimate", "Peak memory of `prune` and its parts, before a run");
  const auto flags = std::make_shared<SpecFlags>(*command);
  const auto model = std::make_shared<std::string>();
  command->add_option("model", *model, "demo, a Hugging Face folder or ORG/NAME, or a .gguf file")
      ->type_name("MODEL")
      ->required();
  flags->AddJob();
  flags->AddTraining();
  flags->AddPruning();
  flags->AddBudget();
  flags->AddOutput();
  flags->AddDevice();
  command->callback([&context, &action, flags, model] {
    action = [&context, flags, model] {
      return Estimate(context, flags->Build(run::RunKind::kPrune), *model);
    };
  });
}

}  // namespace sentei::app
