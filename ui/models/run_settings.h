// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/settings.h"

#include <QString>
#include <cstdint>
#include <span>
#include <string_view>

namespace sentei::ui {

enum class SettingGroup : std::uint8_t {
  kTraining,
  kPruning,
  kOutput,
  kLora,
  kOptimiser,
  kMeasuring,
  kTexts,
  kSafety,
  kMachine,
};
inline constexpr int kSettingGroups = 9;

/// A value that a setting may take, and its name for people. A text that is not limited to its
/// choices can still be typed.
struct SettingChoice {
  const char* value;
  const char* label;  ///< untranslated
};

/// One setting of a pruning run that the window edits. Type, default and range are those of the
/// field (run_fields.h).
struct RunSetting {
  std::string_view key;  ///< "train.steps"
  SettingGroup group = SettingGroup::kTraining;
  Level level = Level::kBasic;  ///< least level at which it is shown
  const char* label;            ///< untranslated
  const char* help;             ///< what it is and when to change it; untranslated
  std::span<const SettingChoice> choices{};
};

/// A field without an editor here, and why.
struct ElsewhereSetting {
  std::string_view key;
  const char* reason;  ///< untranslated
};

/// In the order in which they are shown.
[[nodiscard]] std::span<const RunSetting> RunSettings();
[[nodiscard]] std::span<const ElsewhereSetting> SettingsElsewhere();

/// Words in the language of the window.
[[nodiscard]] QString GroupWord(SettingGroup group);
[[nodiscard]] QString LabelOf(const RunSetting& setting);
[[nodiscard]] QString HelpOf(const RunSetting& setting);
[[nodiscard]] QString LabelOf(const SettingChoice& choice);
/// The name of a stored value: "gate" becomes "Gates (fast, default)"; others stay as they are.
[[nodiscard]] QString ChoiceWord(std::string_view key, const QString& value);

}  // namespace sentei::ui
