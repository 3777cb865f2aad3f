// SPDX-License-Identifier: Apache-2.0
// The input is a job file: the JSON of a RunSpec.
#include "core/formats/read_json.h"
#include "core/run/event_json.h"
#include "core/run/run_spec.h"
#include "tests/fuzz/target.h"

namespace sentei::fuzz {
namespace {

/// What was read is written and read again without a change.
void CheckRoundTrip(const run::RunSpec& spec) {
  const nlohmann::json canonical = run::ToJson(spec);
  Require(run::ToJson(run::RunSpecFromJson(canonical)) == canonical, "a job reads back as written");
  Require(run::SpecHash(spec).size() == 64, "a job has a hash");
}

void CheckEvent(const run::RunSpec& spec, std::string_view input) {
  run::RunStarted started;
  started.spec_json = run::ToJson(spec).dump();
  started.model_path = std::string(input);
  const std::string line = run::ToJsonLine("run", started);
  Require(line.find('\n') == std::string::npos && nlohmann::json::accept(line),
          "an event is one line of JSON");
}

}  // namespace
}  // namespace sentei::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sentei;  // NOLINT(google-build-using-namespace): the entry point has none
  const std::string_view input = fuzz::AsText(data, size);
  run::RunSpec spec;
  if (!fuzz::Accepts([&] { spec = run::RunSpecFromJson(formats::ParseJson(input, "job")); })) {
    return 0;
  }
  if (!fuzz::Accepts([&] { run::Validate(spec); })) return 0;
  fuzz::CheckRoundTrip(spec);
  fuzz::CheckEvent(spec, input);
  return 0;
}
