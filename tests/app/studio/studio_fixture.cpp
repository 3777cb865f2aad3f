// SPDX-License-Identifier: Apache-2.0
#include "tests/app/studio/studio_fixture.h"

#include "app/studio_application.h"
#include "tests/support/test_environment.h"
#include "ui/text.h"

#include <nlohmann/json.hpp>

#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QSpinBox>
#include <QTest>
#include <QThread>

namespace sentei::testing {
namespace {

QWidget* FindSeen(const char* name) {
  const QString wanted = QString::fromLatin1(name);
  for (QWidget* top : QApplication::topLevelWidgets()) {
    if (!top->isVisible()) continue;
    if (top->objectName() == wanted) return top;
    for (QWidget* widget : top->findChildren<QWidget*>(wanted)) {
      if (widget->isVisible()) return widget;
    }
  }
  return nullptr;
}

}  // namespace

StudioTest::StudioTest() {
  qputenv("SENTEI_HOME", QByteArray::fromStdString(Path("data")));
  qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString(Path("config")));
}

StudioTest::~StudioTest() { Close(); }

void StudioTest::SetUp() {
  SENTEI_REQUIRE(test::FindDemoModel(), "the demo model");
  SENTEI_REQUIRE(test::FindPython(), "the Python with the reference packages");
}

void StudioTest::Open(const std::string& engine) {
  auto* application = dynamic_cast<app::StudioApplication*>(QApplication::instance());
  if (application == nullptr) throw std::runtime_error("the application is of another kind");
  app::StudioOptions options;
  options.engine = engine;
  studio_ = std::make_unique<app::Studio>(*application, app::MakeContext(), options);
  workspace().settings().SetLanguage(QStringLiteral("en"));
  window().resize(1440, 900);
  window().show();
  window().activateWindow();
  if (!QTest::qWaitForWindowActive(&window())) throw std::runtime_error("no active window");
}

void StudioTest::Wait(const std::string& what, const std::function<bool()>& done, int seconds) {
  QElapsedTimer clock;
  clock.start();
  while (!done()) {
    if (clock.elapsed() > 1000LL * seconds) throw std::runtime_error(what + " did not come");
    QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    QThread::msleep(2);
  }
}

void StudioTest::Idle(int milliseconds) {
  QElapsedTimer clock;
  clock.start();
  Wait("time", [&] { return clock.elapsed() >= milliseconds; });
}

QWidget* StudioTest::Seen(const char* name) {
  QWidget* found = nullptr;
  Wait(
      name,
      [&] {
        found = FindSeen(name);
        return found != nullptr;
      },
      30);
  return found;
}

bool StudioTest::IsSeen(const char* name) { return FindSeen(name) != nullptr; }

void StudioTest::Click(const char* name) {
  QWidget* widget = Seen(name);
  Wait(
      std::string(name) + ", enabled,", [&] { return widget->isEnabled(); }, 30);
  QTest::mouseClick(widget, Qt::LeftButton);
}

void StudioTest::Enter(const char* name, const QString& text) {
  QWidget* field = Seen(name);
  field->setFocus();
  QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
  QTest::keyClicks(field, text);
  QTest::keyClick(field, Qt::Key_Tab);
}

void StudioTest::Trigger(const char* action) {
  auto* found =
      window().findChild<QAction*>(QLatin1String("action-") + QString::fromLatin1(action));
  if (found == nullptr) throw std::runtime_error(std::string("there is no action ") + action);
  found->trigger();
}

void StudioTest::PrepareDemo(int steps) {
  Click("welcome-demo");
  Wait("the demo model", [this] { return workspace().session().model() != nullptr; });
  Trigger("page-3");
  Click("data-train-demo");
  Click("data-eval-demo");
  Enter("data-train-length", QStringLiteral("64"));
  Enter("data-eval-length", QStringLiteral("128"));
  Enter("data-eval-windows", QStringLiteral("4"));
  Trigger("page-4");
  Enter("budget-target", QStringLiteral("20"));
  Trigger("page-5");
  Enter("run-setting-train-steps", QString::number(steps));
  Enter("run-setting-train-batch", QStringLiteral("2"));
  Enter("run-setting-train-micro-batch", QStringLiteral("2"));
  Enter("run-setting-prune-every", QStringLiteral("2"));
}

void StudioTest::StartRun() {
  Click("run-start");
  Click("start-run");
  Wait("the run", [this] { return !workspace().jobs().all().empty(); });
  WaitForStep(1);
}

const ui::Job& StudioTest::job() {
  if (workspace().jobs().all().empty()) throw std::runtime_error("no run was started");
  const ui::Job& newest = workspace().jobs().all().back();
  return newest;
}

void StudioTest::WaitForState(ui::JobState state, int seconds) {
  Wait(
      "the run's next state",
      [&] {
        const ui::Job& now = job();
        if (ui::IsOver(now.state) && now.state != state) {
          throw std::runtime_error("the run ended: " +
                                   (now.failure ? now.failure->message : std::string("otherwise")));
        }
        return now.state == state;
      },
      seconds);
}

void StudioTest::WaitForStep(std::int64_t step) {
  Wait(
      "step " + std::to_string(step),
      [&] {
        const ui::Job& now = job();
        if (now.failure.has_value()) throw std::runtime_error(now.failure->message);
        return now.last_step.has_value() && now.last_step->step >= step;
      },
      240);
}

void ExpectTransformersAgrees(const std::string& folder, double tolerance) {
  const std::string script = std::string(SENTEI_SOURCE_DIR) + "/tests/support/check_export.py";
  const auto python = test::FindPython();
  ASSERT_TRUE(python.has_value());
  const Finished done = RunProgram({python->string(), script, folder});
  ASSERT_EQ(done.code, 0) << done.err;
  const nlohmann::json result = nlohmann::json::parse(done.out);
  EXPECT_TRUE(result["problems"].empty()) << done.out;
  EXPECT_LE(result.value("max_abs_diff", 1e9), tolerance) << done.out;
  EXPECT_TRUE(result.value("generates", false)) << done.out;
}

}  // namespace sentei::testing
