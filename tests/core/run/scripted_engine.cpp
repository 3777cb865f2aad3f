// SPDX-License-Identifier: Apache-2.0
// An engine library whose service plays a script: what OpenEngine, the command line and engine
// processes are tested with where LibTorch is absent. $SENTEI_SCRIPT_INTERVAL_MS lies between two
// events; runs can be resumed in another process with the same data folder.
#include "tests/support/fake_run_service.h"

#include <chrono>
#include <cstdlib>
#include <memory>

extern "C" sentei::run::RunService* sentei_create_run_service(
    const sentei::run::RunEnvironment* environment);

extern "C" sentei::run::RunService* sentei_create_run_service(
    const sentei::run::RunEnvironment* environment) {
  using sentei::testing::FakeRunService;
  auto service = std::make_unique<FakeRunService>(sentei::testing::PruneScript(60, 4));
  if (!environment->data_dir.empty()) service->KeepSpecsIn(environment->data_dir / "scripted");
  if (const char* interval = std::getenv("SENTEI_SCRIPT_INTERVAL_MS"); interval != nullptr) {
    service->SetEventInterval(std::chrono::milliseconds(std::atoi(interval)));
  }
  return service.release();
}
