// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_page.h"

#include "tests/ui/stored_runs.h"
#include "tests/ui/text_walk.h"
#include "tests/ui/workspace_fixture.h"
#include "ui/models/run_quantities.h"
#include "ui/pages/compare_export.h"
#include "ui/pages/compare_filter_row.h"
#include "ui/pages/compare_run_verbs.h"
#include "ui/pages/compare_run_view.h"
#include "ui/widgets/note.h"

#include <gmock/gmock.h>

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>
#include <QTreeView>
#include <fstream>
#include <sstream>

namespace sentei::ui {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ComparePageTest : public WorkspaceTest {
 protected:
  void Show() {
    page_ = std::make_unique<ComparePage>(workspace());
    page_->resize(1240, 800);
    page_->show();
    page_->OnShown();
    ASSERT_TRUE(WaitFor([this] { return !State().isEmpty(); }));
  }
  template <typename Widget>
  Widget* Find(const char* name) {
    auto* widget = page_->findChild<Widget*>(QLatin1String(name));
    EXPECT_NE(widget, nullptr) << name;
    return widget;
  }
  RunTableView& table() { return *Find<RunTableView>("compare-runs"); }
  RunTableModel& model() { return *static_cast<RunTableModel*>(table().model()); }
  RunVerbs& verbs() { return *page_->findChild<RunVerbs*>(); }
  QString State() { return Find<QLabel>("page-state")->text(); }
  bool WaitForRows(int rows) {
    return WaitFor([&] { return model().rowCount() == rows; });
  }
  void Filter(const QString& text) {
    auto* field = Find<QLineEdit>("compare-filter");
    field->setText(text);
    emit field->returnPressed();
  }
  void Press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(&table(), key, modifiers);
  }
  void StandOn(const std::string& id) { table().SetCurrent(id); }
  void OpenTab(int tab) {
    Find<QTabWidget>("compare-tabs")->setCurrentIndex(tab);
    WaitFor([] { return false; }, 120);
  }
  run::RunSummary Stored(const std::string& id) {
    return storage::RunStore::Open(folder_ / "data").value().Show(id).value().summary;
  }

  StoredRuns runs_{folder_ / "data"};
  std::unique_ptr<ComparePage> page_;
};

TEST_F(ComparePageTest, AnEmptyDatabaseLeadsToTheBudget) {
  Show();
  const QSignalSpy navigation(page_.get(), &Page::NavigationRequested);
  EXPECT_TRUE(Find<QLabel>("compare-empty")->isVisible());
  QTest::mouseClick(Find<QPushButton>("compare-empty-button"), Qt::LeftButton);
  ASSERT_EQ(navigation.count(), 1);
  EXPECT_EQ(navigation.front().front().value<PageId>(), PageId::kBudget);
}

TEST_F(ComparePageTest, TheNewestResultAndTheBaselineAreComparedAtFirst) {
  const std::string baseline = runs_.AddBaseline();
  runs_.AddPruned();
  const std::string newest = runs_.AddPruned();
  Show();
  EXPECT_THAT(page_->selection().ids(), ElementsAre(newest, baseline));
  EXPECT_TRUE(State().contains(QStringLiteral("2 selected"))) << ToStd(State());
}

TEST_F(ComparePageTest, AFilterIsAppliedAndAWrongOneSaysWhere) {
  runs_.AddSmall(20.0);
  runs_.AddSmall(60.0);
  Show();
  ASSERT_TRUE(WaitForRows(2));
  Filter(QStringLiteral("ppl < 40"));
  ASSERT_TRUE(WaitForRows(1));
  Filter(QStringLiteral("ppl < 40 and colour = red"));
  auto* error = Find<QLabel>("compare-filter-error");
  EXPECT_TRUE(error->isVisible());
  EXPECT_THAT(ToStd(error->text()), HasSubstr("position 14"));
  EXPECT_EQ(model().rowCount(), 1) << "the last good filter stays";
  Filter(QString());
  EXPECT_TRUE(WaitForRows(2));
  EXPECT_FALSE(error->isVisible());
}

TEST_F(ComparePageTest, AFilterCannotReachBeyondItsValues) {
  runs_.AddSmall(20.0);
  Show();
  Filter(QStringLiteral("name = \"x' OR 1=1 --\""));
  EXPECT_TRUE(WaitForRows(0));
  EXPECT_FALSE(Find<QLabel>("compare-filter-error")->isVisible());
}

