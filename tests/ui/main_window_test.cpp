// SPDX-License-Identifier: Apache-2.0
#include "ui/main_window.h"

#include "tests/ui/workspace_fixture.h"
#include "ui/open_path.h"
#include "ui/single_instance.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QListWidget>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <fstream>

namespace sentei::ui {
namespace {

class MainWindowTest : public WorkspaceTest {
 protected:
  void Trigger(const char* name) {
    auto* action = window_.findChild<QAction*>(QLatin1String("action-") + QLatin1String(name));
    ASSERT_NE(action, nullptr) << name;
    action->trigger();
  }
  void OpenTinyModel(const std::string& name) {
    testing::WriteTinyCheckpoint(folder_ / name);
    window_.OpenPath(PathText(folder_ / name));
    ASSERT_TRUE(WaitFor([this] { return workspace().session().model() != nullptr; }));
  }

  MainWindow window_{workspace()};
};

TEST_F(MainWindowTest, EveryPageCanBeReachedByItsAction) {
  window_.show();
  const std::vector<std::pair<const char*, PageId>> pages{{"page-2", PageId::kModel},
                                                          {"page-3", PageId::kData},
                                                          {"page-4", PageId::kBudget},
                                                          {"page-5", PageId::kRun},
                                                          {"page-6", PageId::kCompare},
                                                          {"generate", PageId::kGenerate},
                                                          {"settings", PageId::kSettings},
                                                          {"page-1", PageId::kWelcome}};
  for (const auto& [action, id] : pages) {
    Trigger(action);
    EXPECT_EQ(window_.current(), id) << action;
    EXPECT_FALSE(window_.page(id)->accessibleName().isEmpty()) << action;
  }
}

/// Names of the widgets that were shown as windows of their own.
class WindowWatch final : public QObject {
 public:
  WindowWatch() { qApp->installEventFilter(this); }
  bool eventFilter(QObject* watched, QEvent* event) override {
    const auto* widget = qobject_cast<QWidget*>(watched);
    if (widget != nullptr && widget->isWindow() && event->type() == QEvent::Show) {
      names_ << widget->objectName();
    }
    return QObject::eventFilter(watched, event);
  }
  [[nodiscard]] const QStringList& names() const { return names_; }

 private:
  QStringList names_;
};

TEST_F(MainWindowTest, NoPartOfAPageIsEverAWindowOfItsOwn) {
  window_.show();
  const WindowWatch watch;
  for (const bool opened : {false, true}) {
    if (opened) OpenTinyModel("model");
    for (const PageId id : {PageId::kWelcome,
                            PageId::kModel,
                            PageId::kData,
                            PageId::kBudget,
                            PageId::kRun,
                            PageId::kCompare,
                            PageId::kGenerate,
                            PageId::kSettings}) {
      window_.ShowPage(id);
      WaitFor([] { return false; }, 50);
    }
  }
  EXPECT_TRUE(watch.names().isEmpty()) << ToStd(watch.names().join(QLatin1Char(' ')));
}

TEST_F(MainWindowTest, PassingTheNavigationWithTabStaysOnThePage) {
  window_.show();
  window_.activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(&window_));
  window_.ShowPage(PageId::kData);
  for (const char* name : {"navigation", "navigation-bottom"}) {
    auto* list = window_.findChild<QListWidget*>(QLatin1String(name));
    list->setFocus(Qt::TabFocusReason);
    EXPECT_EQ(window_.current(), PageId::kData) << name;
  }
  QTest::keyClick(window_.findChild<QListWidget*>(QStringLiteral("navigation-bottom")),
                  Qt::Key_Space);
  EXPECT_EQ(window_.current(), PageId::kSettings);
}

TEST_F(MainWindowTest, AnOpenedModelLeadsFromWelcomeToItsPage) {
  OpenTinyModel("model");
  EXPECT_EQ(window_.current(), PageId::kModel);
  EXPECT_TRUE(window_.windowTitle().startsWith(QLatin1String("model")));
  EXPECT_EQ(workspace().settings().recent_models().size(), 1);
}

TEST_F(MainWindowTest, NamesOfModelsAreShownAsTheyAre) {
  OpenTinyModel("<img src=x onerror=y>");
  const QString name = QStringLiteral("<img src=x onerror=y>");
  bool shown = false;
  for (const QLabel* label : window_.findChildren<QLabel*>()) {
    EXPECT_NE(label->textFormat(), Qt::RichText);
    if (label->text() != name) continue;
    shown = true;
    EXPECT_EQ(label->textFormat(), Qt::PlainText);
  }
  EXPECT_TRUE(shown);
}

TEST_F(MainWindowTest, AModelThatCannotBeOpenedIsANoteThatCanBeClosed) {
  window_.show();
  window_.OpenPath(PathText(folder_ / "missing.gguf"));
  auto* note = window_.findChild<QWidget*>(QStringLiteral("window-note"));
  ASSERT_TRUE(WaitFor([&] { return note->isVisible(); }));
  EXPECT_EQ(window_.current(), PageId::kWelcome);
  window_.findChild<QAbstractButton*>(QStringLiteral("window-note-close"))->click();
  EXPECT_FALSE(note->isVisible());
}

TEST_F(MainWindowTest, ClosingWithoutJobsEndsTheProgram) {
  window_.show();
  EXPECT_TRUE(window_.close());
}

// Presses a button of the closing dialog once it is there.
void AnswerWith(const char* name) {
  QTimer::singleShot(50, qApp, [name] {
    auto* dialog = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
    ASSERT_NE(dialog, nullptr);
    auto* button = dialog->findChild<QAbstractButton*>(QLatin1String(name));
    ASSERT_NE(button, nullptr);
    button->click();
  });
}

class ClosingTest : public MainWindowTest {
 protected:
  ClosingTest() {
    prepare_ = [](testing::FakeRunService& service) {
      service.SetScript(testing::PruneScript(200, 2));
      service.SetEventInterval(std::chrono::milliseconds(2));
    };
    window_.show();
    ticket_ = workspace().jobs().Start(testing::PruneSpecForScript(200), QStringLiteral("one"));
    EXPECT_TRUE(WaitFor([this] { return job().state == JobState::kRunning; }));
  }
  const Job& job() { return *workspace().jobs().FindTicket(ticket_); }

