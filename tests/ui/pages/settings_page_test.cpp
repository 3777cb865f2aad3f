// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/settings_page.h"

#include "tests/ui/workspace_fixture.h"
#include "ui/main_window.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTableWidget>

namespace sentei::ui {
namespace {

class SettingsPageTest : public WorkspaceTest {
 protected:
  SettingsPageTest() {
    window_.show();
    window_.ShowPage(PageId::kSettings);
  }
  template <typename Widget>
  Widget* Child(const char* name) {
    return window_.page(PageId::kSettings)->findChild<Widget*>(QLatin1String(name));
  }
  void Choose(const char* combo, int choice) {
    Child<QComboBox>(combo)->setCurrentIndex(choice);
    emit Child<QComboBox>(combo)->activated(choice);
  }

  MainWindow window_{workspace()};
};

TEST_F(SettingsPageTest, EveryChoiceTakesEffectAtOnce) {
  Settings& settings = workspace().settings();
  QSignalSpy language(&settings, &Settings::LanguageChanged);
  Choose("settings-language", 2);
  Choose("settings-theme", 2);
  Choose("settings-level", 1);
  Choose("settings-send-key", 1);
  Choose("settings-map", 1);
  Child<QCheckBox>("settings-motion")->setChecked(true);
  EXPECT_EQ(settings.language(), QStringLiteral("ja"));
  EXPECT_EQ(language.size(), 1);
  EXPECT_EQ(settings.theme(), ThemeChoice::kDark);
  EXPECT_EQ(settings.level(), Level::kAdvanced);
  EXPECT_EQ(settings.send_key(), SendKey::kEnter);
  EXPECT_EQ(settings.map(), SequentialMap::kCividis);
  EXPECT_EQ(settings.motion(), MotionChoice::kReduced);
}

TEST_F(SettingsPageTest, ShowsWhatOthersChanged) {
  workspace().settings().SetLevel(Level::kAdvanced);
  EXPECT_EQ(Child<QComboBox>("settings-level")->currentIndex(), 1);
}

TEST_F(SettingsPageTest, ListsTheShortcutsAndTheFolders) {
  EXPECT_GT(Child<QTableWidget>("settings-shortcuts")->rowCount(), 10);
  EXPECT_TRUE(Child<QLabel>("settings-data")->text().endsWith(QLatin1String("/data")));
  EXPECT_TRUE(WaitFor([this] { return !Child<QLabel>("settings-cache-size")->text().isEmpty(); }));
}

TEST_F(SettingsPageTest, ResetGoesBackToTheFirstStartAfterAsking) {
  workspace().settings().SetLevel(Level::kAdvanced);
  workspace().settings().AddRecentModel(QStringLiteral("/models/x"));
  Child<QAbstractButton>("settings-reset-all")->click();
  auto* box = window_.findChild<QMessageBox*>(QStringLiteral("reset-dialog"));
  ASSERT_NE(box, nullptr);
  EXPECT_EQ(workspace().settings().level(), Level::kAdvanced);
  box->findChild<QAbstractButton*>(QStringLiteral("reset-confirm"))->click();
  EXPECT_EQ(workspace().settings().level(), Level::kBasic);
  EXPECT_TRUE(workspace().settings().recent_models().isEmpty());
}

}  // namespace
}  // namespace sentei::ui
