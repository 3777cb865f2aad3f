// SPDX-License-Identifier: Apache-2.0
// The same story without a mouse: only keys are sent, to whatever has the focus.
#include "tests/app/studio/studio_fixture.h"
#include "ui/text.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QTest>
#include <filesystem>

namespace sentei::testing {
namespace {

class StudioKeyboard : public StudioTest {
 protected:
  void Press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    if (QApplication::activeWindow() == nullptr) {  // a desktop would do it when a dialog closes
      window().activateWindow();
      Wait("an active window", [] { return QApplication::activeWindow() != nullptr; });
    }
    QWidget* target = QApplication::focusWidget();
    if (target == nullptr) target = QApplication::activeWindow();
    QTest::keyClick(target, key, modifiers);
    Idle(5);
  }
  /// Presses Tab until the widget of this name has the focus.
  void TabTo(const char* name) {
    (void)Seen(name);
    const QString wanted = QString::fromLatin1(name);
    QStringList met;
    for (int presses = 0; presses < 300; ++presses) {
      const QWidget* now = QApplication::focusWidget();
      if (now != nullptr && now->objectName() == wanted) return;
      if (now != nullptr) met << now->objectName();
      Press(Qt::Key_Tab);
    }
    throw std::runtime_error(std::string("Tab never reaches ") + name + "; it meets " +
                             met.mid(0, 60).join(QLatin1Char(' ')).toStdString());
  }
  void Type(const char* name, const QString& text) {
    TabTo(name);
    Press(Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), text);
    Press(Qt::Key_Tab);
  }
  void Activate(const char* name) {
    TabTo(name);
    Wait(
        std::string(name) + ", enabled,", [&] { return Seen(name)->isEnabled(); }, 30);
    Press(Qt::Key_Space);
  }
};

TEST_F(StudioKeyboard, PrunesAndExportsWithoutAMouse) {
  Open();
  Activate("welcome-demo");
  Wait("the demo model", [this] { return workspace().session().model() != nullptr; });

  Press(Qt::Key_3, Qt::ControlModifier);
  EXPECT_EQ(window().current(), ui::PageId::kData);
  Activate("data-train-demo");
  Type("data-train-length", QStringLiteral("32"));
  Activate("data-eval-demo");
  Type("data-eval-length", QStringLiteral("64"));
  Type("data-eval-windows", QStringLiteral("2"));

  Press(Qt::Key_4, Qt::ControlModifier);
  EXPECT_EQ(window().current(), ui::PageId::kBudget);
  Type("budget-target", QStringLiteral("20"));
  Press(Qt::Key_Z, Qt::ControlModifier);
  Press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);

  Press(Qt::Key_5, Qt::ControlModifier);
  EXPECT_EQ(window().current(), ui::PageId::kRun);
  Type("run-setting-train-steps", QStringLiteral("60"));
  Type("run-setting-train-batch", QStringLiteral("1"));
  Type("run-setting-train-micro-batch", QStringLiteral("1"));
  Type("run-setting-prune-every", QStringLiteral("2"));

  Press(Qt::Key_R, Qt::ControlModifier);
  (void)Seen("start-dialog");
  Wait("the start", [] { return Seen("start-run")->isEnabled(); });
  Press(Qt::Key_Return);
  Wait("the run", [this] { return !workspace().jobs().all().empty(); });
  WaitForStep(3);
  Press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
  WaitForState(ui::JobState::kPaused);
  Press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
  WaitForState(ui::JobState::kCompleted);

  Press(Qt::Key_6, Qt::ControlModifier);
  EXPECT_EQ(window().current(), ui::PageId::kCompare);
  TabTo("compare-runs");
  Press(Qt::Key_Down);
  Press(Qt::Key_Space);

  Press(Qt::Key_E, Qt::ControlModifier);
  (void)Seen("export-dialog");
  const std::string folder = Path("exported");
  Type("export-folder", ui::ToQString(folder));
  Activate("export-begin");
  Wait("the verdict", [] { return IsSeen("export-verdict"); });
  Activate("export-close");
  EXPECT_TRUE(std::filesystem::exists(folder + "/config.json"));
  Press(Qt::Key_Q, Qt::ControlModifier);
  EXPECT_FALSE(window().isVisible());
}

}  // namespace
}  // namespace sentei::testing
