// SPDX-License-Identifier: Apache-2.0
#include "ui/consequences_dock.h"

#include "tests/ui/workspace_fixture.h"
#include "ui/widgets/consequences_view.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace sentei::ui {
namespace {

using plan::FamilyGroup;

class ConsequencesDockTest : public WorkspaceTest {
 protected:
  ConsequencesDockTest() {
    auto* row = new QHBoxLayout(&window_);
    dock_ = new ConsequencesDock(workspace());
    row->addStretch(1);
    row->addWidget(dock_);
    window_.resize(800, 700);
    window_.show();
  }
  void Open() {
    testing::WriteTinyCheckpoint(folder_ / "model", {.layers = 12, .ffn = 512});
    workspace().session().Open(PathText(folder_ / "model"));
    ASSERT_TRUE(WaitFor([this] { return workspace().session().model() != nullptr; }));
    dock_->RefreshNow();
  }
  QString Text(const char* name) {
    auto* label = window_.findChild<QLabel*>(QLatin1String(name));
    EXPECT_NE(label, nullptr) << name;
    return label == nullptr ? QString() : label->text();
  }

  QWidget window_;
  ConsequencesDock* dock_ = nullptr;
  BudgetCommands commands_{workspace().session(), workspace().budget()};
};

TEST_F(ConsequencesDockTest, NumbersFollowAnEditWithoutBeingAsked) {
  Open();
  const QString before = Text("consequence-2");
  commands_.SetTarget(0.05);
  ASSERT_TRUE(WaitFor([&] { return Text("consequence-2") != before; }, 2000));
  EXPECT_TRUE(Text("consequence-0-difference").contains(QChar(0x2212)));
}

TEST_F(ConsequencesDockTest, MakeUniformIsOneUndoableStepAndOpensPlainTransformers) {
  Open();
  commands_.SetKept({5}, FamilyGroup::kFfn, 256);
  dock_->RefreshNow();
  auto* remedy = window_.findChild<QPushButton*>(QStringLiteral("remedy-make-uniform"));
  ASSERT_NE(remedy, nullptr);
  ASSERT_TRUE(remedy->isVisibleTo(&window_));
  remedy->click();
  dock_->RefreshNow();
  EXPECT_TRUE(workspace().budget().state().spec.layers.empty());
  EXPECT_EQ(workspace().budget().undo().count(), 2);
  EXPECT_FALSE(remedy->isVisibleTo(&window_));
}

TEST_F(ConsequencesDockTest, SaysTheLastActionAndWhyACountSnapped) {
  Open();
  commands_.SetTarget(0.15);
  EXPECT_EQ(Text("consequences-note"), QStringLiteral("Target"));
  commands_.SetKept({5}, FamilyGroup::kFfn, 301);
  EXPECT_TRUE(Text("consequences-note").contains(QLatin1String("multiples of 8")));
}

TEST_F(ConsequencesDockTest, ABudgetWithoutSolutionLeavesTheOldNumbersMarkedAsSuch) {
  Open();
  const QString before = Text("consequence-0");
  commands_.SetTarget(0.95);
  dock_->RefreshNow();
  EXPECT_EQ(Text("consequence-0"), before);
  EXPECT_FALSE(Text("consequences-stale").isEmpty());
  workspace().budget().undo().undo();
  dock_->RefreshNow();
  EXPECT_TRUE(Text("consequences-stale").isEmpty());
}

TEST_F(ConsequencesDockTest, FoldsToAStripThatOpensOverThePage) {
  Open();
  dock_->SetFold(ConsequencesDock::Fold::kStrip);
  QCoreApplication::processEvents();
  EXPECT_LT(dock_->width(), 40);
  EXPECT_FALSE(dock_->view()->isVisible());
  auto* strip = dock_->findChild<QAbstractButton*>(QStringLiteral("consequences-strip"));
  ASSERT_NE(strip, nullptr);
  EXPECT_TRUE(strip->text().contains(QChar(0x2212)));
  strip->click();
  EXPECT_TRUE(dock_->view()->isVisible());
  EXPECT_EQ(dock_->view()->geometry().right() + 1, dock_->geometry().left());
  strip->click();
  EXPECT_FALSE(dock_->view()->isVisible());
  dock_->SetFold(ConsequencesDock::Fold::kOpen);
  EXPECT_TRUE(dock_->view()->isVisible());
  EXPECT_GT(dock_->width(), 200);
}

TEST_F(ConsequencesDockTest, OnTheRunPageItShowsWhatTheRunHasPrunedSoFar) {
  prepare_ = [](testing::FakeRunService& service) {
    run::PruneEventDone event;
    event.families.push_back({.layer = 5,
                              .kind = plan::UnitKind::kFfnChannel,
                              .kept = 256,
                              .scores = nullptr,
                              .keep = nullptr});
    run::EvalDone dense;
    dense.stage = "dense";
    dense.perplexity = 28.5;
    service.SetScript({dense, event});
  };
  Open();
  run::RunSpec spec = workspace().draft().spec();
  spec.train.text.path = "text.txt";
  workspace().jobs().Start(spec, QStringLiteral("run"));
  dock_->SetPage(PageId::kRun);
  const QString channels = Count(12 * 512 - 256);
  EXPECT_TRUE(WaitFor([&] { return Text("consequence-2") == channels; }));
  EXPECT_TRUE(window_.findChild<QLabel*>(QStringLiteral("consequence-8"))->isVisibleTo(&window_));
  dock_->SetPage(PageId::kBudget);
  EXPECT_TRUE(WaitFor([&] { return Text("consequence-2") != channels; }));
}

TEST_F(ConsequencesDockTest, WithoutAModelItSaysSo) {
  dock_->RefreshNow();
  EXPECT_FALSE(window_.findChild<QLabel*>(QStringLiteral("consequence-0"))->isVisibleTo(&window_));
}

}  // namespace
}  // namespace sentei::ui
