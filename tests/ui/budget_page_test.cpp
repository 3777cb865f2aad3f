// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/budget_page.h"

#include "tests/ui/workspace_fixture.h"
#include "ui/consequences_dock.h"
#include "ui/dialogs/sweep_dialog.h"
#include "ui/pages/budget_layer_table.h"
#include "ui/pages/budget_maps.h"
#include "ui/pages/budget_sensitivity.h"
#include "ui/widgets/kept_slider.h"
#include "viz/curve_plot.h"
#include "viz/heat_map.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QTest>

namespace sentei::ui {
namespace {

using plan::FamilyGroup;

class BudgetPageTest : public WorkspaceTest {
 protected:
  void Show(
      const testing::TinyShape& shape = {
          .layers = 12, .hidden = 32, .heads = 16, .kv_heads = 8, .head_dim = 4, .ffn = 512}) {
    testing::WriteTinyCheckpoint(folder_ / "model", shape);
    workspace().session().Open(PathText(folder_ / "model"));
    ASSERT_TRUE(WaitFor([this] { return workspace().session().model() != nullptr; }));
    page_ = std::make_unique<BudgetPage>(workspace());
    page_->resize(1000, 800);
    page_->show();
    page_->OnShown();
    QCoreApplication::processEvents();
  }
  void TearDown() override { page_.reset(); }

  BudgetDocument& budget() { return workspace().budget(); }
  template <typename Widget>
  Widget* Find(const char* name) {
    auto* found = page_->findChild<Widget*>(QLatin1String(name));
    EXPECT_NE(found, nullptr) << name;
    return found;
  }
  BudgetLayerView& view() { return *Find<BudgetLayerView>("budget-layers"); }
  std::optional<std::int64_t> Drawn(std::int64_t layer, FamilyGroup group = FamilyGroup::kFfn) {
    return LimitOf(budget().state().spec, layer, group).keep;
  }
  /// A point on the slider of a row, at that share of its groove.
  QPoint OnSlider(int row, double share) {
    const QRect cell = view().visualRect(page_->model().index(row, ToColumn(LayerColumn::kFfn)));
    const LayerColumns columns =
        LayOutColumns(view().viewport()->width(), workspace().settings().level());
    const QRect slider = PartsOf(cell, columns.ffn_number, columns.share).slider;
    return {slider.left() + static_cast<int>(share * slider.width()), slider.center().y()};
  }
  void Select(std::set<std::int64_t> layers, std::int64_t current) {
    page_->selection().Set(std::move(layers), current);
  }