TEST_F(ComparePageTest, RunsAreChosenByKeyboardAlone) {
  const std::string first = runs_.AddSmall(10.0);
  const std::string second = runs_.AddSmall(20.0);
  Show();
  ASSERT_TRUE(WaitForRows(2));
  Press(Qt::Key_Escape);
  StandOn(second);
  Press(Qt::Key_Space);
  Press(Qt::Key_Down);
  Press(Qt::Key_Space);
  EXPECT_THAT(page_->selection().ids(), ElementsAre(second, first));
  Press(Qt::Key_Space);
  EXPECT_THAT(page_->selection().ids(), ElementsAre(second));
  Press(Qt::Key_Escape);
  EXPECT_THAT(page_->selection().ids(), IsEmpty());
  Press(Qt::Key_A, Qt::ControlModifier);
  EXPECT_EQ(page_->selection().ids().size(), 2U);
}

TEST_F(ComparePageTest, AChosenRunKeepsItsLookThroughFilterAndSorting) {
  const std::string first = runs_.AddPruned();
  const std::string second = runs_.AddPruned();
  Show();
  page_->selection().Set({{first}, {second}});
  const viz::SeriesStyle style = page_->selection().StyleOf(second);
  Filter(QStringLiteral("seed = 1"));
  ASSERT_TRUE(WaitForRows(0));
  Filter(QString());
  ASSERT_TRUE(WaitForRows(2));
  model().sort(static_cast<int>(RunColumn::kName), Qt::AscendingOrder);
  page_->selection().Remove({first});
  EXPECT_EQ(page_->selection().StyleOf(second), style);
}

TEST_F(ComparePageTest, NameNoteTagsAndGroupAreEditedInTheTable) {
  const std::string id = runs_.AddPruned();
  Show();
  ASSERT_TRUE(WaitForRows(1));
  const auto edit = [&](RunColumn column, const char* text) {
    model().setData(
        model().index(0, static_cast<int>(column)), QString::fromUtf8(text), Qt::EditRole);
  };
  edit(RunColumn::kName, "gentle-20");
  edit(RunColumn::kNote, "<b>bold</b>");
  edit(RunColumn::kTags, "width, study");
  edit(RunColumn::kGroup, "paper");
  ASSERT_TRUE(WaitFor([&] { return Stored(id).group == "paper"; }));
  EXPECT_EQ(Stored(id).name, "gentle-20");
  EXPECT_EQ(Stored(id).note, "<b>bold</b>");
  EXPECT_THAT(Stored(id).tags, ElementsAre("study", "width"));
  const QModelIndex tags = model().index(0, static_cast<int>(RunColumn::kTags));
  EXPECT_TRUE(WaitFor([&] { return tags.data().toString() == QStringLiteral("study, width"); }));
  verbs().RemoveTag({id}, QStringLiteral("study"));
  EXPECT_TRUE(WaitFor([&] { return Stored(id).tags.size() == 1; }));
  verbs().SetStar({id}, storage::Star::kOn);
  EXPECT_TRUE(WaitFor([&] { return Stored(id).starred; }));
}

TEST_F(ComparePageTest, TheTrashTakesShowsAndGivesBack) {
  const std::string kept = runs_.AddPruned();
  const std::string gone = runs_.AddPruned();
  Show();
  ASSERT_TRUE(WaitForRows(2));
  page_->selection().Set({{kept}, {gone}});
  verbs().Trash({gone});
  ASSERT_TRUE(WaitForRows(1));
  EXPECT_THAT(page_->selection().ids(), ElementsAre(kept));
  auto* note = Find<Note>("compare-undo-note");
  EXPECT_TRUE(WaitFor([&] { return note->isVisible(); }));
  auto* view = Find<QComboBox>("compare-view");
  view->setCurrentIndex(3);
  emit view->activated(3);
  EXPECT_TRUE(WaitFor([&] { return model().RowOf(gone) == 0 && model().rowCount() == 1; }));
  QTest::mouseClick(Find<QPushButton>("compare-undo"), Qt::LeftButton);
  EXPECT_TRUE(WaitForRows(0));
  EXPECT_FALSE(Stored(gone).trashed_at.has_value());
  EXPECT_FALSE(note->isVisible());
}

TEST_F(ComparePageTest, DeleteAndControlZInTheTableMoveToTheTrashAndBack) {
  const std::string id = runs_.AddPruned();
  Show();
  ASSERT_TRUE(WaitForRows(1));
  StandOn(id);
  Press(Qt::Key_Delete);
  ASSERT_TRUE(WaitFor([&] { return Stored(id).trashed_at.has_value(); }));
  ASSERT_TRUE(WaitFor([this] { return verbs().CanUndo(); }));
  Press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_TRUE(WaitFor([&] { return !Stored(id).trashed_at.has_value(); }));
}

