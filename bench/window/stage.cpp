// SPDX-License-Identifier: Apache-2.0
#include "bench/window/stage.h"

#include <QEventLoop>
#include <QTimer>

namespace sentei::bench {
namespace {

constexpr int kLookMs = 5;
constexpr int kPatienceMs = 300'000;

}  // namespace

void WaitFor(const char* what, const std::function<bool()>& done) {
  QEventLoop loop;
  QTimer look;
  QTimer patience;
  bool came = done();
  QObject::connect(&look, &QTimer::timeout, &loop, [&] {
    came = done();
    if (came) loop.quit();
  });
  QObject::connect(&patience, &QTimer::timeout, &loop, &QEventLoop::quit);
  look.start(kLookMs);
  patience.start(kPatienceMs);
  if (!came) loop.exec();
  if (!came) throw LogicError(fmt::format("{} did not come", what));
}

void Spend(int seconds) {
  QEventLoop loop;
  QTimer::singleShot(1000 * seconds, &loop, &QEventLoop::quit);
  loop.exec();
}

void ShowLarge(ui::MainWindow& window) {
  window.resize(1440, 900);
  window.show();
}

void OpenDemo(ui::Workspace& workspace) {
  workspace.session().Open(QStringLiteral("demo"));
  WaitFor("the demo model", [&workspace] { return workspace.session().model() != nullptr; });
}

std::int64_t StepOf(ui::Workspace& workspace, ui::Ticket ticket) {
  const ui::Job& job = *workspace.jobs().FindTicket(ticket);
  if (job.failure.has_value()) {
    throw Error(job.failure->code, job.failure->message, job.failure->hint);
  }
  return job.last_step.has_value() ? job.last_step->step : 0;
}

void StopAndWait(ui::Workspace& workspace, ui::Ticket ticket) {
  const ui::Job& job = *workspace.jobs().FindTicket(ticket);
  if (!ui::IsOver(job.state)) workspace.jobs().Stop(job.run_id);
  WaitFor("the stop", [&] { return ui::IsOver(workspace.jobs().FindTicket(ticket)->state); });
}

}  // namespace sentei::bench
