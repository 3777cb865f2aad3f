// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/prompt_edit.h"

#include <QInputMethodEvent>
#include <QKeyEvent>

namespace sentei::ui {

PromptEdit::PromptEdit(Settings& settings, QWidget* parent)
    : QPlainTextEdit(parent), settings_(settings) {
  setTabChangesFocus(true);
}

bool PromptEdit::Sends(const QKeyEvent& event) const {
  if (event.key() != Qt::Key_Return && event.key() != Qt::Key_Enter) return false;
  const Qt::KeyboardModifiers keys = event.modifiers() & ~Qt::KeypadModifier;
  if (keys == Qt::ControlModifier) return true;
  return keys == Qt::NoModifier && settings_.send_key() == SendKey::kEnter;
}

void PromptEdit::keyPressEvent(QKeyEvent* event) {
  if (Sends(*event)) {
    event->accept();
    if (!composing_) emit SendRequested();
    return;
  }
  QPlainTextEdit::keyPressEvent(event);
}

void PromptEdit::inputMethodEvent(QInputMethodEvent* event) {
  composing_ = !event->preeditString().isEmpty();
  QPlainTextEdit::inputMethodEvent(event);
}

}  // namespace sentei::ui
