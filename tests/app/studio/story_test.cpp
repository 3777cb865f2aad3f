// SPDX-License-Identifier: Apache-2.0
// The story of a person's first half hour, with the real engine on the demo model: open, set a
// budget, prune, pause, compare, export, and what transformers says of the result.
#include "tests/app/studio/studio_fixture.h"
#include "ui/text.h"
#include "viz/heat_map.h"

#include <gtest/gtest.h>

#include <QAbstractItemModel>
#include <QAbstractItemView>
#include <QImage>
#include <QLabel>
#include <QTest>

namespace sentei::testing {
namespace {

class StudioStory : public StudioTest {};

QString TextOf(QWidget* widget) { return widget->property("text").toString(); }

TEST_F(StudioStory, FromTheDemoModelToAnExportThatTransformersOpens) {
  Open();
  EXPECT_EQ(window().current(), ui::PageId::kWelcome);
  PrepareDemo(12);

  // The budget can be taken back and given again, and what follows from it follows.
  Trigger("page-4");
  const QString planned = TextOf(Seen("consequence-0"));
  Enter("budget-target", QStringLiteral("30"));
  Wait("a smaller model", [&] { return TextOf(Seen("consequence-0")) != planned; });
  const QString smaller = TextOf(Seen("consequence-0"));
  Trigger("undo");
  Wait("the budget before", [&] { return TextOf(Seen("consequence-0")) == planned; });
  Trigger("redo");
  Wait("the budget again", [&] { return TextOf(Seen("consequence-0")) == smaller; });
  Trigger("undo");

  Trigger("page-5");
  StartRun();
  WaitForStep(5);
  auto* map = Seen<viz::HeatMap>("run-ffn-map");
  const QImage early = map->grab().toImage();
  const std::size_t frames = map->painted_frames();

  Click("run-pause");
  WaitForState(ui::JobState::kPaused);
  const std::int64_t paused_at = job().last_step->step;
  Idle(1500);
  EXPECT_EQ(job().last_step->step, paused_at);
  Click("run-pause");
  WaitForState(ui::JobState::kRunning);
  WaitForState(ui::JobState::kCompleted);
  EXPECT_EQ(job().last_step->step, 12);
  EXPECT_GT(map->painted_frames(), frames);
  Idle(500);
  EXPECT_NE(map->grab().toImage(), early);
  EXPECT_TRUE(IsSeen("run-end-note"));
  const std::string run = ui::ToStd(job().run_id);

  Trigger("page-6");
  auto* runs = Seen<QAbstractItemView>("compare-runs");
  Wait("the run in the list", [&] { return runs->model()->rowCount() > 0; });
  EXPECT_EQ(runs->model()->rowCount(), 1);
  Click("compare-tab-bar");

  Trigger("export");
  const std::string folder = Path("exported");
  Wait("the profiles", [] { return IsSeen("export-folder"); });
  Enter("export-folder", ui::ToQString(folder));
  Click("export-begin");
  Wait("the verdict", [] { return IsSeen("export-verdict"); });
  EXPECT_TRUE(IsSeen("export-proof"));
  Click("export-close");
  EXPECT_FALSE(IsSeen("export-dialog"));
  Close();

  const Finished verified =
      RunProgram({SENTEI_PROGRAM, "verify", folder, "--json"}, {{"SENTEI_HOME", Path("other")}});
  EXPECT_EQ(verified.code, 0) << verified.err;
  ExpectTransformersAgrees(folder, 2e-2);
  const Finished shown =
      RunProgram({SENTEI_PROGRAM, "runs", "show", run, "--json"}, {{"SENTEI_HOME", Path("data")}});
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_NE(shown.out.find("completed"), std::string::npos) << shown.out;
}

}  // namespace
}  // namespace sentei::testing