  std::unique_ptr<BudgetPage> page_;
};

TEST_F(BudgetPageTest, TheModelKeepsTheRulesOfQtThroughEditsAndModels) {
  Show();
  QAbstractItemModelTester tester(&page_->model(),
                                  QAbstractItemModelTester::FailureReportingMode::Warning);
  page_->commands().SetKept({5}, FamilyGroup::kFfn, 256);
  page_->model().RefreshNow();
  EXPECT_EQ(page_->model().row(5).ffn.kept, 256);
  EXPECT_TRUE(page_->model().row(5).ffn.drawn);
  EXPECT_EQ(page_->model().row(5).delta,
            -256 * page_->commands().Family(5, FamilyGroup::kFfn)->unit_cost -
                (8 - page_->model().row(5).attention.kept) *
                    page_->commands().Family(5, FamilyGroup::kAttention)->unit_cost);
  workspace().session().Close();
  page_->model().RefreshNow();
  EXPECT_EQ(page_->model().rowCount(), 0);
}

TEST_F(BudgetPageTest, DraggingDownOverSlidersPaintsTheCountInOneUndoStep) {
  Show();
  QWidget* area = view().viewport();
  QTest::mousePress(area, Qt::LeftButton, {}, OnSlider(3, 0.8));
  QTest::mouseMove(area, OnSlider(3, 0.5));
  const auto count = Drawn(3);
  ASSERT_TRUE(count.has_value());
  QTest::mouseMove(area, OnSlider(6, 0.7));
  QTest::mouseRelease(area, Qt::LeftButton, {}, OnSlider(6, 0.7));
  for (std::int64_t layer = 3; layer <= 6; ++layer) EXPECT_EQ(Drawn(layer), count) << layer;
  EXPECT_FALSE(Drawn(7).has_value());
  EXPECT_EQ(budget().undo().count(), 1);
  budget().undo().undo();
  EXPECT_TRUE(budget().state().spec.layers.empty());
}

TEST_F(BudgetPageTest, TheSelectionRowEditsAllSelectedLayersAtOnce) {
  Show();
  Select({3, 4, 6, 7}, 6);
  auto* count = Find<QSpinBox>("budget-selection-ffn-count");
  count->setValue(256);
  for (const std::int64_t layer : {3, 4, 6, 7}) EXPECT_EQ(Drawn(layer), 256) << layer;
  EXPECT_FALSE(Drawn(5).has_value());
  EXPECT_EQ(budget().undo().count(), 1);
}

TEST_F(BudgetPageTest, TheSelectionRowSaysWhereCountsDiffer) {
  Show();
  page_->commands().SetKept({3}, FamilyGroup::kFfn, 256);
  page_->model().RefreshNow();
  Select({3, 4}, 3);
  EXPECT_EQ(Find<QSpinBox>("budget-selection-ffn-count")->text(), QStringLiteral("mixed"));
  Select({3}, 3);
  EXPECT_EQ(Find<QSpinBox>("budget-selection-ffn-count")->value(), 256);
}

TEST_F(BudgetPageTest, ArrowsStepSpaceLocksAndControlASelectsAll) {
  Show();
  Select({5}, 5);
  view().setFocus();
  const std::int64_t before = page_->commands().Kept(5, FamilyGroup::kFfn);
  QTest::keyClick(&view(), Qt::Key_Left);
  EXPECT_EQ(Drawn(5), before - 8);
  QTest::keyClick(&view(), Qt::Key_Left, Qt::ShiftModifier);
  EXPECT_EQ(Drawn(5), before - 40);
  QTest::keyClick(&view(), Qt::Key_Right);
  EXPECT_EQ(Drawn(5), before - 32);
  QTest::keyClick(&view(), Qt::Key_Delete);
  EXPECT_FALSE(Drawn(5).has_value());
  QTest::keyClick(&view(), Qt::Key_Space);
  page_->model().RefreshNow();
  EXPECT_TRUE(page_->model().row(5).locked);
  QTest::keyClick(&view(), Qt::Key_A, Qt::ControlModifier);
  EXPECT_EQ(page_->selection().layers().size(), 12U);
}

TEST_F(BudgetPageTest, DigitsTypeACountIntoTheCurrentRow) {
  Show();
  Select({5}, 5);
  view().setFocus();
  QTest::keyClick(&view(), Qt::Key_2);
  auto* count = Find<QSpinBox>("budget-row-ffn-count");
  QTest::keyClicks(count, QStringLiteral("57"));
  QTest::keyClick(count, Qt::Key_Return);
  EXPECT_EQ(Drawn(5), 256);
}

TEST_F(BudgetPageTest, OnlyTheCurrentRowHasRealControls) {
  Show();
  for (const std::int64_t layer : {2, 9, 4}) {
    Select({layer}, layer);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    EXPECT_EQ(view().viewport()->findChildren<KeptEditor*>().size(), 2);
  }
}

TEST_F(BudgetPageTest, ChoicesOfTheToolRowAreUndoableEdits) {
  Show();
  auto* target = Find<QDoubleSpinBox>("budget-target");
  target->setValue(15.0);
  EXPECT_DOUBLE_EQ(budget().state().spec.target, 0.15);
  auto* mode = Find<QComboBox>("budget-mode");
  mode->setCurrentIndex(2);
  emit mode->activated(2);
  EXPECT_EQ(budget().state().spec.mode, plan::BudgetMode::kGlobal);
  budget().undo().undo();
  EXPECT_EQ(mode->currentIndex(), 0);
  budget().undo().undo();
  EXPECT_DOUBLE_EQ(target->value(), 20.0);
}

TEST_F(BudgetPageTest, ATargetBeyondReachShowsWhyAndAWayOut) {
  Show();
  page_->commands().SetTarget(0.9);
  page_->model().RefreshNow();
  EXPECT_TRUE(Find<QWidget>("budget-problem")->isVisibleTo(page_.get()));
  Find<QPushButton>("budget-lower-target")->click();
  page_->model().RefreshNow();
  EXPECT_FALSE(Find<QWidget>("budget-problem")->isVisibleTo(page_.get()));
}

TEST_F(BudgetPageTest, WeightsAreScoredAndAClickProtectsForcesAndReleases) {
  Show();
  auto* maps = Find<BudgetMaps>("budget-maps");
  ASSERT_TRUE(WaitFor([&] { return maps->importance().weights().families.size() == 24; }));
  viz::HeatMap* map = maps->map(BudgetMaps::kChannels);
  page_->commands().SetKept({5}, FamilyGroup::kFfn, 256);
  const auto& scores = *maps->importance().weights().At({5, FamilyGroup::kFfn});
  const auto best = static_cast<std::size_t>(std::ranges::max_element(scores) - scores.begin());
  const auto worst = static_cast<std::size_t>(std::ranges::min_element(scores) - scores.begin());
  emit map->CellActivated(5, worst);
  EXPECT_EQ(page_->commands().MarkOf(5, FamilyGroup::kFfn, static_cast<std::int64_t>(worst)),
            UnitMark::kProtected);
  emit map->CellActivated(5, best);
  EXPECT_EQ(page_->commands().MarkOf(5, FamilyGroup::kFfn, static_cast<std::int64_t>(best)),
            UnitMark::kForced);
  emit map->CellActivated(5, best);
  EXPECT_EQ(page_->commands().MarkOf(5, FamilyGroup::kFfn, static_cast<std::int64_t>(best)),
            UnitMark::kNone);
  EXPECT_EQ(budget().undo().count(), 4);
}

TEST_F(BudgetPageTest, SelectionGoesBothWaysBetweenTableAndMap) {
  Show();
  emit Find<BudgetMaps>("budget-maps")->map(BudgetMaps::kChannels)->RowSelected(7, Qt::NoModifier);
  EXPECT_EQ(view().SelectedLayers(), LayerList{7});
  EXPECT_EQ(view().currentIndex().row(), 7);
  emit Find<BudgetMaps>("budget-maps")
      ->map(BudgetMaps::kChannels)
      ->RowSelected(9, Qt::ShiftModifier);
  EXPECT_EQ(view().SelectedLayers(), (LayerList{7, 8, 9}));
  view().selectRow(2);
  EXPECT_EQ(page_->selection().layers(), std::set<std::int64_t>{2});
}

run::SweepPoint Point(std::int64_t layer, double ratio, double loss) {
  return {.layer = layer,
          .kind = plan::UnitKind::kFfnChannel,
          .ratio = ratio,
          .kept = 512 - std::llround(512 * ratio),
          .perplexity = std::exp(loss),
          .mean_loss = loss};
}

TEST_F(BudgetPageTest, ASweepFillsInWhileItRunsAndItsPartsSuggestABudget) {
  prepare_ = [](testing::FakeRunService& service) {
    testing::FakeRunService::Script script;
    run::EvalDone dense;
    dense.stage = "dense";
    dense.mean_loss = 3.0;
    dense.perplexity = std::exp(3.0);
    script.emplace_back(dense);
    for (std::int64_t layer = 2; layer < 9; ++layer) {
      for (const double ratio : {0.25, 0.5, 0.75}) {
        script.emplace_back(
            Point(layer, ratio, 3.0 + 0.02 * static_cast<double>(layer) * ratio * ratio));
      }
    }
    service.SetScript(script);
  };
  Show();
  auto* panel = Find<BudgetSensitivity>("budget-sensitivity-panel");
  EXPECT_FALSE(Find<QPushButton>("budget-suggest")->isEnabled());
  run::RunSpec spec = workspace().draft().spec();
  spec.kind = run::RunKind::kSweep;
  spec.eval.text.path = "text.txt";
  workspace().jobs().Start(spec, QStringLiteral("sweep"));
  ASSERT_TRUE(WaitFor([&] { return panel->data().Layers(FamilyGroup::kFfn) == 7; }));
  ASSERT_TRUE(WaitFor([&] { return Find<QPushButton>("budget-suggest")->isEnabled(); }));
  EXPECT_EQ(panel->plot()->CurveCount(), 7U);
  EXPECT_FALSE(page_->model().row(4).sparkline.empty());
  Find<QPushButton>("budget-suggest")->click();
  EXPECT_EQ(budget().undo().count(), 1);
  page_->model().RefreshNow();
  EXPECT_EQ(page_->model().ManualRows(), 0);
  page_->commands().SetKept({4}, FamilyGroup::kFfn, 512);
  page_->model().RefreshNow();
  EXPECT_EQ(page_->model().ManualRows(), 1);
  EXPECT_TRUE(page_->model().row(4).ffn.suggested.has_value());
}

TEST(SweepFields, LayersAndSharesAreReadAsPeopleWriteThem) {
  EXPECT_EQ(ParseLayers(QStringLiteral("0-2, 5"), 12), (std::vector<std::int64_t>{0, 1, 2, 5}));
  EXPECT_EQ(ParseLayers(QString(), 12), std::vector<std::int64_t>{});
  EXPECT_FALSE(ParseLayers(QStringLiteral("3-12"), 12).has_value());
  EXPECT_FALSE(ParseLayers(QStringLiteral("two"), 12).has_value());
  EXPECT_EQ(ParseRatios(QStringLiteral("40, 20 %")), (std::vector<double>{0.2, 0.4}));
  EXPECT_FALSE(ParseRatios(QStringLiteral("0")).has_value());
  EXPECT_FALSE(ParseRatios(QStringLiteral("120")).has_value());
  EXPECT_FALSE(ParseRatios(QString()).has_value());
}

// The bar of 50 ms is for an optimised build on a machine that does nothing else.
TEST_F(BudgetPageTest, EverythingFollowsADragOnEightyLayersInTime) {
  Show({.layers = 80, .hidden = 2, .heads = 64, .kv_heads = 8, .head_dim = 2, .ffn = 28'672});
  ConsequencesDock dock(workspace());
  dock.show();
  QCoreApplication::processEvents();
  std::vector<double> times;
  for (int move = 0; move < 25; ++move) {
    QElapsedTimer clock;
    clock.start();
    page_->commands().SetKept({40}, FamilyGroup::kFfn, 28'000 - 400 * move, Merge::kSameDrag);
    page_->model().RefreshNow();
    dock.RefreshNow();
    times.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
  }
  std::ranges::sort(times);
  RecordProperty("median_ms", std::to_string(times[times.size() / 2]));
  std::cout << "drag on 80 layers: median " << times[times.size() / 2] << " ms, longest "
            << times.back() << " ms\n";
  EXPECT_LT(times[times.size() / 2], 2000.0);  // told above; the bar is 50 ms on a quiet machine
}

}  // namespace
}  // namespace sentei::ui
