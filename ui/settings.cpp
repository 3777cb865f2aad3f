// SPDX-License-Identifier: Apache-2.0
#include "ui/settings.h"

#include <array>
#include <cstdlib>

namespace sentei::ui {
namespace {

constexpr int kMostRecent = 10;

constexpr std::array<const char*, 3> kThemes{"system", "light", "dark"};
constexpr std::array<const char*, 2> kMaps{"viridis", "cividis"};
constexpr std::array<const char*, 2> kMotions{"full", "reduced"};
constexpr std::array<const char*, 2> kLevels{"basic", "advanced"};
constexpr std::array<const char*, 2> kSendKeys{"ctrl-enter", "enter"};

// The choice whose word the file holds; the first for any other.
template <typename Choice, std::size_t N>
Choice Read(const QSettings& file, const char* key, const std::array<const char*, N>& words) {
  const QString word = file.value(QLatin1String(key)).toString();
  for (std::size_t i = 0; i < N; ++i) {
    if (word == QLatin1String(words.at(i))) return static_cast<Choice>(i);
  }
  return static_cast<Choice>(0);
}

template <typename Choice, std::size_t N>
bool Write(QSettings& file,
           const char* key,
           Choice choice,
           const std::array<const char*, N>& words) {
  if (Read<Choice>(file, key, words) == choice) return false;
  file.setValue(QLatin1String(key), QLatin1String(words.at(static_cast<std::size_t>(choice))));
  return true;
}

const QString kLanguage = QStringLiteral("general/language");
const QString kPaused = QStringLiteral("runs/paused");
const QString kRecent = QStringLiteral("recent/models");
const QString kRecentTimes = QStringLiteral("recent/opened");

}  // namespace

Settings::Settings(const std::filesystem::path& file, QObject* parent)
    : QObject(parent), file_(QString::fromStdString(file.string()), QSettings::IniFormat) {}

QString Settings::language() const { return file_.value(kLanguage).toString(); }

void Settings::SetLanguage(const QString& language) {
  if (language == this->language()) return;
  file_.setValue(kLanguage, language);
  emit LanguageChanged();
}

ThemeChoice Settings::theme() const { return Read<ThemeChoice>(file_, "general/theme", kThemes); }
void Settings::SetTheme(ThemeChoice theme) {
  if (Write(file_, "general/theme", theme, kThemes)) emit AppearanceChanged();
}

SequentialMap Settings::map() const { return Read<SequentialMap>(file_, "plots/map", kMaps); }
void Settings::SetMap(SequentialMap map) {
  if (Write(file_, "plots/map", map, kMaps)) emit AppearanceChanged();
}

MotionChoice Settings::motion() const {
  return Read<MotionChoice>(file_, "general/motion", kMotions);
}
void Settings::SetMotion(MotionChoice motion) {
  if (Write(file_, "general/motion", motion, kMotions)) emit AppearanceChanged();
}

Level Settings::level() const { return Read<Level>(file_, "general/level", kLevels); }
void Settings::SetLevel(Level level) {
  if (Write(file_, "general/level", level, kLevels)) emit LevelChanged();
}

SendKey Settings::send_key() const { return Read<SendKey>(file_, "generate/send-key", kSendKeys); }
void Settings::SetSendKey(SendKey key) { Write(file_, "generate/send-key", key, kSendKeys); }

QStringList Settings::recent_models() const { return file_.value(kRecent).toStringList(); }

void Settings::AddRecentModel(const QString& argument) {
  QStringList recent = recent_models();
  recent.removeAll(argument);
  recent.prepend(argument);
  while (recent.size() > kMostRecent) recent.removeLast();
  file_.setValue(kRecent, recent);
  QVariantMap times;
  for (const QString& known : recent) times.insert(known, LastOpened(known));
  times.insert(argument, QDateTime::currentDateTime());
  file_.setValue(kRecentTimes, times);
  emit RecentModelsChanged();
}

QDateTime Settings::LastOpened(const QString& argument) const {
  return file_.value(kRecentTimes).toMap().value(argument).toDateTime();
}

void Settings::ClearRecentModels() {
  file_.remove(kRecent);
  file_.remove(kRecentTimes);
  emit RecentModelsChanged();
}

QStringList Settings::paused_runs() const { return file_.value(kPaused).toStringList(); }

void Settings::SetPausedRuns(const QStringList& ids) { file_.setValue(kPaused, ids); }

QVariant Settings::State(const QString& key, const QVariant& fallback) const {
  return file_.value(QStringLiteral("state/") + key, fallback);
}

void Settings::SetState(const QString& key, const QVariant& value) {
  file_.setValue(QStringLiteral("state/") + key, value);
}

void Settings::ResetState() { file_.remove(QStringLiteral("state")); }

void Settings::ResetAll() {
  file_.clear();
  emit LanguageChanged();
  emit AppearanceChanged();
  emit LevelChanged();
  emit RecentModelsChanged();
}

std::filesystem::path DefaultSettingsFile() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::filesystem::path(value == nullptr ? "" : value);
  };
  std::filesystem::path folder = variable("XDG_CONFIG_HOME");
  if (!folder.is_absolute()) {
    if (variable("HOME").empty()) return {};
    folder = variable("HOME") / ".config";
  }
  return folder / "sentei" / "studio.ini";
}

}  // namespace sentei::ui
