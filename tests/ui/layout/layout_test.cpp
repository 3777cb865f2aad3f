// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/text_walk.h"
#include "tests/ui/workspace_fixture.h"
#include "ui/main_window.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"

#include <QApplication>
#include <map>
#include <string>

namespace sentei::ui {
namespace {

constexpr std::array kPages{PageId::kWelcome,
                            PageId::kModel,
                            PageId::kData,
                            PageId::kBudget,
                            PageId::kRun,
                            PageId::kCompare,
                            PageId::kGenerate,
                            PageId::kSettings};

class LayoutTest : public WorkspaceTest, public ::testing::WithParamInterface<const char*> {
 protected:
  LayoutTest() {
    prepare_ = [](testing::FakeRunService& service) {
      service.SetScript(testing::PruneScript(20, 4));
    };
    workspace().settings().SetLanguage(QString::fromLatin1(GetParam()));
    workspace().settings().SetLevel(Level::kAdvanced);
    application_ = qobject_cast<QApplication*>(QCoreApplication::instance());
    translations_ = std::make_unique<Translations>(*application_, workspace().settings());
    theme_ = std::make_unique<ThemeController>(*application_, workspace().settings());
    window_ = std::make_unique<MainWindow>(workspace());
    window_->resize(1024, 680);
    window_->show();
  }

  void OpenModel() {
    testing::WriteTinyCheckpoint(folder_ / "a model");
    workspace().session().Open(PathText(folder_ / "a model"));
    ASSERT_TRUE(WaitFor([this] { return workspace().session().model() != nullptr; }));
  }

  void OpenModelAndRun() {
    OpenModel();
    testing::WriteTinyText(folder_ / "text.txt", 4000, 1);
    workspace().draft().Edit([this](run::RunSpec& spec) {
      spec.train.text.path = (folder_ / "text.txt").string();
      spec.eval.text.path = (folder_ / "text.txt").string();
    });
    const Ticket ticket =
        workspace().jobs().Start(testing::PruneSpecForScript(20), QStringLiteral("first"));
    ASSERT_TRUE(WaitFor([&] { return IsOver(workspace().jobs().FindTicket(ticket)->state); }));
  }

  void Walk() {
    for (const PageId id : kPages) {
      window_->ShowPage(id);
      WaitFor([] { return false; }, 250);
      for (const QString& text : ClippedTexts(*window_)) {
        ADD_FAILURE() << "page " << static_cast<int>(id) << ", " << GetParam() << ": "
                      << text.toStdString();
      }
      for (const QString& control : NamelessControls(*window_)) {
        ADD_FAILURE() << "page " << static_cast<int>(id)
                      << ": no accessible name: " << control.toStdString();
      }
    }
  }

  QApplication* application_ = nullptr;
  std::unique_ptr<Translations> translations_;
  std::unique_ptr<ThemeController> theme_;
  std::unique_ptr<MainWindow> window_;
};

TEST_P(LayoutTest, NoTextIsWiderThanItsPlaceBeforeAModelIsOpen) { Walk(); }

TEST_P(LayoutTest, NoTextIsWiderThanItsPlaceWithAModelAndARun) {
  OpenModelAndRun();
  Walk();
}

INSTANTIATE_TEST_SUITE_P(Languages, LayoutTest, ::testing::Values("en", "ja"));

class ToolRowTest : public LayoutTest {
 protected:
  /// Vertical centres of the visible controls of the Budget page's tool row, by name.
  std::map<std::string, int> Centres() {
    auto* tools = window_->findChild<QWidget*>(QStringLiteral("budget-tools"));
    std::map<std::string, int> centres;
    for (const QWidget* control : tools->findChildren<QWidget*>()) {
      const bool named = control->objectName().startsWith(QLatin1String("budget-"));
      if (!named || !control->isVisible()) continue;
      const QRect place(control->mapTo(tools, QPoint(0, 0)), control->size());
      EXPECT_TRUE(tools->rect().contains(place)) << ToStd(control->objectName());
      centres[ToStd(control->objectName())] = place.center().y();
    }
    return centres;
  }
};

TEST_P(ToolRowTest, OfTheBudgetKeepsOneLineBesideTheDock) {
  workspace().settings().SetLevel(Level::kBasic);
  OpenModel();
  window_->resize(1440, 900);
  window_->ShowPage(PageId::kBudget);
  WaitFor([] { return false; }, 250);
  ASSERT_TRUE(window_->findChild<QWidget*>(QStringLiteral("consequences-dock"))->isVisible());
  EXPECT_LE(window_->page(PageId::kBudget)->width(), 1440 - Px(184) - Px(272));
  const std::map<std::string, int> centres = Centres();
  for (const char* name : {"budget-preset", "budget-target", "budget-outer-lock"}) {
    ASSERT_TRUE(centres.contains(name)) << name;
  }
  for (const auto& [name, centre] : centres) {
    EXPECT_NEAR(centre, centres.at("budget-undo"), 4) << name;
    EXPECT_NEAR(centre, centres.at("budget-redo"), 4) << name;
  }
}

TEST_P(ToolRowTest, OfTheBudgetKeepsUndoInItsFirstLineWhereItWraps) {
  OpenModel();
  window_->ShowPage(PageId::kBudget);
  WaitFor([] { return false; }, 250);
  const std::map<std::string, int> centres = Centres();
  EXPECT_GT(centres.at("budget-outer-lock"), centres.at("budget-preset") + 20);
  EXPECT_NEAR(centres.at("budget-undo"), centres.at("budget-preset"), 4);
}

INSTANTIATE_TEST_SUITE_P(English, ToolRowTest, ::testing::Values("en"));

}  // namespace
}  // namespace sentei::ui
