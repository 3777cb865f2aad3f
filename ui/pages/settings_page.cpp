// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/settings_page.h"

#include "ui/background.h"
#include "ui/language_binding.h"
#include "ui/models/folder_size.h"
#include "ui/pages/page_parts.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panel.h"
#include "ui/workspace.h"
#include "viz/elided_label.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QHeaderView>
#include <QMessageBox>
#include <QPushButton>
#include <QTableWidget>
#include <QUrl>
#include <algorithm>
#include <array>
#include <utility>

namespace sentei::ui {
namespace {

constexpr int kWidest = 900;
const std::array<const char*, 3> kLanguages{"", "en", "ja"};

}  // namespace

SettingsPage::SettingsPage(Workspace& workspace, QWidget* parent)
    : Page(PageId::kSettings, workspace, parent) {
  setObjectName(QStringLiteral("settings-page"));
  auto* content = new QWidget;
  content->setMaximumWidth(Px(kWidest));
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(Px(8), Px(8), Px(8), Px(8));
  column->setSpacing(Px(8));
  for (QWidget* part : std::initializer_list<QWidget*>{
           MakeGeneral(), MakePlots(), MakeFolders(), MakeKeyboard(), MakePrivacy(), MakeReset()}) {
    column->addWidget(part);
  }
  column->addStretch(1);
  body()->addWidget(MakeScrollArea(content));
  for (const auto signal :
       {&Settings::AppearanceChanged, &Settings::LanguageChanged, &Settings::LevelChanged}) {
    connect(&workspace.settings(), signal, this, &SettingsPage::ShowChoices);
  }
  ShowChoices();
  OnLanguage(this, [this] {
    SetTitle(tr("Settings"));
    FillShortcuts();
  });
}

QComboBox* SettingsPage::MakeChoice(const QString& name,
                                    std::function<QStringList()> words,
                                    std::function<void(int)> choose) {
  auto* combo = new QComboBox;
  combo->setObjectName(name);
  combo->setMinimumWidth(Px(200));
  combo->addItems(words());
  connect(combo, &QComboBox::activated, this, std::move(choose));
  OnLanguage(combo, [combo, words = std::move(words)] {
    const QStringList texts = words();
    for (int i = 0; i < combo->count(); ++i) combo->setItemText(i, texts.at(i));
  });
  return combo;
}

QWidget* SettingsPage::MakeGeneral() {
  Settings& settings = workspace().settings();
  auto* panel = new Panel;
  language_ = MakeChoice(
      QStringLiteral("settings-language"),
      [] {
        return QStringList{tr("System"), QStringLiteral("English"), QString::fromUtf8("日本語")};
      },
      [&settings](int choice) {
        settings.SetLanguage(QLatin1String(kLanguages.at(static_cast<std::size_t>(choice))));
      });
  theme_ = MakeChoice(
      QStringLiteral("settings-theme"),
      [] {
        return QStringList{tr("System"), tr("Light"), tr("Dark")};
      },
      [&settings](int choice) { settings.SetTheme(static_cast<ThemeChoice>(choice)); });
  level_ = MakeChoice(
      QStringLiteral("settings-level"),
      [] {
        return QStringList{tr("Basic"), tr("Advanced")};
      },
      [&settings](int choice) { settings.SetLevel(static_cast<Level>(choice)); });
  send_key_ = MakeChoice(
      QStringLiteral("settings-send-key"),
      [] {
        return QStringList{tr("Ctrl+Enter"), tr("Enter")};
      },
      [&settings](int choice) { settings.SetSendKey(static_cast<SendKey>(choice)); });
  auto* first = new QHBoxLayout;
  auto* second = new QHBoxLayout;
  first->addWidget(Captioned(language_, [] { return tr("Language"); }));
  first->addWidget(Captioned(theme_, [] { return tr("Theme"); }));
  second->addWidget(Captioned(level_, [] { return tr("Settings shown"); }));
  second->addWidget(Captioned(send_key_, [] { return tr("Key that sends a prompt"); }));
  for (QHBoxLayout* row : {first, second}) {
    row->setSpacing(Px(16));
    row->addStretch(1);
    panel->body()->addLayout(row);
  }
  OnLanguage(panel, [panel] { panel->SetTitle(tr("General")); });
  return panel;
}

QWidget* SettingsPage::MakePlots() {
  Settings& settings = workspace().settings();
  auto* panel = new Panel;
  map_ = MakeChoice(
      QStringLiteral("settings-map"),
      [] {
        return QStringList{QStringLiteral("Viridis"), QStringLiteral("Cividis")};
      },
      [&settings](int choice) { settings.SetMap(static_cast<SequentialMap>(choice)); });
  motion_ = new QCheckBox;
  motion_->setObjectName(QStringLiteral("settings-motion"));
  connect(motion_, &QCheckBox::toggled, this, [&settings](bool reduced) {
    settings.SetMotion(reduced ? MotionChoice::kReduced : MotionChoice::kFull);
  });
  auto* row = new QHBoxLayout;
  row->setSpacing(Px(16));
  row->addWidget(Captioned(map_, [] { return tr("Colours of importance maps"); }));
  row->addWidget(motion_, 0, Qt::AlignBottom);
  row->addStretch(1);
  panel->body()->addLayout(row);
  OnLanguage(panel, [this, panel] {
    panel->SetTitle(tr("Maps and plots"));
    motion_->setText(tr("Reduce motion: maps refresh twice a second"));
  });
  return panel;
}

void SettingsPage::AddFolder(Panel* panel,
                             const QString& name,
                             const QString& path,
                             std::function<QString()> caption) {
  QLabel* what = MakeLabel(TypeRole::kBody, Tone::kSecondary);
  what->setMinimumWidth(Px(110));
  auto* where = new viz::ElidedLabel(Qt::ElideMiddle);
  where->setObjectName(name);
  where->setFont(FontFor(TypeRole::kMono));
  where->setText(Shown(ToStd(path)));
  QPushButton* open = MakePushButton(name + QStringLiteral("-open"), "small");
  connect(open, &QPushButton::clicked, this, [path] {
    QDesktopServices::openUrl(QUrl::fromLocalFile(path));
  });
  auto* row = new QHBoxLayout;
  row->setSpacing(Px(12));
  row->addWidget(what);
  row->addWidget(where, 1);
  row->addWidget(open);
  panel->body()->addLayout(row);
  OnLanguage(panel, [what, where, open, caption = std::move(caption)] {
    what->setText(caption());
    where->setAccessibleName(caption());
    open->setText(tr("Open folder"));
    open->setAccessibleName(tr("Open folder: %1").arg(caption()));
  });
}

QWidget* SettingsPage::MakeFolders() {
  auto* panel = new Panel;
  const Locations& locations = workspace().locations();
  AddFolder(panel, QStringLiteral("settings-data"), PathText(locations.data_dir), [] {
    return tr("Runs");
  });
  AddFolder(panel, QStringLiteral("settings-cache"), PathText(locations.cache_dir), [] {
    return tr("Cache");
  });
  cache_size_ = MakeLabel(TypeRole::kCaption, Tone::kSecondary);
  cache_size_->setObjectName(QStringLiteral("settings-cache-size"));
  cache_size_->setWordWrap(true);
  panel->body()->addWidget(cache_size_);
  OnLanguage(panel, [this, panel] {
    panel->SetTitle(tr("Folders"));
    MeasureCache();
  });
  return panel;
}

QWidget* SettingsPage::MakeKeyboard() {
  auto* panel = new Panel;
  shortcuts_ = new QTableWidget(0, 2);
  shortcuts_->setObjectName(QStringLiteral("settings-shortcuts"));
  shortcuts_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  shortcuts_->setSelectionBehavior(QAbstractItemView::SelectRows);
  shortcuts_->setShowGrid(false);
  shortcuts_->setTabKeyNavigation(false);
  shortcuts_->setFrameShape(QFrame::NoFrame);
  shortcuts_->verticalHeader()->hide();
  shortcuts_->verticalHeader()->setDefaultSectionSize(Px(26));
  shortcuts_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  shortcuts_->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  shortcuts_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  shortcuts_->setFixedHeight(Px(240));
  panel->body()->setContentsMargins(0, 0, 0, 0);
  panel->body()->addWidget(shortcuts_);
  OnLanguage(panel, [this, panel] {
    panel->SetTitle(tr("Keyboard"));
    shortcuts_->setAccessibleName(tr("Keyboard"));
    shortcuts_->setHorizontalHeaderLabels({tr("Action"), tr("Keys")});
  });
  return panel;
}

QWidget* SettingsPage::MakePrivacy() {
  auto* panel = new Panel;
  QLabel* sentence = MakeLabel();
  sentence->setWordWrap(true);
  panel->body()->addWidget(sentence);
  OnLanguage(panel, [panel, sentence] {
    panel->SetTitle(tr("Privacy"));
    sentence->setText(
        tr("Sentei uses no network and sends nothing. Models, texts and runs stay on this "
           "computer."));
  });
  return panel;
}

QWidget* SettingsPage::MakeReset() {
  auto* panel = new Panel;
  QPushButton* layout = MakePushButton(QStringLiteral("settings-reset-layout"));
  QPushButton* all = MakePushButton(QStringLiteral("settings-reset-all"));
  auto* row = new QHBoxLayout;
  row->setSpacing(Px(8));
  row->addWidget(layout);
  row->addWidget(all);
  row->addStretch(1);
  panel->body()->addLayout(row);
  connect(layout, &QPushButton::clicked, this, [this] {
    TriggerWindowAction(this, QStringLiteral("action-reset-layout"));
    workspace().ShowStatus(tr("The layout is as at the first start."));
  });
  connect(all, &QPushButton::clicked, this, &SettingsPage::AskToResetAll);
  OnLanguage(panel, [panel, layout, all] {
    panel->SetTitle(tr("Reset"));
    layout->setText(tr("Reset layout"));
    all->setText(tr("Reset all settings…"));
  });
  return panel;
}

void SettingsPage::OnShown() {
  ShowChoices();
  MeasureCache();
  FillShortcuts();
}

void SettingsPage::ShowChoices() {
  const Settings& settings = workspace().settings();
  const auto language = std::find(kLanguages.begin(), kLanguages.end(), ToStd(settings.language()));
  language_->setCurrentIndex(
      language == kLanguages.end() ? 0 : static_cast<int>(language - kLanguages.begin()));
  theme_->setCurrentIndex(static_cast<int>(settings.theme()));
  level_->setCurrentIndex(static_cast<int>(settings.level()));
  send_key_->setCurrentIndex(static_cast<int>(settings.send_key()));
  map_->setCurrentIndex(static_cast<int>(settings.map()));
  const QSignalBlocker quiet(motion_);
  motion_->setChecked(settings.motion() == MotionChoice::kReduced);
}

void SettingsPage::MeasureCache() {
  InBackground(
      this,
      [cache = workspace().locations().cache_dir] { return FolderSize(cache); },
      [this](const Result<std::uint64_t>& bytes) {
        if (!bytes.has_value()) return;
        cache_size_->setText(tr("The cache holds %1: the demo model, its texts and downloads.")
                                 .arg(Bytes(static_cast<double>(bytes.value()))));
      });
}

void SettingsPage::FillShortcuts() {
  std::vector<std::pair<QString, QString>> rows;
  for (const QAction* action : window()->findChildren<QAction*>()) {
    if (action->shortcut().isEmpty()) continue;
    if (!action->objectName().startsWith(QLatin1String("action-"))) continue;
    rows.emplace_back(action->text().remove(QLatin1Char('&')),
                      action->shortcut().toString(QKeySequence::NativeText));
  }
  rows.emplace_back(tr("In a map: move, zoom, fit"), tr("Arrows, + and −, 0"));
  rows.emplace_back(tr("In a map: protect, force, copy the value"), tr("P, Del, C"));
  shortcuts_->setRowCount(static_cast<int>(rows.size()));
  for (int row = 0; row < shortcuts_->rowCount(); ++row) {
    const auto& [name, keys] = rows.at(static_cast<std::size_t>(row));
    shortcuts_->setItem(row, 0, new QTableWidgetItem(name));
    shortcuts_->setItem(row, 1, new QTableWidgetItem(keys));
  }
}

void SettingsPage::AskToResetAll() {
  auto* box = new QMessageBox(window());
  box->setObjectName(QStringLiteral("reset-dialog"));
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setWindowModality(Qt::WindowModal);
  box->setTextFormat(Qt::PlainText);
  box->setText(tr("Reset all settings?"));
  box->setInformativeText(
      tr("Language, theme, layout and the list of recent models go back to those of the first "
         "start. Runs and models stay."));
  QPushButton* reset = box->addButton(tr("Reset"), QMessageBox::DestructiveRole);
  reset->setObjectName(QStringLiteral("reset-confirm"));
  box->addButton(QMessageBox::Cancel);
  connect(reset, &QPushButton::clicked, this, [this] {
    workspace().settings().ResetAll();
    TriggerWindowAction(this, QStringLiteral("action-reset-layout"));
    ShowChoices();
  });
  box->open();
}

}  // namespace sentei::ui
