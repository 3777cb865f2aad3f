// SPDX-License-Identifier: Apache-2.0
#include "ui/notifications.h"

#include "tests/ui/workspace_fixture.h"

#include <QSignalSpy>
#include <QWidget>

namespace sentei::ui {
namespace {

class NotificationsTest : public WorkspaceTest {
 protected:
  void Run(run::RunKind kind) {
    run::RunSpec spec = testing::PruneSpecForScript(10);
    spec.kind = kind;
    spec.generate.prompt = "x";
    const Ticket ticket = workspace().jobs().Start(spec, QStringLiteral("<b>one</b>"));
    ASSERT_TRUE(WaitFor([&] { return IsOver(workspace().jobs().FindTicket(ticket)->state); }));
  }

  QWidget window_;  // not shown: not active
  Notifications notifications_{window_, workspace()};
};

TEST_F(NotificationsTest, AFinishedRunIsToldWithItsNameInTheTitleOnly) {
  QSignalSpy raised(&notifications_, &Notifications::Raised);
  Run(run::RunKind::kPrune);
  ASSERT_EQ(raised.size(), 1);
  EXPECT_EQ(raised.front().at(0).toString(), QStringLiteral("<b>one</b>"));
  EXPECT_FALSE(raised.front().at(1).toString().contains(QLatin1Char('<')));
}

TEST_F(NotificationsTest, GenerationsAreNotWorthAMessage) {
  QSignalSpy raised(&notifications_, &Notifications::Raised);
  Run(run::RunKind::kGenerate);
  EXPECT_TRUE(raised.empty());
}

}  // namespace
}  // namespace sentei::ui