TEST_F(ComparePageTest, DeletingForGoodAsksFirst) {
  const std::string id = runs_.AddPruned();
  Show();
  verbs().Trash({id});
  ASSERT_TRUE(WaitForRows(0));
  verbs().AskToDelete({id});
  auto* box = Find<QMessageBox>("delete-runs-dialog");
  EXPECT_EQ(box->textFormat(), Qt::PlainText);
  box->reject();
  EXPECT_TRUE(Stored(id).trashed_at.has_value());
  WaitFor([this] { return page_->findChild<QMessageBox*>() == nullptr; }, 2000);
  verbs().AskToDelete({id});
  Find<QPushButton>("delete-runs-yes")->click();
  EXPECT_TRUE(WaitFor(
      [&] { return !storage::RunStore::Open(folder_ / "data").value().Show(id).has_value(); }));
  EXPECT_FALSE(verbs().CanUndo());
}

TEST_F(ComparePageTest, ARunningRunIsNotTrashedAndTheReasonIsTold) {
  const std::string id = runs_.AddRunning();
  Show();
  QSignalSpy failures(&workspace(), &Workspace::FailureRaised);
  verbs().Trash({id});
  ASSERT_TRUE(WaitFor([&] { return failures.count() == 1; }));
  EXPECT_FALSE(verbs().CanUndo());
}

TEST_F(ComparePageTest, ARunThatStartsMeanwhileAppears) {
  Show();
  prepare_ = [](testing::FakeRunService& service) {
    service.SetScript(testing::PruneScript(10, 2));
  };
  workspace().jobs().Start(testing::PruneSpecForScript(10), QStringLiteral("new"));
  EXPECT_TRUE(WaitForRows(1));
}

TEST_F(ComparePageTest, MixedProtocolsAreWarnedAbout) {
  StoredRuns::Options other;
  other.windows = 9;
  const std::string first = runs_.AddPruned();
  const std::string second = runs_.AddPruned(other);
  Show();
  auto* note = Find<Note>("compare-protocol-note");
  page_->selection().Set({{first}, {second}});
  EXPECT_TRUE(WaitFor([&] { return note->isVisible(); }));
  page_->selection().Set({{first}});
  EXPECT_TRUE(WaitFor([&] { return !note->isVisible(); }));
}

TEST_F(ComparePageTest, EveryTabShowsTheChosenRuns) {
  StoredRuns::Options other;
  other.seed = 7;
  const std::string first = runs_.AddPruned();
  const std::string second = runs_.AddPruned(other);
  runs_.AddBaseline();
  Show();
  page_->selection().Set({{first}, {second}});
  for (int tab = 0; tab < 9; ++tab) OpenTab(tab);
  EXPECT_NE(page_->findChild<QToolButton*>(QStringLiteral("legend-1")), nullptr);
  auto* settings = Find<QTableView>("compare-settings-table");
  EXPECT_EQ(settings->model()->rowCount(), 1);  // the seed
  auto* lineage = Find<QTreeView>("compare-lineage");
  EXPECT_TRUE(WaitFor([&] { return lineage->model()->rowCount() == 1; }));
  EXPECT_GT(Find<QTableView>("compare-environment-table")->model()->rowCount(), 5);
  EXPECT_TRUE(WaitFor([this] {
    return Find<QLabel>("compare-card-1-protocol")->text().startsWith(QStringLiteral("512-token"));
  }));
  EXPECT_THAT(NamelessControls(*page_).join(QLatin1Char('\n')).toStdString(), IsEmpty());
}

TEST_F(ComparePageTest, ACloneHasTheSameHashAndKnowsItsParent) {
  testing::WriteTinyCheckpoint(folder_ / "model");
  workspace().session().Open(PathText(folder_ / "model"));
  ASSERT_TRUE(WaitFor([this] { return workspace().session().model() != nullptr; }));
  StoredRuns::Options options;
  options.model = workspace().session().model()->source->path().string();
  options.learning_rate = 3e-4;
  const std::string original = runs_.AddPruned(options);
  Show();
  ASSERT_TRUE(WaitForRows(1));
  StandOn(original);
  const QSignalSpy navigation(page_.get(), &Page::NavigationRequested);
  QTest::mouseClick(Find<QPushButton>("compare-clone"), Qt::LeftButton);
  ASSERT_TRUE(WaitFor([&] { return navigation.count() == 1; }));
  EXPECT_EQ(navigation.front().front().value<PageId>(), PageId::kRun);
  EXPECT_EQ(run::SpecHash(workspace().draft().spec()), Stored(original).spec_hash);
  prepare_ = [](testing::FakeRunService& service) {
    service.SetScript(testing::PruneScript(10, 2));
  };
  const Ticket ticket = workspace().jobs().Start(workspace().draft().spec(), QStringLiteral("c"));
  ASSERT_TRUE(WaitFor([&] { return IsOver(workspace().jobs().FindTicket(ticket)->state); }));
  const std::string clone = ToStd(workspace().jobs().FindTicket(ticket)->run_id);
  EXPECT_TRUE(WaitFor([&] { return Stored(clone).parent == original; }));
}

