// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/export_dialog.h"

#include "tests/ui/workspace_fixture.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <filesystem>

namespace sentei::ui {
namespace {

using namespace std::chrono_literals;
using testing::FakeRunService;

FakeRunService::Script ExportScript(bool verified) {
  FakeRunService::Script script;
  script.emplace_back(run::PhaseChanged{run::Phase::kExport, "out"});
  for (std::int64_t tensor = 1; tensor <= 20; ++tensor) {
    script.emplace_back(run::Progress{tensor, 20, "tensor", 1.0});
  }
  script.emplace_back(run::ExportDone{"exported here", "hf-per-layer", "bf16", 1000, 500, 1e-3});
  script.emplace_back(run::VerifyDone{"exported here", verified, 2e-6, 1e-3, "8 prompts"});
  return script;
}

class ExportDialogTest : public WorkspaceTest {
 protected:
  ExportDialogTest() {
    testing::WriteTinyCheckpoint(folder_.path() / "tiny");
    prepare_ = [this](FakeRunService& service) {
      service.SetScript(script_);
      service.SetEventInterval(interval_);
    };
  }
  ~ExportDialogTest() override { dialog_.reset(); }

  void OpenModel() {
    workspace().session().Open(PathText(folder_.path() / "tiny"));
    ASSERT_TRUE(WaitFor([this] { return workspace().session().model() != nullptr; }));
  }
  /// A finished run on the tiny model whose layers lost different numbers of channels.
  QString Prune() {
    run::RunSpec spec = testing::PruneSpecForScript(20);
    spec.model = (folder_.path() / "tiny").string();
    FakeRunService::Script script = testing::PruneScript(20, 4);
    for (run::RunEvent& event : script) {
      auto* pruned = std::get_if<run::PruneEventDone>(&event);
      if (pruned == nullptr) continue;
      for (run::FamilyState& family : pruned->families) {
        family.keep = nullptr;
        family.scores = nullptr;
        const bool ffn = family.kind == plan::UnitKind::kFfnChannel;
        family.kept = ffn ? 128 - 8 * family.layer : 2;
      }
    }
    script_ = std::move(script);
    const Ticket ticket = workspace().jobs().Start(spec, QStringLiteral("pruned"));
    EXPECT_TRUE(WaitFor(
        [&] { return workspace().jobs().FindTicket(ticket)->state == JobState::kCompleted; }));
    return workspace().jobs().FindTicket(ticket)->run_id;
  }
  void OpenDialog(const QString& run_id = {}) {
    dialog_ = std::make_unique<ExportDialog>(workspace(), run_id);
    dialog_->setAttribute(Qt::WA_DeleteOnClose, false);
    dialog_->show();
  }
  void SetTarget(const std::string& name) {
    Child<QLineEdit>("export-folder")->setText(PathText(folder_.path() / name));
  }
  void ExportWith(const FakeRunService::Script& script) {
    if (service_ != nullptr) {
      service_->SetScript(script);
      service_->SetEventInterval(interval_);
    }
    script_ = script;
    auto* begin = Child<QPushButton>("export-begin");
    ASSERT_TRUE(WaitFor([&] { return begin->isEnabled(); }));
    begin->click();
  }
  template <typename T>
  T* Child(const char* name) {
    auto* child = dialog_->findChild<T*>(QString::fromLatin1(name));
    EXPECT_NE(child, nullptr) << name;
    return child;
  }
  bool WaitShown(const char* name) {
    return WaitFor([&] { return Child<QWidget>(name)->isVisible(); });
  }