  Ticket ticket_ = 0;
};

TEST_F(ClosingTest, PausingStopsTheRunAndTheNextStartOffersIt) {
  AnswerWith("close-pause");
  EXPECT_FALSE(window_.close());
  EXPECT_EQ(workspace().settings().paused_runs(), QStringList{job().run_id});
  ASSERT_TRUE(WaitFor([this] { return job().state == JobState::kCancelled; }));
  auto* note = window_.page(PageId::kWelcome)->findChild<QWidget*>(QStringLiteral("recovery-note"));
  EXPECT_TRUE(WaitFor([&] {
    note = window_.page(PageId::kWelcome)->findChild<QWidget*>(QStringLiteral("recovery-note"));
    return note != nullptr;
  }));
}

TEST_F(ClosingTest, StoppingEndsTheRunForGood) {
  AnswerWith("close-stop");
  EXPECT_FALSE(window_.close());
  EXPECT_TRUE(workspace().settings().paused_runs().isEmpty());
  EXPECT_TRUE(WaitFor([this] { return job().state == JobState::kCancelled; }));
}

TEST_F(ClosingTest, KeepingHidesTheWindowAndTheRunGoesOn) {
  AnswerWith("close-keep");
  EXPECT_FALSE(window_.close());
  EXPECT_FALSE(window_.isVisible());
  EXPECT_EQ(job().state, JobState::kRunning);
  window_.Raise();
  EXPECT_TRUE(window_.isVisible());
}

TEST(OpenPath, TellsModelsTextsAndJobsApart) {
  testing::TemporaryDirectory folder;
  const QString root = PathText(folder.path());
  EXPECT_EQ(KindOfPath(root), PathKind::kModel);
  EXPECT_EQ(KindOfPath(root + QStringLiteral("/a.gguf")), PathKind::kModel);
  EXPECT_EQ(KindOfPath(root + QStringLiteral("/config.json")), PathKind::kModel);
  EXPECT_EQ(KindOfPath(root + QStringLiteral("/a.txt")), PathKind::kText);
  EXPECT_EQ(KindOfPath(root + QStringLiteral("/a.jsonl")), PathKind::kText);
  EXPECT_EQ(KindOfPath(root + QStringLiteral("/job.json")), PathKind::kJob);
  EXPECT_EQ(KindOfPath(root + QStringLiteral("/a.png")), PathKind::kOther);
  EXPECT_EQ(ModelArgument(root + QStringLiteral("/config.json")), root);
}

TEST(SingleInstance, TheSecondStartHandsItsArgumentsToTheFirst) {
  testing::TemporaryDirectory folder;
  qputenv("XDG_RUNTIME_DIR", QByteArray::fromStdString(folder.path().string()));
  std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
  SingleInstance first(folder.path());
  ASSERT_TRUE(first.Claim({}));
  QStringList received;
  QObject::connect(&first, &SingleInstance::Called, &first, [&](const QStringList& arguments) {
    received = arguments;
  });
  bool second_runs = true;
  std::jthread second([&] {
    SingleInstance other(folder.path());
    second_runs = other.Claim({QStringLiteral("model.gguf")});
  });
  EXPECT_TRUE(WaitFor([&] { return !received.isEmpty(); }));
  second.join();
  EXPECT_FALSE(second_runs);
  EXPECT_EQ(received, QStringList{QStringLiteral("model.gguf")});
}

TEST(SingleInstance, AnotherDataFolderIsAnotherWindow) {
  testing::TemporaryDirectory folder;
  qputenv("XDG_RUNTIME_DIR", QByteArray::fromStdString(folder.path().string()));
  SingleInstance first(folder.path() / "a");
  SingleInstance second(folder.path() / "b");
  EXPECT_TRUE(first.Claim({}));
  EXPECT_TRUE(second.Claim({}));
}

TEST(SingleInstance, TakesOverASocketThatNobodyListensTo) {
  testing::TemporaryDirectory folder;
  qputenv("XDG_RUNTIME_DIR", QByteArray::fromStdString(folder.path().string()));
  { SingleInstance probe(folder.path()); }
  // What a killed instance leaves behind: a socket file without a listener, and no lock.
  SingleInstance first(folder.path());
  ASSERT_TRUE(first.Claim({}));
  std::filesystem::path socket;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    if (entry.is_socket()) socket = entry.path();
  }
  ASSERT_FALSE(socket.empty());
}

}  // namespace
}  // namespace sentei::ui
