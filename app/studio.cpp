// SPDX-License-Identifier: Apache-2.0
#include "app/studio.h"

#include "app/studio_application.h"
#include "core/base/untrusted_text.h"
#include "core/run/remote_run_service.h"
#include "core/run/run_service.h"
#include "storage/data_location.h"
#include "storage/run_recorder.h"
#include "ui/first_paint.h"
#include "ui/main_window.h"
#include "ui/single_instance.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"
#include "ui/workspace.h"

#include <nlohmann/json.hpp>

#include <QApplication>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace sentei::app {
namespace {

// A database that cannot be written must not keep the window from opening: the runs page says so,
// and starting a run is refused there.
std::unique_ptr<storage::RunRecorder> OpenRecorder(const Context& context) {
  try {
    storage::Connection connection = storage::Connection::Open(context.DatabasePath());
    connection.RequireWritable();
    return std::make_unique<storage::RunRecorder>(
        std::move(connection), [](const std::string&, const std::string& message) {
          fmt::print(stderr, "Warning: {}\n", Printable(message));
        });
  } catch (const Error& error) {
    ReportFailure({error.code(), error.what(), error.hint()});
    return nullptr;
  }
}

/// Hands the runs on to the recorder that the command line would keep, too: prompts, self-checks
/// and verifications are no experiments. Called on the run's thread.
class KeptRuns final : public run::RunObserver {
 public:
  explicit KeptRuns(storage::RunRecorder& recorder) : recorder_(recorder) {}

  void OnEvent(const std::string& run_id, const run::RunEvent& event) noexcept override {
    const auto* started = std::get_if<run::RunStarted>(&event);
    if (started != nullptr && IsPassing(*started)) passing_.insert(run_id);
    if (passing_.count(run_id) == 0) return recorder_.OnEvent(run_id, event);
    if (std::holds_alternative<run::RunFinished>(event)) passing_.erase(run_id);
  }

 private:
  static bool IsPassing(const run::RunStarted& started) {
    const auto spec = nlohmann::json::parse(started.spec_json, nullptr, false);
    const std::string kind = spec.is_object() ? spec.value("kind", std::string()) : std::string();
    return kind == run::Name(run::RunKind::kGenerate) || kind == run::Name(run::RunKind::kVerify) ||
           kind == run::Name(run::RunKind::kSelfCheck);
  }

  storage::RunRecorder& recorder_;
  std::set<std::string> passing_;  ///< ids of runs that are not kept
};

ui::RunBridge::OpenService ServiceOf(const Context& context, const StudioOptions& options) {
  if (options.engine == "process") {
    run::RemoteEngine engine{.command = {(context.executable.parent_path() / "sentei").string()},
                             .data_dir = context.DataDir()};
    return [engine]() -> Result<std::unique_ptr<run::RunService>> {
      return std::unique_ptr<run::RunService>(std::make_unique<run::RemoteRunService>(engine));
    };
  }
  run::RunEnvironment environment = context.Environment();
  environment.background = true;
  return [environment] { return run::OpenEngine(environment); };
}

ui::Locations LocationsOf(const Context& context) {
  return {.data_dir = context.DataDir(),
          .cache_dir = context.CacheDir(),
          .resources_dir = context.ResourcesDir(),
          .settings_file = ui::DefaultSettingsFile()};
}

// For benchmarks: {"painted_ms"[, "opened_ms"]} on standard output.
void TimeStart(ui::MainWindow& window, ui::Workspace& workspace, bool opens) {
  ui::AfterFirstPaint(&window, [opens] {
    fmt::print("{{\"painted_ms\": {:.0f}}}\n", ui::MillisecondsSinceProcessStart());
    if (!opens) QApplication::quit();
  });
  QObject::connect(&workspace.session(), &ui::ModelSession::Opened, &window, [&window] {
    ui::AfterFirstPaint(&window, [] {
      fmt::print("{{\"opened_ms\": {:.0f}}}\n", ui::MillisecondsSinceProcessStart());
      QApplication::quit();
    });
    window.update();
  });
}

QStringList Arguments(const StudioOptions& options) {
  if (options.open.empty()) return {};
  // The other instance has another working folder.
  std::error_code ignored;
  const bool file = std::filesystem::exists(options.open, ignored);
  return {file ? ui::PathText(std::filesystem::absolute(options.open))
               : ui::ToQString(options.open)};
}

}  // namespace

struct Studio::Parts {
  std::unique_ptr<storage::RunRecorder> recorder;
  std::optional<KeptRuns> kept;
  std::unique_ptr<ui::Workspace> workspace;
  std::unique_ptr<ui::Translations> translations;
  std::unique_ptr<ui::ThemeController> theme;
  std::unique_ptr<ui::MainWindow> window;
};

Studio::Studio(StudioApplication& application,
               const Context& context,
               const StudioOptions& options,
               StudioParts parts)
    : parts_(std::make_unique<Parts>()) {
  parts_->recorder = OpenRecorder(context);
  std::vector<run::RunObserver*> observers = std::move(parts.observers);
  if (parts_->recorder != nullptr) {
    observers.insert(observers.begin(), &parts_->kept.emplace(*parts_->recorder));
  }
  parts_->workspace = std::make_unique<ui::Workspace>(
      LocationsOf(context),
      parts.service ? std::move(parts.service) : ServiceOf(context, options),
      std::move(observers));
  ui::Workspace& workspace = *parts_->workspace;
  parts_->translations = std::make_unique<ui::Translations>(application, workspace.settings());
  parts_->theme = std::make_unique<ui::ThemeController>(application, workspace.settings());
  QApplication::setQuitOnLastWindowClosed(false);  // a run may go on without the window
  parts_->window = std::make_unique<ui::MainWindow>(workspace);
  QObject::connect(
      &application, &StudioApplication::Failed, &workspace, [&workspace](const Failure& failure) {
        workspace.ShowFailure(failure);
      });
}

Studio::~Studio() {
  // The window looks at the workspace, whose jobs write through the recorder.
  parts_->window.reset();
  parts_->theme.reset();
  parts_->translations.reset();
  parts_->workspace.reset();
  if (parts_->recorder != nullptr) (void)parts_->recorder->Flush();
}

ui::MainWindow& Studio::window() { return *parts_->window; }

ui::Workspace& Studio::workspace() { return *parts_->workspace; }

int RunStudio(StudioApplication& application,
              const Context& context,
              const StudioOptions& options) {
  ui::SingleInstance instance(context.DataDir());
  const QStringList arguments = Arguments(options);
  if (!options.new_instance && !instance.Claim(arguments)) return 0;
  Studio studio(application, context, options);
  ui::MainWindow& window = studio.window();
  QObject::connect(
      &instance, &ui::SingleInstance::Called, &window, [&window](const QStringList& all) {
        window.Raise();
        if (!all.isEmpty()) window.OpenPath(all.front());
      });
  if (options.time_start) TimeStart(window, studio.workspace(), !arguments.isEmpty());
  window.show();
  if (!arguments.isEmpty()) window.OpenPath(arguments.front());
  return QApplication::exec();
}

}  // namespace sentei::app
