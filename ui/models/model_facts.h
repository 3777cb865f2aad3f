// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/model_session.h"

#include <QString>
#include <vector>

namespace sentei::ui {

/// One line about a model: what, and how much, as plain text.
struct ModelFact {
  enum class Form : std::uint8_t { kNormal, kLead, kMono };
  QString name;
  QString value;
  Form form = Form::kNormal;
};

/// What Summary shows, in the language of the window. Of a model that cannot be pruned only what
/// its files say.
[[nodiscard]] std::vector<ModelFact> FactsOf(const OpenedModel& model);

}  // namespace sentei::ui
