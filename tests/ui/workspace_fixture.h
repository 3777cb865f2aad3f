// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/data_location.h"
#include "storage/run_recorder.h"
#include "tests/support/fake_run_service.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/tiny_checkpoint.h"
#include "ui/text.h"
#include "ui/workspace.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QThread>
#include <functional>
#include <memory>

namespace sentei::ui {

/// Runs the event loop until `done` or the time is over; whether it was done.
inline bool WaitFor(const std::function<bool()>& done, int milliseconds = 20'000) {
  QElapsedTimer clock;
  clock.start();
  while (!done() && clock.elapsed() < milliseconds) {
    QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    QThread::msleep(1);
  }
  return done();
}

/// A workspace over a temporary folder and a FakeRunService, recorded in a real database.
class WorkspaceTest : public ::testing::Test {
 protected:
  WorkspaceTest() { Open(); }

  void Open() {
    recorder_ = std::make_unique<storage::RunRecorder>(
        storage::Connection::Open(storage::DatabaseFile(folder_.path() / "data")),
        [](const std::string&, const std::string&) {});
    workspace_ = std::make_unique<Workspace>(
        Locations{.data_dir = folder_.path() / "data",
                  .cache_dir = folder_.path() / "cache",
                  .resources_dir = folder_.path(),
                  .settings_file = folder_.path() / "config" / "studio.ini"},
        [this]() -> Result<std::unique_ptr<run::RunService>> {
          if (engine_failure_.has_value()) return *engine_failure_;
          auto service = std::make_unique<testing::FakeRunService>();
          service_ = service.get();
          if (prepare_) prepare_(*service);
          return Result<std::unique_ptr<run::RunService>>(std::move(service));
        },
        std::vector<run::RunObserver*>{recorder_.get()});
  }

  Workspace& workspace() { return *workspace_; }

  testing::TemporaryDirectory folder_;
  std::optional<Failure> engine_failure_;
  /// Sets the script of the service when it is made.
  std::function<void(testing::FakeRunService&)> prepare_;
  testing::FakeRunService* service_ = nullptr;  ///< once the first request was made
  std::unique_ptr<storage::RunRecorder> recorder_;
  std::unique_ptr<Workspace> workspace_;  ///< before the recorder it goes
};

/// One page of a workspace with a tiny model open.
template <typename PageType>
class PageTest : public WorkspaceTest {
 protected:
  void ShowPage() {
    testing::WriteTinyCheckpoint(folder_ / "model");
    workspace().session().Open(PathText(folder_ / "model"));
    EXPECT_TRUE(WaitFor([this] { return workspace().session().model() != nullptr; }));
    page_ = std::make_unique<PageType>(workspace());
    page_->resize(1200, 800);
    page_->show();
    page_->OnShown();
  }

  template <typename Widget>
  Widget* Child(const char* name) {
    return page_->template findChild<Widget*>(QLatin1String(name));
  }

  std::unique_ptr<PageType> page_;
};

}  // namespace sentei::ui
