// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/about_dialog.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

QString Words(const char* text) { return QCoreApplication::translate("AboutDialog", text); }

}  // namespace

void ShowAboutDialog(QWidget* parent) {
  auto* dialog = new QDialog(parent);
  dialog->setObjectName(QStringLiteral("about-dialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(Words(QT_TRANSLATE_NOOP("AboutDialog", "About Sentei")));
  auto* icon = new QLabel;
  icon->setPixmap(ApplicationIcon().pixmap(Px(64), Px(64)));
  QLabel* title = MakeLabel(TypeRole::kHero);
  title->setText(QStringLiteral("Sentei %1").arg(QApplication::applicationVersion()));
  QLabel* text = MakeLabel();
  text->setWordWrap(true);
  text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  text->setText(
      Words(
          QT_TRANSLATE_NOOP(
              "AboutDialog",
              "Makes language models smaller: LoRAPrune (arXiv 2305.18403) with budgets by layer "
              "and "
              "exports that load elsewhere.\n\n"
              "The sources are under the Apache License 2.0. This program links QCustomPlot and is "
              "therefore distributed under the GNU General Public License, version 3 or later. Qt "
              "%1 is "
              "under the LGPL 3, LibTorch under a BSD licence, SQLite is in the public domain.\n\n"
              "Sentei uses no network."))
          .arg(QString::fromLatin1(qVersion())));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
  auto* column = new QVBoxLayout(dialog);
  column->setContentsMargins(Px(20), Px(20), Px(20), Px(20));
  column->setSpacing(Px(12));
  column->addWidget(icon);
  column->addWidget(title);
  column->addWidget(text);
  column->addWidget(buttons);
  dialog->setMinimumWidth(Px(480));
  dialog->open();
}

}  // namespace sentei::ui
