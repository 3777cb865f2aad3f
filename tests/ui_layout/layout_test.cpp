// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/text_walk.h"
#include "tests/ui/workspace_fixture.h"
#include "ui/main_window.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"

#include <QApplication>

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

  void OpenModelAndRun() {
    testing::WriteTinyCheckpoint(folder_ / "a model");
    testing::WriteTinyText(folder_ / "text.txt", 4000, 1);
    workspace().session().Open(PathText(folder_ / "a model"));
    ASSERT_TRUE(WaitFor([this] { return workspace().session().model() != nullptr; }));
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

}  // namespace
}  // namespace sentei::ui
