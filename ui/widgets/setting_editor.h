// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/run_fields.h"
#include "ui/models/run_settings.h"

#include <QLabel>
#include <QWidget>
#include <functional>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QToolButton;

namespace sentei::ui {

/// Edits one setting of a run: field, box or list by the field's type, and a button that brings the
/// default back where the value differs. Numbers out of range are marked and not taken over.
class SettingEditor final : public QWidget {
  Q_OBJECT

 public:
  using Changed = std::function<void(const nlohmann::json&)>;

  SettingEditor(const RunSetting& setting, RunField field, Changed changed);

  [[nodiscard]] const RunSetting& setting() const { return setting_; }
  /// The label, which has the editor as its buddy; whoever lays out owns it.
  [[nodiscard]] QLabel* label() const { return label_; }
  /// The widget that takes the focus.
  [[nodiscard]] QWidget* input() const;
  /// Shows a value; changes nothing.
  void SetValue(const nlohmann::json& value);
  /// What it is, the default and the range.
  [[nodiscard]] QString Help() const;
  /// Why the text in the field is not taken over; empty when it is.
  [[nodiscard]] QString Problem() const;
  void Retranslate();

 signals:
  void ProblemChanged();

 private:
  void BuildInput();
  void BuildBrowse();
  void CommitText();
  void CommitChoice();
  void Browse();
  [[nodiscard]] bool IsFolder() const { return setting_.key == "output.directory"; }
  [[nodiscard]] bool IsFile() const { return setting_.key.ends_with("text.path"); }
  [[nodiscard]] nlohmann::json Parsed(const QString& text) const;
  [[nodiscard]] QString TextOf(const nlohmann::json& value) const;
  void SetProblem(const QString& problem);
  void RefreshReset();

  const RunSetting& setting_;
  RunField field_;
  Changed changed_;
  nlohmann::json value_;
  QString problem_;
  QLabel* label_;
  QLineEdit* edit_ = nullptr;
  QComboBox* combo_ = nullptr;
  QCheckBox* box_ = nullptr;
  QToolButton* browse_ = nullptr;
  QToolButton* reset_ = nullptr;
};

}  // namespace sentei::ui
