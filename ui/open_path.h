// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <cstdint>

namespace sentei::ui {

enum class PathKind : std::uint8_t { kModel, kText, kJob, kOther };

/// What a dropped or named path is: a model (folder, .gguf, .safetensors, config.json, an index), a
/// text (.txt, .jsonl), or a job file (any other .json). Looks at names and at whether it is a
/// folder, not inside.
[[nodiscard]] PathKind KindOfPath(const QString& path);
/// The argument that opens the model a path stands for: the folder of a config.json or an index.
[[nodiscard]] QString ModelArgument(const QString& path);

}  // namespace sentei::ui
