// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/generate_page.h"

#include "tests/ui/workspace_fixture.h"
#include "ui/widgets/prompt_edit.h"
#include "ui/widgets/token_view.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QInputMethodEvent>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

namespace sentei::ui {
namespace {

class GeneratePageTest : public PageTest<GeneratePage> {
 protected:
  GeneratePageTest() {
    prepare_ = [](testing::FakeRunService& service) {
      service.SetScript({run::PhaseChanged{run::Phase::kGenerate, {}},
                         run::TokenGenerated{0, 7, "Hello"},
                         run::TokenGenerated{1, 8, " <b>world</b>"}});
    };
    ShowPage();
  }
};

TEST_F(GeneratePageTest, OnePromptRunsOnBothModelsWithTheSameSeed) {
  auto* model = Child<QComboBox>("generate-model");
  model->addItem(QStringLiteral("pruned"), QStringLiteral("/somewhere/pruned"));
  model->setCurrentIndex(model->count() - 1);
  Child<QAbstractButton>("generate-start")->click();
  EXPECT_FALSE(Child<QAbstractButton>("generate-start")->isEnabled());
  auto* dense = Child<TokenView>("generate-dense-tokens");
  auto* pruned = Child<TokenView>("generate-pruned-tokens");
  ASSERT_TRUE(WaitFor([&] { return dense->pieces().size() == 2 && pruned->pieces().size() == 2; }));
  EXPECT_EQ(dense->pieces()[1].text, QStringLiteral(" <b>world</b>"));
  ASSERT_TRUE(WaitFor([this] { return workspace().jobs().current() == nullptr; }));
  const std::vector<run::RunSpec> started = service_->started();
  ASSERT_EQ(started.size(), 2U);
  EXPECT_EQ(started[0].seed, started[1].seed);
  EXPECT_EQ(started[0].generate.prompt, started[1].generate.prompt);
  EXPECT_EQ(started[1].model, "/somewhere/pruned");
  EXPECT_TRUE(Child<QLabel>("generate-agreement")->text().contains(QLatin1String("same")));
  EXPECT_TRUE(Child<QAbstractButton>("generate-start")->isEnabled());
}

TEST_F(GeneratePageTest, AnEmptyPromptCannotBeSent) {
  Child<PromptEdit>("generate-prompt")->setPlainText(QStringLiteral("  "));
  EXPECT_FALSE(Child<QAbstractButton>("generate-start")->isEnabled());
}

TEST_F(GeneratePageTest, TheKeySendsButNeverWhileAnInputMethodComposes) {
  auto* prompt = Child<PromptEdit>("generate-prompt");
  QSignalSpy sent(prompt, &PromptEdit::SendRequested);
  QInputMethodEvent composing(QString::fromUtf8("にほん"), {});
  QCoreApplication::sendEvent(prompt, &composing);
  QTest::keyClick(prompt, Qt::Key_Return, Qt::ControlModifier);
  EXPECT_TRUE(sent.empty());
  QInputMethodEvent committed(QString(), {});
  committed.setCommitString(QString::fromUtf8("日本"));
  QCoreApplication::sendEvent(prompt, &committed);
  QTest::keyClick(prompt, Qt::Key_Return);
  EXPECT_TRUE(sent.empty());
  QTest::keyClick(prompt, Qt::Key_Return, Qt::ControlModifier);
  EXPECT_EQ(sent.size(), 1);
  workspace().settings().SetSendKey(SendKey::kEnter);
  QTest::keyClick(prompt, Qt::Key_Return, Qt::ShiftModifier);
  EXPECT_EQ(sent.size(), 1);
  QTest::keyClick(prompt, Qt::Key_Return);
  EXPECT_EQ(sent.size(), 2);
  EXPECT_TRUE(WaitFor([this] { return workspace().jobs().current() == nullptr; }));
}

}  // namespace
}  // namespace sentei::ui
