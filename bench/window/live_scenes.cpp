// SPDX-License-Identifier: Apache-2.0
// Scenes with the real engine on the demo model.
#include "app/studio.h"
#include "app/studio_application.h"
#include "bench/window/probes.h"
#include "bench/window/scenes.h"
#include "bench/window/stage.h"
#include "ui/main_window.h"
#include "ui/models/layer_table_model.h"
#include "ui/workspace.h"
#include "viz/heat_map.h"

#include <nlohmann/json.hpp>

#include <QMouseEvent>
#include <QTableView>
#include <array>
#include <cmath>

namespace sentei::bench {
namespace {

using ui::PageId;

constexpr int kDragMs = 30;
constexpr int kPageMs = 2500;
// The maps are seen every other time: frames on screen are what is measured there.
constexpr std::array kTour{PageId::kRun,
                           PageId::kBudget,
                           PageId::kRun,
                           PageId::kCompare,
                           PageId::kRun,
                           PageId::kModel,
                           PageId::kRun,
                           PageId::kData};

run::RunSpec DemoRun(ui::Workspace& workspace, const SceneOptions& options, int steps) {
  run::RunSpec spec = workspace.draft().spec();
  spec.train.text.path = options.text;
  spec.eval.text.path = options.text;
  spec.eval.length = 128;
  spec.eval.windows = 4;
  spec.train.length = 128;
  spec.train.batch = 4;
  spec.train.micro_batch = 4;
  spec.train.steps = steps;
  return spec;
}

/// A hand that goes up and down on the sliders of the Budget page and turns the pages.
class Visitor final : public QObject {
 public:
  explicit Visitor(ui::MainWindow& window) : window_(window) {
    connect(&drag_, &QTimer::timeout, this, &Visitor::Drag);
    connect(&turn_, &QTimer::timeout, this, &Visitor::Turn);
    drag_.start(kDragMs);
    turn_.start(kPageMs);
  }
  ~Visitor() override { Release(); }

  [[nodiscard]] int drags() const { return drags_; }
  [[nodiscard]] int pages() const { return pages_; }

 private:
  void Turn() {
    Release();
    ++pages_;
    window_.ShowPage(kTour.at(static_cast<std::size_t>(pages_) % kTour.size()));
  }
  void Drag() {
    if (table_ == nullptr) Press();
    if (table_ == nullptr) return;
    ++drags_;
    constexpr double kSpeed = 0.15;
    Send(QEvent::MouseMove, 0.3 + 0.2 * std::sin(kSpeed * drags_));
  }
  // Takes the slider of a layer in the middle of the table.
  void Press() {
    if (window_.current() != PageId::kBudget) return;
    auto* table = window_.findChild<QTableView*>(QStringLiteral("budget-layers"));
    if (table == nullptr || !table->isVisible()) return;
    const int column = ui::ToColumn(ui::LayerColumn::kFfn);
    const QModelIndex cell = table->model()->index(table->model()->rowCount() / 3, column);
    table->scrollTo(cell);
    cell_ = table->visualRect(cell);
    table_ = table;
    Send(QEvent::MouseButtonPress, 0.3);
  }
  void Release() {
    if (table_ != nullptr) Send(QEvent::MouseButtonRelease, 0.3);
    table_ = nullptr;
  }
  void Send(QEvent::Type type, double share) {
    QWidget* canvas = table_->viewport();
    const QPointF at(cell_.left() + share * cell_.width(), cell_.center().y());
    const auto buttons = type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton;
    const auto button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
    QMouseEvent event(type, at, canvas->mapToGlobal(at), button, buttons, Qt::NoModifier);
    QCoreApplication::sendEvent(canvas, &event);
  }

  ui::MainWindow& window_;
  QTimer drag_;
  QTimer turn_;
  QPointer<QTableView> table_;
  QRect cell_;
  int drags_ = 0;
  int pages_ = 0;
};

app::Context ContextOf(const SceneOptions& options) {
  app::Context context = app::MakeContext();
  context.data_dir_override = options.data_dir;
  return context;
}

}  // namespace

nlohmann::json Live(app::StudioApplication& application, const SceneOptions& options) {
  FrameProbe frames;
  app::Studio studio(application, ContextOf(options), {}, {.observers = {&frames}});
  ui::Workspace& workspace = studio.workspace();
  ShowLarge(studio.window());
  OpenDemo(workspace);
  for (const PageId page : kTour) studio.window().ShowPage(page);  // pages are made when first seen
  studio.window().ShowPage(PageId::kRun);
  constexpr int kMany = 100'000;
  const ui::Ticket ticket =
      workspace.jobs().Start(DemoRun(workspace, options, kMany), QStringLiteral("bench"));
  WaitFor("the run's second step", [&] { return StepOf(workspace, ticket) >= 2; });
  frames.Watch(studio.window().findChild<viz::HeatMap*>(QStringLiteral("run-ffn-map")));

  StallProbe stalls;
  Visitor visitor(studio.window());
  const CpuTimes before = ReadCpuTimes();
  stalls.Start();
  Spend(options.seconds);
  const CpuTimes after = ReadCpuTimes();
  nlohmann::json result{
      {"seconds", options.seconds},
      {"beats", stalls.late_ms().size()},
      {"stall_max_ms", Percentile(stalls.late_ms(), 1.0)},
      {"stall_p999_ms", Percentile(stalls.late_ms(), 0.999)},
      {"stall_median_ms", Percentile(stalls.late_ms(), 0.5)},
      {"frames_emitted", frames.emitted()},
      {"frames_seen", frames.latencies_ms().size()},
      {"frames_ms", frames.latencies_ms()},
      {"frame_max_ms", Percentile(frames.latencies_ms(), 1.0)},
      {"frame_median_ms", Percentile(frames.latencies_ms(), 0.5)},
      {"others_cpu_share", OthersShare(before, after)},
      {"drags", visitor.drags()},
      {"budget_edits", workspace.budget().undo().count()},
      {"page_changes", visitor.pages()},
      {"steps", StepOf(workspace, ticket)},
  };
  StopAndWait(workspace, ticket);
  return result;
}

nlohmann::json Rate(app::StudioApplication& application, const SceneOptions& options) {
  app::Studio studio(application, ContextOf(options), {});
  ui::Workspace& workspace = studio.workspace();
  ShowLarge(studio.window());
  OpenDemo(workspace);
  studio.window().ShowPage(PageId::kRun);
  std::vector<double> rates;
  QObject::connect(&workspace.bridge(),
                   &ui::RunBridge::EventArrived,
                   &studio.window(),
                   [&rates](const QString& /*run*/, const run::RunEvent& event) {
                     const auto* step = std::get_if<run::StepDone>(&event);
                     if (step != nullptr) rates.push_back(step->tokens_per_second);
                   });
  const ui::Ticket ticket =
      workspace.jobs().Start(DemoRun(workspace, options, options.steps), QStringLiteral("bench"));
  WaitFor("the run's end", [&] { return ui::IsOver(workspace.jobs().FindTicket(ticket)->state); });
  constexpr std::size_t kSettling = 3;
  if (rates.size() > kSettling) rates.erase(rates.begin(), rates.begin() + kSettling);
  return {{"tokens_per_second", Percentile(rates, 0.5)}, {"steps", rates.size()}};
}

}  // namespace sentei::bench
