// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.h"
#include "app/run_session.h"
#include "app/spec_flags.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/formats/model_source.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sentei::app {
namespace {

struct Request {
  std::string target;
  bool full = false;
  double tolerance = 1e-3;
};

int PrintFullHash(const Context& context, const std::string& target) {
  const auto source = formats::OpenModel(target);
  const nlohmann::json hashes{{"model_id", formats::ModelId(*source)},
                              {"sha256", formats::FullHash(*source)}};
  if (context.output == Output::kJson) {
    PrintJsonLine(hashes);
  } else {
    fmt::print("model id {}\nsha256   {}\n",
               hashes["model_id"].get<std::string>(),
               hashes["sha256"].get<std::string>());
  }
  return 0;
}

int Verify(const Context& context, run::RunSpec spec, const Request& request) {
  if (!request.target.empty()) spec.verify.directory = request.target;
  spec.verify.tolerance = request.tolerance;
  if (request.full) PrintFullHash(context, spec.verify.directory);
  const RunOutcome outcome = ExecuteRun(context, spec, Record::kNo);
  const int code = ConcludeRun(outcome);
  if (outcome.verified) {
    const nlohmann::json result{{"verified", outcome.verified->verified},
                                {"max_abs_diff", outcome.verified->max_abs_diff},
                                {"tolerance", outcome.verified->tolerance}};
    if (context.output == Output::kJson) PrintJsonLine(result);
  }
  return code;
}

}  // namespace

void AddVerify(CLI::App& app, Context& context, Action& action) {
  CLI::App* command = app.add_subcommand(
      "verify", "Recompute an export's probe logits from disk; --full also hashes every byte");
  const auto flags = std::make_shared<SpecFlags>(*command);
  const auto request = std::make_shared<Request>();
  command->add_option("target", request->target, "An exported folder or .gguf file")
      ->type_name("DIR")
      ->required();
  command->add_flag("--full", request->full, "Also print the SHA-256 over all weight files");
  command->add_option("--tolerance", request->tolerance, "Largest logit difference allowed");
  flags->AddDevice();
  command->callback([&context, &action, flags, request] {
    action = [&context, flags, request] {
      return Verify(context, flags->Build(run::RunKind::kVerify), *request);
    };
  });
}

}  // namespace sentei::app
