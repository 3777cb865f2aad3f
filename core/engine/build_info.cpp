// SPDX-License-Identifier: Apache-2.0
// Alone in its file: the revision changes with every commit.
#include "core/engine/build_info.h"

#include <torch/version.h>

namespace sentei::engine {

std::string SenteiVersion() { return SENTEI_VERSION; }

std::map<std::string, std::string> Versions() {
  return {{"sentei", SENTEI_VERSION},
          {"revision", SENTEI_REVISION},
          {"libtorch", TORCH_VERSION},
          {"compiler", "g++ " __VERSION__}};
}

}  // namespace sentei::engine
