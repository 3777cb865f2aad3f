// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_settings.h"

#include <QCoreApplication>
#include <algorithm>

namespace sentei::ui {
namespace {

QString Words(const char* text) { return QCoreApplication::translate("RunSettings", text); }

}  // namespace

QString GroupWord(SettingGroup group) {
  using enum SettingGroup;
  switch (group) {
    case kTraining:
      return Words(QT_TRANSLATE_NOOP("RunSettings", "Training"));
    case kPruning:
      return Words(QT_TRANSLATE_NOOP("RunSettings", "Pruning"));
    case kOutput:
      return Words(QT_TRANSLATE_NOOP("RunSettings", "Result"));
    case kLora:
      return Words(QT_TRANSLATE_NOOP("RunSettings", "LoRA"));
    case kOptimiser:
      return Words(QT_TRANSLATE_NOOP("RunSettings", "Optimizer"));
    case kMeasuring:
      return Words(QT_TRANSLATE_NOOP("RunSettings", "Perplexity"));
    case kTexts:
      return Words(QT_TRANSLATE_NOOP("RunSettings", "Texts"));
    case kSafety:
      return Words(QT_TRANSLATE_NOOP("RunSettings", "Checkpoints and limits"));
    case kMachine:
      return Words(QT_TRANSLATE_NOOP("RunSettings", "Machine"));
  }
  return {};
}

QString LabelOf(const RunSetting& setting) { return Words(setting.label); }
QString HelpOf(const RunSetting& setting) { return Words(setting.help); }
QString LabelOf(const SettingChoice& choice) { return Words(choice.label); }

QString ChoiceWord(std::string_view key, const QString& value) {
  const std::span<const RunSetting> settings = RunSettings();
  const auto setting = std::ranges::find(settings, key, &RunSetting::key);
  if (setting == settings.end()) return value;
  for (const SettingChoice& choice : setting->choices) {
    if (value == QLatin1String(choice.value)) return LabelOf(choice);
  }
  return value;
}

}  // namespace sentei::ui
