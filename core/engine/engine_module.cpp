// SPDX-License-Identifier: Apache-2.0
// The one symbol that libsentei_engine.so shows.
#include "core/base/logging.h"
#include "core/engine/torch_run_service.h"

#include <exception>

extern "C" __attribute__((visibility("default"))) sentei::run::RunService*
sentei_create_run_service(const sentei::run::RunEnvironment* environment) {
  try {
    return new sentei::engine::TorchRunService(*environment);  // the caller owns it
  } catch (const std::exception& error) {
    sentei::Log(sentei::LogLevel::kError, "the engine cannot start: {}", error.what());
    return nullptr;
  }
}