  FakeRunService::Script script_;
  std::chrono::milliseconds interval_{0};
  std::unique_ptr<ExportDialog> dialog_;
};

TEST_F(ExportDialogTest, ProfilesSayWhyTheyFitThisResultOrNot) {
  OpenModel();
  OpenDialog(Prune());
  ASSERT_TRUE(WaitShown("export-folder"));
  EXPECT_TRUE(Child<QRadioButton>("export-hf-per-layer")->isChecked());
  EXPECT_FALSE(Child<QRadioButton>("export-hf-uniform")->isEnabled());
  EXPECT_EQ(Child<QLabel>("export-hf-uniform-reason")->text(),
            QStringLiteral("Layers differ: KV groups 2, FFN 104–128."));
  EXPECT_TRUE(Child<QWidget>("export-hf-uniform-fix")->isVisible());
  EXPECT_TRUE(Child<QRadioButton>("export-hf-masked")->isEnabled());
  EXPECT_TRUE(Child<QRadioButton>("export-adapter")->isEnabled());
}

TEST_F(ExportDialogTest, AFixSetsTheBudgetAsOneUndoStep) {
  OpenModel();
  OpenDialog(Prune());
  auto* fix = Child<QPushButton>("export-hf-uniform-fix");
  ASSERT_TRUE(WaitFor([&] { return fix->isVisible() && fix->isEnabled(); }));
  bool asked = false;
  QObject::connect(
      dialog_.get(), &ExportDialog::BudgetAsked, dialog_.get(), [&asked] { asked = true; });
  const int before = workspace().budget().undo().count();
  fix->click();
  EXPECT_TRUE(asked);
  EXPECT_EQ(workspace().budget().undo().count(), before + 1);
  EXPECT_EQ(workspace().budget().state().profile, plan::ExportProfile::kHfUniform);
  EXPECT_FALSE(workspace().budget().state().spec.lock_outer_layers);
}

TEST_F(ExportDialogTest, AnExportShowsItsProofAndSnippets) {
  OpenModel();
  const QString run = Prune();
  OpenDialog(run);
  ASSERT_TRUE(WaitShown("export-folder"));
  SetTarget("new folder");
  ExportWith(ExportScript(true));
  ASSERT_TRUE(WaitShown("export-verdict"));
  EXPECT_TRUE(
      Child<QWidget>("export-verdict")->accessibleDescription().contains(QStringLiteral("2e-06")));
  EXPECT_TRUE(Child<QWidget>("export-show-folder")->isVisible());
  const QString snippet = Child<QPlainTextEdit>("export-snippet")->toPlainText();
  EXPECT_TRUE(snippet.contains(QStringLiteral("trust_remote_code=True")));
  EXPECT_TRUE(snippet.contains(QStringLiteral("\"exported here\"")));
  const run::RunSpec spec = service_->started().back();
  EXPECT_EQ(spec.kind, run::RunKind::kExport);
  EXPECT_EQ(spec.output.source_run, ToStd(run));
  EXPECT_EQ(spec.output.directory, (folder_.path() / "new folder").string());
  EXPECT_FALSE(spec.output.overwrite);
}

TEST_F(ExportDialogTest, AnExportThatDiffersIsNoSuccess) {
  OpenModel();
  OpenDialog();
  ASSERT_TRUE(WaitShown("export-folder"));
  SetTarget("out");
  ExportWith(ExportScript(false));
  ASSERT_TRUE(WaitShown("export-verdict"));
  EXPECT_EQ(Child<QWidget>("export-verdict")->property("note").toString(),
            QStringLiteral("danger"));
}

TEST_F(ExportDialogTest, AFailedExportSaysWhy) {
  OpenModel();
  OpenDialog();
  ASSERT_TRUE(WaitShown("export-folder"));
  SetTarget("out");
  run::RunFinished failed;
  failed.outcome = run::Outcome::kFailed;
  failed.message = "The disk is full";
  ExportWith({run::PhaseChanged{run::Phase::kExport, "out"}, failed});
  ASSERT_TRUE(WaitShown("export-verdict"));
  EXPECT_EQ(Child<QWidget>("export-verdict")->accessibleName(), QStringLiteral("The disk is full"));
  Child<QPushButton>("export-again")->click();
  EXPECT_TRUE(Child<QWidget>("export-begin")->isVisible());
}

TEST_F(ExportDialogTest, CancelStopsTheExport) {
  interval_ = 30ms;
  OpenModel();
  OpenDialog();
  ASSERT_TRUE(WaitShown("export-folder"));
  SetTarget("out");
  ExportWith(ExportScript(true));
  auto* cancel = Child<QPushButton>("export-cancel");
  ASSERT_TRUE(WaitFor([&] { return cancel->isVisible() && cancel->isEnabled(); }));
  cancel->click();
  ASSERT_TRUE(WaitShown("export-verdict"));
  EXPECT_EQ(Child<QWidget>("export-verdict")->accessibleName(), QStringLiteral("Cancelled"));
}

TEST_F(ExportDialogTest, AFolderInUseIsRefusedAndAnEmptyOneTaken) {
  OpenModel();
  OpenDialog();
  ASSERT_TRUE(WaitShown("export-folder"));
  std::filesystem::create_directory(folder_.path() / "used");
  QFile file(PathText(folder_.path() / "used" / ".hidden"));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  SetTarget("used");
  auto* facts = Child<QLabel>("export-facts");
  ASSERT_TRUE(WaitFor([&] { return facts->text().contains(QStringLiteral("not empty")); }));
  EXPECT_FALSE(Child<QPushButton>("export-begin")->isEnabled());
  std::filesystem::create_directory(folder_.path() / "empty");
  SetTarget("empty");
  ExportWith(ExportScript(true));
  ASSERT_TRUE(WaitShown("export-verdict"));
  EXPECT_TRUE(service_->started().back().output.overwrite);
}

TEST_F(ExportDialogTest, TheUntouchedModelHasNoAdapterAndNoFixes) {
  OpenModel();
  OpenDialog();
  ASSERT_TRUE(WaitShown("export-folder"));
  EXPECT_TRUE(Child<QRadioButton>("export-hf-uniform")->isEnabled());
  EXPECT_FALSE(Child<QRadioButton>("export-adapter")->isEnabled());
  EXPECT_FALSE(Child<QWidget>("export-gguf-fix")->isVisible());
}

TEST_F(ExportDialogTest, NothingToExportIsASentence) {
  OpenDialog();
  EXPECT_TRUE(WaitShown("export-problem"));
  EXPECT_FALSE(Child<QPushButton>("export-begin")->isEnabled());
}

TEST_F(ExportDialogTest, TheWindowUnderItIsDarkened) {
  OpenModel();
  QWidget window;
  window.resize(900, 600);
  window.show();
  ShowExportDialog(&window, workspace());
  auto* shade = window.findChild<QWidget*>(QStringLiteral("window-shade"));
  ASSERT_NE(shade, nullptr);
  EXPECT_EQ(shade->size(), window.size());
  auto* dialog = window.findChild<ExportDialog*>();
  ASSERT_NE(dialog, nullptr);
  EXPECT_TRUE(dialog->isModal());
  dialog->reject();
  EXPECT_TRUE(WaitFor(
      [&] { return window.findChild<QWidget*>(QStringLiteral("window-shade")) == nullptr; }));
}

}  // namespace
}  // namespace sentei::ui
