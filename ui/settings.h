// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/palette.h"

#include <QDateTime>
#include <QObject>
#include <QSettings>
#include <QString>
#include <QStringList>
#include <cstdint>
#include <filesystem>

namespace sentei::ui {

enum class ThemeChoice : std::uint8_t { kSystem, kLight, kDark };
enum class Level : std::uint8_t { kBasic, kAdvanced };
enum class SendKey : std::uint8_t { kControlEnter, kEnter };
enum class MotionChoice : std::uint8_t { kFull, kReduced };

/// What the user prefers and the window remembers, in ${XDG_CONFIG_HOME:-~/.config}/sentei/
/// studio.ini. A file that cannot be written is tolerated: settings then last as long as the
/// process. GUI thread.
class Settings final : public QObject {
  Q_OBJECT

 public:
  explicit Settings(const std::filesystem::path& file, QObject* parent = nullptr);

  /// "" follows the system; else "en" or "ja".
  [[nodiscard]] QString language() const;
  void SetLanguage(const QString& language);
  [[nodiscard]] ThemeChoice theme() const;
  void SetTheme(ThemeChoice theme);
  [[nodiscard]] SequentialMap map() const;
  void SetMap(SequentialMap map);
  [[nodiscard]] MotionChoice motion() const;
  void SetMotion(MotionChoice motion);
  [[nodiscard]] Level level() const;
  void SetLevel(Level level);
  [[nodiscard]] SendKey send_key() const;
  void SetSendKey(SendKey key);

  /// Models opened last, newest first, at most ten.
  [[nodiscard]] QStringList recent_models() const;
  void AddRecentModel(const QString& argument);
  /// When one of them was opened last; invalid where that is not known.
  [[nodiscard]] QDateTime LastOpened(const QString& argument) const;
  void ClearRecentModels();

  /// Ids of runs that "Pause and quit" stopped: the next start offers to go on with them.
  [[nodiscard]] QStringList paused_runs() const;
  void SetPausedRuns(const QStringList& ids);

  /// Free-form values of pages (splitters, columns, last folders), under "state/<key>".
  [[nodiscard]] QVariant State(const QString& key, const QVariant& fallback = {}) const;
  void SetState(const QString& key, const QVariant& value);
  /// Forgets all of "state/": the window's layout.
  void ResetState();
  /// Everything as at the first start; the list of recent models goes too.
  void ResetAll();
  void Sync() { file_.sync(); }

 signals:
  void AppearanceChanged();
  void LanguageChanged();
  void LevelChanged();
  void RecentModelsChanged();

 private:
  QSettings file_;
};

/// ${XDG_CONFIG_HOME:-~/.config}/sentei/studio.ini; empty where neither variable is set.
[[nodiscard]] std::filesystem::path DefaultSettingsFile();

}  // namespace sentei::ui