TEST_F(ComparePageTest, OnlyWhatCanBeDoneIsOffered) {
  const std::string done = runs_.AddPruned();
  const std::string stopped = runs_.AddStopped();
  const std::string baseline = runs_.AddBaseline();
  Show();
  ASSERT_TRUE(WaitForRows(3));
  const auto offers = [&](const std::string& id) {
    StandOn(id);
    return std::vector<bool>{Find<QPushButton>("compare-clone")->isEnabled(),
                             Find<QPushButton>("compare-resume")->isEnabled(),
                             Find<QPushButton>("compare-export-model")->isEnabled()};
  };
  EXPECT_THAT(offers(done), ElementsAre(true, false, true));
  EXPECT_THAT(offers(stopped), ElementsAre(true, true, false));
  EXPECT_THAT(offers(baseline), ElementsAre(false, false, false));
}

TEST_F(ComparePageTest, AReportIsNotWrittenOverAFileWithoutAsking) {
  const std::string id = runs_.AddPruned();
  Show();
  const std::filesystem::path path = folder_ / "report.html";
  std::ofstream(path) << "mine";
  const auto content = [&path] {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  };
  auto* files = page_->findChild<RunExport*>();
  files->Save({id}, RunFile::kHtml, PathText(path));
  auto* box = Find<QMessageBox>("replace-file-dialog");
  EXPECT_EQ(content(), "mine");
  EXPECT_EQ(box->textFormat(), Qt::PlainText);
  Find<QPushButton>("replace-file-yes")->click();
  EXPECT_TRUE(
      WaitFor([&] { return content().find("Content-Security-Policy") != std::string::npos; }));
}

TEST_F(ComparePageTest, ColumnsAreChosenAndRemembered) {
  runs_.AddPruned();
  Show();
  QHeaderView* header = table().horizontalHeader();
  const int seed = static_cast<int>(RunColumn::kSeed);
  EXPECT_TRUE(header->isSectionHidden(seed));
  auto* menu = Find<QMenu>("compare-columns-menu");
  emit menu->aboutToShow();
  Find<QAction>("compare-column-seed")->trigger();
  EXPECT_FALSE(header->isSectionHidden(seed));
  Show();
  EXPECT_FALSE(table().horizontalHeader()->isSectionHidden(seed));
}

TEST_F(ComparePageTest, NamesOfRunsAreNoMarkup) {
  const std::string id = runs_.AddPruned();
  ASSERT_TRUE(storage::RunStore::Open(folder_ / "data")
                  .value()
                  .Rename(id, "<img src=file:///etc/hostname>")
                  .has_value());
  Show();
  for (int tab = 0; tab < 9; ++tab) OpenTab(tab);
  const QModelIndex name = model().index(0, static_cast<int>(RunColumn::kName));
  EXPECT_EQ(name.data().toString(), QStringLiteral("<img src=file:///etc/hostname>"));
  EXPECT_FALSE(name.data(Qt::ToolTipRole).toString().contains(QStringLiteral("<img")));
  for (const QLabel* label : page_->findChildren<QLabel*>()) {
    if (label->text().contains(QStringLiteral("<img"))) {
      EXPECT_EQ(label->textFormat(), Qt::PlainText) << ToStd(label->objectName());
    }
  }
}

TEST_F(ComparePageTest, ItFitsASmallWindow) {
  runs_.AddBaseline();
  const std::string first = runs_.AddPruned();
  const std::string second = runs_.AddPruned();
  Show();
  page_->resize(976, 560);
  page_->selection().Set({{first}, {second}});
  for (int tab = 1; tab < 9; ++tab) {
    OpenTab(tab);
    EXPECT_THAT(ClippedTexts(*page_).join(QLatin1Char('\n')).toStdString(), IsEmpty())
        << "tab " << tab;
  }
}

}  // namespace
}  // namespace sentei::ui
