// SPDX-License-Identifier: Apache-2.0
#include "ui/language_binding.h"

#include <QEvent>
#include <utility>

namespace sentei::ui {
namespace {

class LanguageBinding final : public QObject {
 public:
  LanguageBinding(QWidget* owner, std::function<void()> apply)
      : QObject(owner), apply_(std::move(apply)) {
    owner->installEventFilter(this);
  }

  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() == QEvent::LanguageChange) apply_();
    return QObject::eventFilter(watched, event);
  }

 private:
  std::function<void()> apply_;
};

}  // namespace

void OnLanguage(QWidget* owner, std::function<void()> apply) {
  apply();
  new LanguageBinding(owner, std::move(apply));
}

}  // namespace sentei::ui
