// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/page.h"

#include <functional>

class QCheckBox;
class QComboBox;
class QTableWidget;

namespace sentei::ui {

class Panel;

/// What the user prefers. Everything takes effect at once.
class SettingsPage final : public Page {
  Q_OBJECT

 public:
  explicit SettingsPage(Workspace& workspace, QWidget* parent = nullptr);

  void OnShown() override;

 private:
  [[nodiscard]] QWidget* MakeGeneral();
  [[nodiscard]] QWidget* MakePlots();
  [[nodiscard]] QWidget* MakeFolders();
  [[nodiscard]] QWidget* MakeKeyboard();
  [[nodiscard]] QWidget* MakePrivacy();
  [[nodiscard]] QWidget* MakeReset();
  [[nodiscard]] QComboBox* MakeChoice(const QString& name,
                                      std::function<QStringList()> words,
                                      std::function<void(int)> choose);
  void AddFolder(Panel* panel,
                 const QString& name,
                 const QString& path,
                 std::function<QString()> caption);
  void ShowChoices();
  void MeasureCache();
  void FillShortcuts();
  void AskToResetAll();

  QComboBox* language_;
  QComboBox* theme_;
  QComboBox* level_;
  QComboBox* send_key_;
  QComboBox* map_;
  QCheckBox* motion_;
  QLabel* cache_size_;
  QTableWidget* shortcuts_;
};

}  // namespace sentei::ui
