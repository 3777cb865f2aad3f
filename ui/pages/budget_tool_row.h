// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/budget_commands.h"
#include "ui/workspace.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QToolButton;

namespace sentei::ui {

/// What the budget asks of the whole model: preset, target, mode, alignment, profile, default
/// locks. Wraps into further rows where it is narrow; undo and redo stay at the right of the first.
class BudgetToolRow final : public QWidget {
  Q_OBJECT

 public:
  BudgetToolRow(Workspace& workspace, BudgetCommands& commands, QWidget* parent = nullptr);

  /// "Gentle 20 %" or, for a budget that no preset is, "Custom".
  [[nodiscard]] QString PresetName() const;

 private:
  struct Field {
    QWidget* box = nullptr;
    QLabel* caption = nullptr;
  };

  static Field MakeField(QWidget* control, const QString& object_name);
  Field AddField(QWidget* control, const QString& object_name);
  QComboBox* AddChoice(Field& field, const QString& object_name);
  void Build();
  void BuildTarget();
  void BuildLocks();
  [[nodiscard]] QWidget* BuildUndo();
  void Connect();
  void Retranslate();
  void Refresh();
  void RefreshTarget();
  void RefreshChoices();
  void TakePreset(int index);
  void TakeTarget(double shown);

  Workspace& workspace_;
  BudgetCommands& commands_;
  QLayout* fields_ = nullptr;
  Field preset_field_, target_field_, mode_field_, alignment_field_, profile_field_, dtype_field_,
      attention_field_, kind_field_, outer_field_;
  QComboBox* preset_ = nullptr;
  QComboBox* target_kind_ = nullptr;
  QDoubleSpinBox* target_ = nullptr;
  QComboBox* mode_ = nullptr;
  QComboBox* alignment_ = nullptr;
  QComboBox* profile_ = nullptr;
  QComboBox* dtype_ = nullptr;
  QComboBox* attention_ = nullptr;
  QComboBox* kind_ = nullptr;
  QCheckBox* outer_ = nullptr;
  QToolButton* undo_ = nullptr;
  QToolButton* redo_ = nullptr;
};

}  // namespace sentei::ui
