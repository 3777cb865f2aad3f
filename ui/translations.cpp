// SPDX-License-Identifier: Apache-2.0
#include "ui/translations.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>

// Q_INIT_RESOURCE declares a function of the global namespace.
static void RegisterTexts() { Q_INIT_RESOURCE(i18n); }

namespace sentei::ui {

Translations::Translations(QApplication& application, Settings& settings)
    : application_(application), settings_(settings) {
  RegisterTexts();
  connect(&settings, &Settings::LanguageChanged, this, &Translations::Load);
  Load();
}

void Translations::Load() {
  const QString chosen = settings_.language();
  const QLocale locale = chosen.isEmpty() ? QLocale::system() : QLocale(chosen);
  QLocale::setDefault(locale);
  QApplication::removeTranslator(&own_);
  QApplication::removeTranslator(&qt_);
  // English too: its file holds the plural forms.
  if (own_.load(locale, QStringLiteral("studio"), QStringLiteral("_"), QStringLiteral(":/i18n"))) {
    QApplication::installTranslator(&own_);
  }
  if (qt_.load(locale,
               QStringLiteral("qtbase"),
               QStringLiteral("_"),
               QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
    QApplication::installTranslator(&qt_);
  }
}

}  // namespace sentei::ui
