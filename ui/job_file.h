// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/run/run_spec.h"

#include <QString>

namespace sentei::ui {

/// The JSON that `sentei prune --job` reads. Files of more than 16 MB are refused.
[[nodiscard]] Result<run::RunSpec> ReadJobFile(const QString& path);
/// Replaces the file as a whole or leaves it as it was.
[[nodiscard]] Result<void> WriteJobFile(const QString& path, const run::RunSpec& spec);

}  // namespace sentei::ui
