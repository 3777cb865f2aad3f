// SPDX-License-Identifier: Apache-2.0
// sentei_shots OUT NAME: writes pictures of every page and dialog to OUT, NAME in their names (the
// scale). With one argument only the contact sheet of OUT is written.
#include "app/studio.h"
#include "app/studio_application.h"
#include "tests/ui/shots/contact_sheet.h"
#include "tests/ui/shots/stage.h"
#include "ui/main_window.h"
#include "ui/text.h"
#include "ui/workspace.h"

#include <fmt/format.h>

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace sentei::shots {
namespace {

using ui::PageId;

struct Look {
  const char* name;
  ui::ThemeChoice theme;
  const char* language;
};
constexpr std::array<Look, 4> kLooks{{{"light-en", ui::ThemeChoice::kLight, "en"},
                                      {"dark-en", ui::ThemeChoice::kDark, "en"},
                                      {"light-ja", ui::ThemeChoice::kLight, "ja"},
                                      {"dark-ja", ui::ThemeChoice::kDark, "ja"}}};
constexpr std::array<std::pair<PageId, const char*>, 8> kPages{{{PageId::kWelcome, "welcome"},
                                                                {PageId::kModel, "model"},
                                                                {PageId::kData, "data"},
                                                                {PageId::kBudget, "budget"},
                                                                {PageId::kRun, "run"},
                                                                {PageId::kCompare, "compare"},
                                                                {PageId::kGenerate, "generate"},
                                                                {PageId::kSettings, "settings"}}};
constexpr std::array<const char*, 5> kDialogs{"run", "export", "shortcuts", "about", "help"};

/// One window and the places where its pictures go.
class Camera {
 public:
  Camera(ui::MainWindow& window, ui::Workspace& workspace, Stage& stage, QString out, QString scale)
      : window_(window),
        workspace_(workspace),
        stage_(stage),
        out_(std::move(out)),
        scale_(std::move(scale)) {}

  void EveryLook(const std::function<void(const QString&)>& shoot) {
    for (const Look& look : kLooks) {
      workspace_.settings().SetTheme(look.theme);
      workspace_.settings().SetLanguage(QString::fromLatin1(look.language));
      shoot(QString::fromLatin1(look.name));
    }
  }
  void Page(PageId id, const char* name, const QString& look) {
    window_.ShowPage(id);
    stage_.Settle();
    Save(window_.grab(), name, look);
  }
  void Dialog(const char* action, const QString& look) {
    auto* found =
        window_.findChild<QAction*>(QStringLiteral("action-%1").arg(QLatin1String(action)));
    if (found == nullptr) throw LogicError(fmt::format("there is no action {}", action));
    found->trigger();
    stage_.Settle();
    for (auto* dialog : window_.findChildren<QDialog*>()) {
      if (!dialog->isVisible()) continue;
      Save(dialog->grab(), fmt::format("dialog-{}", action).c_str(), look);
      dialog->reject();
    }
    stage_.Settle(100);
  }

 private:
  void Save(const QPixmap& picture, const char* name, const QString& look) {
    const QString file = QStringLiteral("%1-%2-%3.png").arg(QLatin1String(name), look, scale_);
    if (!picture.save(QDir(out_).filePath(file))) {
      throw Error(ErrorCode::kIo, fmt::format("{} could not be written", ui::ToStd(file)));
    }
  }

  ui::MainWindow& window_;
  ui::Workspace& workspace_;
  Stage& stage_;
  QString out_;
  QString scale_;
};

int Shoot(app::StudioApplication& application, const QString& out, const QString& scale) {
  const QTemporaryDir home;
  qputenv("XDG_CONFIG_HOME", QFile::encodeName(home.filePath(QStringLiteral("config"))));
  app::Context context = app::MakeContext();
  context.data_dir_override = ui::ToStd(home.filePath(QStringLiteral("data")));
  app::Studio studio(application, context, {});
  ui::Workspace& workspace = studio.workspace();
  ui::MainWindow& window = studio.window();
  window.resize(1440, 900);
  window.show();
  Stage stage(window, workspace);
  Camera camera(window, workspace, stage, out, scale);
  camera.EveryLook([&](const QString& look) { camera.Page(PageId::kWelcome, "first", look); });
  stage.Prepare();
  stage.PruneHalfway();
  camera.EveryLook([&](const QString& look) { camera.Page(PageId::kRun, "live", look); });
  stage.FinishRun();
  camera.EveryLook([&](const QString& look) {
    for (const auto& [id, name] : kPages) camera.Page(id, name, look);
    for (const char* dialog : kDialogs) camera.Dialog(dialog, look);
  });
  window.resize(1024, 680);
  workspace.settings().SetTheme(ui::ThemeChoice::kLight);
  for (const auto& [id, name] : kPages) camera.Page(id, name, QStringLiteral("small-ja"));
  return 0;
}

}  // namespace
}  // namespace sentei::shots

int main(int argc, char** argv) {
  return sentei::app::Guarded([&] {
    sentei::app::StudioApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() == 2) {
      fmt::print("{} pictures\n", sentei::shots::WriteContactSheet(arguments[1]));
      return 0;
    }
    if (arguments.size() != 3) {
      fmt::print(stderr, "usage: sentei_shots OUT [SCALE]\n");
      return 2;
    }
    QApplication::setApplicationVersion(QStringLiteral(SENTEI_VERSION));
    return sentei::shots::Shoot(application, arguments[1], arguments[2]);
  });
}
