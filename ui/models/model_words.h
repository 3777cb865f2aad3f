// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/model_session.h"

#include <QDateTime>
#include <QString>

namespace sentei::ui {

/// A model in words, in the language of the window.

/// "GGUF Q4_1", "safetensors BF16": the container and the type that most bytes have.
[[nodiscard]] QString FormatWords(const formats::ModelSource& source);
/// "llama · 30 layers · 134.5 M"; what is known of a model that cannot be pruned.
[[nodiscard]] QString FactWords(const OpenedModel& model);
/// "512-token windows, the first 40 · bf16 on cpu · data 1a2b3c4d".
[[nodiscard]] QString ProtocolWords(const run::EvalDone& eval);
/// "today 11:42", "yesterday", "20 Nov"; a dash for an invalid time.
[[nodiscard]] QString DayWords(const QDateTime& time);

}  // namespace sentei::ui
