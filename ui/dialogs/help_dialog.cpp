// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/help_dialog.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

QString Words(const char* text) { return QCoreApplication::translate("HelpDialog", text); }

QString TextOf(PageId page) {
  switch (page) {
    case PageId::kWelcome:
      return Words(QT_TRANSLATE_NOOP(
          "HelpDialog",
          "Open a model to begin: the demo, a file or folder, or one that the Hugging Face tools "
          "have already downloaded. You can also drop it anywhere in this window. A run that was "
          "interrupted can be resumed from here."));
    case PageId::kModel:
      return Words(QT_TRANSLATE_NOOP(
          "HelpDialog",
          "What the checkpoint holds. Select a tensor at the left to see its values. Measure the "
          "dense model once, so that every later number has a “before”."));
    case PageId::kData:
      return Words(QT_TRANSLATE_NOOP(
          "HelpDialog",
          "Choose the text to tune on and the text to measure with. They should differ: a model "
          "measured on what it was tuned on looks better than it is."));
    case PageId::kBudget:
      return Words(QT_TRANSLATE_NOOP(
          "HelpDialog",
          "Say how much the model may lose, and where. Drag a slider or type a number; paint down "
          "over several rows; lock what must stay. The dock at the right shows what follows. A "
          "sweep measures how sensitive each layer is and can suggest a budget."));
    case PageId::kRun:
      return Words(QT_TRANSLATE_NOOP(
          "HelpDialog",
          "Start the run and watch which heads and channels are important while others leave. "
          "Pause and Stop keep what was done; a stopped run can be resumed."));
    case PageId::kCompare:
      return Words(QT_TRANSLATE_NOOP(
          "HelpDialog",
          "Select runs to compare their curves, settings and sizes. The filter takes expressions "
          "such as: ppl < 40 and kind = prune."));
    case PageId::kGenerate:
      return Words(QT_TRANSLATE_NOOP(
          "HelpDialog",
          "The same prompt and seed for the dense and the pruned model, side by side. Tokens on "
          "which the two disagree are marked."));
    case PageId::kSettings:
      return Words(QT_TRANSLATE_NOOP("HelpDialog", "Language, theme, plots and folders."));
  }
  return {};
}

QDialog* MakeDialog(QWidget* parent, const QString& name, const QString& title, QWidget* content) {
  auto* dialog = new QDialog(parent);
  dialog->setObjectName(name);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(title);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
  auto* column = new QVBoxLayout(dialog);
  column->setContentsMargins(Px(20), Px(20), Px(20), Px(20));
  column->setSpacing(Px(12));
  column->addWidget(content);
  column->addWidget(buttons);
  return dialog;
}

}  // namespace

void ShowHelpDialog(QWidget* parent, PageId page) {
  QLabel* text = MakeLabel();
  text->setText(TextOf(page));
  text->setWordWrap(true);
  text->setMinimumWidth(Px(440));
  MakeDialog(
      parent, QStringLiteral("help-dialog"), Words(QT_TRANSLATE_NOOP("HelpDialog", "Help")), text)
      ->open();
}

void ShowShortcutsDialog(QWidget* parent,
                         const std::vector<std::pair<QString, QString>>& shortcuts) {
  auto* table = new QTableWidget(static_cast<int>(shortcuts.size()), 2);
  table->setObjectName(QStringLiteral("shortcuts-table"));
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->verticalHeader()->hide();
  table->setHorizontalHeaderLabels({Words(QT_TRANSLATE_NOOP("HelpDialog", "Action")),
                                    Words(QT_TRANSLATE_NOOP("HelpDialog", "Keys"))});
  table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  for (int row = 0; row < table->rowCount(); ++row) {
    const auto& [name, keys] = shortcuts.at(static_cast<std::size_t>(row));
    table->setItem(row, 0, new QTableWidgetItem(name));
    table->setItem(row, 1, new QTableWidgetItem(keys));
  }
  table->setMinimumSize(Px(460), Px(480));
  MakeDialog(parent,
             QStringLiteral("shortcuts-dialog"),
             Words(QT_TRANSLATE_NOOP("HelpDialog", "Keyboard")),
             table)
      ->open();
}

}  // namespace sentei::ui
