// SPDX-License-Identifier: Apache-2.0
// Scenes with a scripted service in the engine's place.
#include "app/studio.h"
#include "app/studio_application.h"
#include "bench/window/probes.h"
#include "bench/window/scenes.h"
#include "bench/window/stage.h"
#include "tests/support/fake_run_service.h"
#include "ui/main_window.h"
#include "viz/heat_map.h"

#include <nlohmann/json.hpp>

#include <QTimer>
#include <random>

namespace sentei::bench {
namespace {

using testing::FakeRunService;

// The demo model's shape.
constexpr std::int64_t kLayers = 30;
constexpr std::int64_t kGroups = 3;
constexpr std::int64_t kChannels = 1536;
constexpr int kFramesASecond = 30;
constexpr int kImages = 8;

run::FamilyState Family(std::int64_t layer,
                        plan::UnitKind kind,
                        std::int64_t units,
                        std::mt19937& random) {
  std::lognormal_distribution<float> value(-6.0F, 1.0F);
  auto scores = std::make_shared<std::vector<float>>(static_cast<std::size_t>(units));
  for (float& score : *scores) score = value(random);
  return {layer, kind, units, std::move(scores), nullptr};
}

FakeRunService::Script ScoreScript(int frames) {
  std::mt19937 random(1);
  std::vector<std::vector<run::FamilyState>> images(kImages);
  for (std::vector<run::FamilyState>& image : images) {
    for (std::int64_t layer = 0; layer < kLayers; ++layer) {
      image.push_back(Family(layer, plan::UnitKind::kKvGroup, kGroups, random));
      image.push_back(Family(layer, plan::UnitKind::kFfnChannel, kChannels, random));
    }
  }
  FakeRunService::Script script;
  for (int frame = 1; frame <= frames; ++frame) {
    script.emplace_back(
        run::ScoresUpdated{frame, "gate", images.at(static_cast<std::size_t>(frame % kImages))});
  }
  return script;
}

ui::RunBridge::OpenService Scripted(FakeRunService::Script script, int interval_ms) {
  return [script = std::move(script), interval_ms]() -> Result<std::unique_ptr<run::RunService>> {
    auto service = std::make_unique<FakeRunService>(script);
    service->SetEventInterval(std::chrono::milliseconds(interval_ms));
    return Result<std::unique_ptr<run::RunService>>(std::move(service));
  };
}

app::Context ContextOf(const SceneOptions& options) {
  app::Context context = app::MakeContext();
  context.data_dir_override = options.data_dir;
  return context;
}

/// One window from its opening to its closing, with a run that is paused and stopped at random
/// times.
void Cycle(app::StudioApplication& application, const SceneOptions& options, std::mt19937& random) {
  constexpr std::int64_t kSteps = 200;
  std::uniform_int_distribution<std::int64_t> step(1, kSteps / 2);
  app::Studio studio(application,
                     ContextOf(options),
                     {},
                     {.service = Scripted(testing::PruneScript(kSteps, 4), 1)});
  ui::Workspace& workspace = studio.workspace();
  ShowLarge(studio.window());
  studio.window().ShowPage(ui::PageId::kRun);
  const ui::Ticket ticket =
      workspace.jobs().Start(testing::PruneSpecForScript(kSteps), QStringLiteral("cycle"));
  const std::int64_t pause_at = step(random);
  WaitFor("the pause", [&] { return StepOf(workspace, ticket) >= pause_at; });
  const QString run = workspace.jobs().FindTicket(ticket)->run_id;
  workspace.jobs().Pause(run);
  const Clock::time_point asleep = Clock::now() + std::chrono::milliseconds(random() % 20);
  WaitFor("the end of the pause", [asleep] { return Clock::now() >= asleep; });
  workspace.jobs().Continue(run);
  if (random() % 2 == 0) StopAndWait(workspace, ticket);  // else closing the window ends it
}

}  // namespace

nlohmann::json Frames(app::StudioApplication& application, const SceneOptions& options) {
  FrameProbe frames;
  constexpr int kSpare = 10;
  app::StudioParts parts{
      .service =
          Scripted(ScoreScript(kFramesASecond * (options.seconds + kSpare)), 1000 / kFramesASecond),
      .observers = {&frames}};
  app::Studio studio(application, ContextOf(options), {}, std::move(parts));
  ui::Workspace& workspace = studio.workspace();
  ShowLarge(studio.window());
  OpenDemo(workspace);
  studio.window().ShowPage(ui::PageId::kRun);
  const ui::Ticket ticket =
      workspace.jobs().Start(testing::PruneSpecForScript(60), QStringLiteral("frames"));
  auto* map = studio.window().findChild<viz::HeatMap*>(QStringLiteral("run-ffn-map"));
  WaitFor("the first frame", [&] { return map->painted_frames() > 0; });
  frames.Watch(map);
  const std::size_t painted = map->painted_frames();
  const std::int64_t emitted = frames.emitted();
  const CpuTimes before = ReadCpuTimes();
  Spend(options.seconds);
  const CpuTimes after = ReadCpuTimes();
  double cpu = 0.0;
  for (const auto& [thread, seconds] : after.others) {
    const auto known = before.others.find(thread);
    cpu += seconds - (known == before.others.end() ? 0.0 : known->second);
  }
  const auto span = static_cast<double>(options.seconds);
  nlohmann::json result{
      {"seconds", options.seconds},
      {"emitted_per_second", static_cast<double>(frames.emitted() - emitted) / span},
      {"paints_per_second", static_cast<double>(map->painted_frames() - painted) / span},
      {"frame_max_ms", Percentile(frames.latencies_ms(), 1.0)},
      {"frame_median_ms", Percentile(frames.latencies_ms(), 0.5)},
      {"cores_used", cpu / span},
  };
  StopAndWait(workspace, ticket);
  return result;
}

nlohmann::json Cycles(app::StudioApplication& application, const SceneOptions& options) {
  constexpr int kEarly = 20;
  std::mt19937 random(1);
  double early = 0.0;
  for (int cycle = 1; cycle <= options.cycles; ++cycle) {
    Cycle(application, options, random);
    if (cycle == kEarly) early = Resident();
  }
  const double late = Resident();
  return {{"cycles", options.cycles},
          {"resident_after_20", early},
          {"resident_after_all", late},
          {"ratio", early > 0.0 ? late / early : 0.0}};
}

}  // namespace sentei::bench
