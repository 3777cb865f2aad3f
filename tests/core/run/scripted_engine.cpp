// SPDX-License-Identifier: Apache-2.0
// An engine library whose service plays a script: what OpenEngine and the command line are tested
// with where LibTorch is absent.
#include "tests/support/fake_run_service.h"

extern "C" sentei::run::RunService* sentei_create_run_service(
    const sentei::run::RunEnvironment* environment);

extern "C" sentei::run::RunService* sentei_create_run_service(
    const sentei::run::RunEnvironment* /*environment*/) {
  using sentei::testing::FakeRunService;
  return std::make_unique<FakeRunService>(sentei::testing::PruneScript(60, 4)).release();
}
