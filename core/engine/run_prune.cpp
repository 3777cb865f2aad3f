// SPDX-License-Identifier: Apache-2.0
#include "core/engine/prune_run.h"

namespace sentei::engine {

WorkerResult RunPrune(RunContext& context) { return PruneRun(context).Execute(); }

}  // namespace sentei::engine
