// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/hub_dialog.h"

#include "core/formats/hub_cache.h"
#include "ui/background.h"
#include "ui/core_sentence.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/two_line_delegate.h"
#include "ui/workspace.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

QString Words(const char* text) { return QCoreApplication::translate("HubDialog", text); }

void Fill(QListWidget* list, const std::vector<formats::HubModel>& models) {
  list->clear();
  for (const formats::HubModel& model : models) {
    auto* item = new QListWidgetItem(Shown(model.name), list);
    item->setData(
        kSecondLineRole,
        model.complete() ? Shown(model.snapshot.filename().string()) : CoreSentence(model.missing));
    if (!model.complete()) item->setFlags(Qt::NoItemFlags);
  }
  for (int row = 0; row < list->count(); ++row) {
    if ((list->item(row)->flags() & Qt::ItemIsEnabled) == 0) continue;
    list->setCurrentRow(row);
    return;
  }
}

void Filter(QListWidget* list, const QString& text) {
  for (int row = 0; row < list->count(); ++row) {
    QListWidgetItem* item = list->item(row);
    item->setHidden(!item->text().contains(text, Qt::CaseInsensitive));
  }
}

}  // namespace

void ShowHubDialog(QWidget* parent, Workspace& workspace) {
  auto* dialog = new QDialog(parent);
  dialog->setObjectName(QStringLiteral("hub-dialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(Words(QT_TRANSLATE_NOOP("HubDialog", "Models in the Hugging Face cache")));
  auto* filter = new QLineEdit;
  filter->setObjectName(QStringLiteral("hub-filter"));
  filter->setPlaceholderText(Words(QT_TRANSLATE_NOOP("HubDialog", "Filter by name")));
  filter->setAccessibleName(filter->placeholderText());
  filter->setClearButtonEnabled(true);
  auto* list = new QListWidget;
  list->setObjectName(QStringLiteral("hub-models"));
  list->setAccessibleName(dialog->windowTitle());
  list->setItemDelegate(new TwoLineDelegate(list));
  list->setMinimumSize(Px(520), Px(320));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  QPushButton* open = buttons->addButton(Words(QT_TRANSLATE_NOOP("HubDialog", "Open")),
                                         QDialogButtonBox::AcceptRole);
  open->setObjectName(QStringLiteral("hub-open"));
  Mark(open, "kind", "primary");
  open->setEnabled(false);
  auto* column = new QVBoxLayout(dialog);
  column->setContentsMargins(Px(20), Px(20), Px(20), Px(20));
  column->setSpacing(Px(12));
  column->addWidget(filter);
  column->addWidget(list);
  column->addWidget(buttons);
  QObject::connect(
      filter, &QLineEdit::textChanged, list, [list](const QString& text) { Filter(list, text); });
  QObject::connect(list, &QListWidget::currentItemChanged, open, [open](QListWidgetItem* item) {
    open->setEnabled(item != nullptr);
  });
  QObject::connect(list, &QListWidget::itemActivated, dialog, &QDialog::accept);
  QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
  QObject::connect(dialog, &QDialog::accepted, dialog, [list, &workspace] {
    if (list->currentItem() != nullptr) workspace.session().Open(list->currentItem()->text());
  });
  InBackground(
      dialog,
      [] { return formats::ListHubModels(formats::HubCacheDir()); },
      [list](const Result<std::vector<formats::HubModel>>& models) {
        if (models.has_value()) Fill(list, models.value());
      });
  dialog->open();
}

}  // namespace sentei::ui
