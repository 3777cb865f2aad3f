// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/widgets/lazy_refresh.h"
#include "ui/widgets/setting_editor.h"

#include <QFrame>
#include <array>
#include <vector>

class QComboBox;
class QGridLayout;

namespace sentei::ui {

class Workspace;

/// All settings of the run being prepared, by groups, with what each is and when to change it. At
/// level Basic the rarely used ones are hidden.
class RunForm final : public QFrame {
  Q_OBJECT

 public:
  explicit RunForm(Workspace& workspace, QWidget* parent = nullptr);

  /// Puts the focus on a setting, at any level.
  void Focus(std::string_view key);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Group {
    QLabel* title = nullptr;
    std::vector<SettingEditor*> editors;
  };

  void BuildPresets(QGridLayout* grid);
  void BuildGroups(QGridLayout* grid);
  void Refresh();
  void RefreshPreset();
  void RefreshLevel();
  void ShowHelp(const SettingEditor* editor);
  void ChoosePreset(int index);
  void Retranslate();

  Workspace& workspace_;
  QLabel* title_;
  QLabel* preset_label_;
  QComboBox* preset_;
  std::array<Group, kSettingGroups> groups_;
  QLabel* help_;
  LazyRefresh* lazy_ = nullptr;
  std::string_view forced_;  ///< shown although the level hides it
};

}  // namespace sentei::ui
