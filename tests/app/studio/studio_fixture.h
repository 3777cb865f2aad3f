// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio.h"
#include "tests/support/subprocess.h"
#include "ui/main_window.h"
#include "ui/workspace.h"

#include <gtest/gtest.h>

#include <QWidget>
#include <functional>
#include <stdexcept>
#include <string>

namespace sentei::testing {

/// The program as a person has it - window, recorder, engine, demo model - in a home of its own,
/// driven by the names of its widgets. Everything that does not come in time throws.
class StudioTest : public ::testing::Test {
 protected:
  StudioTest();
  ~StudioTest() override;
  void SetUp() override;

  /// Shows the window; `engine` as --engine.
  void Open(const std::string& engine = "in-process");
  void Close() { studio_.reset(); }

  /// Runs the event loop until `done`.
  static void Wait(const std::string& what, const std::function<bool()>& done, int seconds = 120);
  static void Idle(int milliseconds);

  /// The widget of this name that is seen now, once it is there.
  static QWidget* Seen(const char* name);
  template <typename Widget>
  static Widget* Seen(const char* name) {
    auto* widget = dynamic_cast<Widget*>(Seen(name));
    if (widget == nullptr) throw std::runtime_error(std::string(name) + " is of another kind");
    return widget;
  }
  static bool IsSeen(const char* name);
  static void Click(const char* name);
  /// Replaces what a field holds and leaves it.
  static void Enter(const char* name, const QString& text);
  void Trigger(const char* action);

  /// Chooses both demo texts and a run of `steps` small steps, as a person would, by mouse.
  void PrepareDemo(int steps);
  /// Presses Run and Start; returns when the first step is done.
  void StartRun();
  [[nodiscard]] const ui::Job& job();
  void WaitForState(ui::JobState state, int seconds = 240);
  void WaitForStep(std::int64_t step);

  [[nodiscard]] std::string Path(const std::string& name) const {
    return (folder_.path() / name).string();
  }
  ui::Workspace& workspace() { return studio_->workspace(); }
  ui::MainWindow& window() { return studio_->window(); }

  TemporaryFolder folder_;
  std::unique_ptr<app::Studio> studio_;
};

/// What transformers computes with an exported folder beside what we wrote; needs the test Python.
void ExpectTransformersAgrees(const std::string& folder, double tolerance);

}  // namespace sentei::testing
