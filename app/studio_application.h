// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QApplication>

namespace sentei::app {

/// An application in which an exception that escapes a slot becomes a sentence instead of the end
/// of the program: a run in the background must not die with a defect of a page.
class StudioApplication final : public QApplication {
  Q_OBJECT

 public:
  using QApplication::QApplication;

  bool notify(QObject* receiver, QEvent* event) override;

 signals:
  void Failed(const sentei::Failure& failure);

 private:
  void Tell(const Failure& failure);
};

}  // namespace sentei::app
