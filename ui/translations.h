// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/settings.h"

#include <QObject>
#include <QTranslator>

class QApplication;

namespace sentei::ui {

/// Installs the texts of the language that the settings name (or the system's) and follows changes.
/// Qt's own texts come with them. Lives as long as the application.
class Translations final : public QObject {
 public:
  Translations(QApplication& application, Settings& settings);

 private:
  void Load();

  QApplication& application_;
  Settings& settings_;
  QTranslator own_;
  QTranslator qt_;
};

}  // namespace sentei::ui
