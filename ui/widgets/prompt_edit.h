// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/settings.h"

#include <QPlainTextEdit>

namespace sentei::ui {

/// A field for a prompt. Ctrl+Enter sends, or Enter where the settings say so (Shift+Enter is then
/// a line break); never while an input method holds text that is not committed.
class PromptEdit final : public QPlainTextEdit {
  Q_OBJECT

 public:
  explicit PromptEdit(Settings& settings, QWidget* parent = nullptr);

 signals:
  void SendRequested();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void inputMethodEvent(QInputMethodEvent* event) override;

 private:
  [[nodiscard]] bool Sends(const QKeyEvent& event) const;

  Settings& settings_;
  bool composing_ = false;
};

}  // namespace sentei::ui
