// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>
#include <cstdint>
#include <vector>

class QHBoxLayout;
class QTabBar;

namespace sentei::ui {

/// Panels side by side, or one at a time under tabs where there is no room.
class PanelRow final : public QWidget {
  Q_OBJECT

 public:
  enum class Form : std::uint8_t { kSideBySide, kTabs };

  explicit PanelRow(const QString& object_name, QWidget* parent = nullptr);

  void AddPanel(QWidget* panel, int stretch);
  /// The name of a panel as a tab; again after a change of language.
  void SetName(int panel, const QString& name);
  void SetForm(Form form);
  [[nodiscard]] Form form() const { return form_; }
  /// What all panels together need at least, whatever the form.
  [[nodiscard]] int SideBySideWidth() const;
  /// Brings a panel to the front where there are tabs.
  void Show(int panel);

 private:
  void Arrange();

  QTabBar* tabs_;
  QHBoxLayout* row_;
  std::vector<QWidget*> panels_;
  Form form_ = Form::kSideBySide;
};

}  // namespace sentei::ui
