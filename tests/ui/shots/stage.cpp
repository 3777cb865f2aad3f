// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/shots/stage.h"

#include "core/base/error.h"
#include "ui/text.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QThread>

namespace sentei::shots {
namespace {

constexpr int kSteps = 24;

}  // namespace

Stage::Stage(ui::MainWindow& window, ui::Workspace& workspace)
    : window_(window), workspace_(workspace) {}

void Stage::Wait(const char* what, const std::function<bool()>& done, int seconds) {
  QElapsedTimer clock;
  clock.start();
  while (!done()) {
    if (clock.elapsed() > 1000 * seconds) throw LogicError(fmt::format("{} took too long", what));
    QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    QThread::msleep(2);
  }
}

void Stage::Settle(int milliseconds) {
  QElapsedTimer clock;
  clock.start();
  while (clock.elapsed() < milliseconds) {
    QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    QThread::msleep(2);
  }
}

void Stage::Prepare() {
  workspace_.session().Open(QStringLiteral("demo"));
  Wait(
      "Opening the demo model", [this] { return workspace_.session().model() != nullptr; }, 30);
  const std::string texts = (workspace_.locations().cache_dir / "text").string();
  workspace_.draft().Edit([&texts](run::RunSpec& spec) {
    spec.train.text.path = texts + "/kjv-train.txt";
    spec.eval.text.path = texts + "/kjv-heldout.txt";
    spec.eval.length = 128;
    spec.eval.windows = 4;
    spec.train.length = 64;
    spec.train.batch = 2;
    spec.train.micro_batch = 2;
    spec.train.steps = kSteps;
    spec.train.eval_every = 6;
    spec.prune.every = 2;
  });
}

void Stage::PruneHalfway() {
  ticket_ = workspace_.jobs().Start(workspace_.draft().spec(), QStringLiteral("gentle-20"));
  window_.ShowPage(ui::PageId::kRun);
  Wait("Half of the run", [this] {
    const ui::Job& job = *workspace_.jobs().FindTicket(ticket_);
    if (job.failure.has_value()) throw LogicError(job.failure->message);
    return job.last_step.has_value() && job.last_step->step >= kSteps / 2;
  });
}

void Stage::FinishRun() {
  Wait("The run", [this] { return ui::IsOver(workspace_.jobs().FindTicket(ticket_)->state); });
  Settle();
}

}  // namespace sentei::shots
