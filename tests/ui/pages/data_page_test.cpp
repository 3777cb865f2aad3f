// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/data_page.h"

#include "tests/ui/workspace_fixture.h"
#include "ui/widgets/note.h"
#include "ui/widgets/token_view.h"

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <fstream>

namespace sentei::ui {
namespace {

class DataPageTest : public PageTest<DataPage> {
 protected:
  DataPageTest() {
    testing::WriteTinyText(folder_ / "train.txt", 4000, 1);
    testing::WriteTinyText(folder_ / "eval.txt", 3000, 2);
    ShowPage();
  }

  void Type(const char* field, const std::filesystem::path& path) {
    auto* edit = Child<QLineEdit>(field);
    edit->setText(PathText(path));
    emit edit->editingFinished();
  }
  bool WaitForFacts(const char* label, const char* text) {
    return WaitFor([&] { return Child<QLabel>(label)->text().contains(QLatin1String(text)); });
  }
};

TEST_F(DataPageTest, AChosenTextIsCountedAndShownAndGoesIntoTheJob) {
  Type("data-train-path", folder_ / "train.txt");
  EXPECT_EQ(workspace().draft().spec().train.text.path, (folder_ / "train.txt").string());
  ASSERT_TRUE(WaitForFacts("data-train-facts", "1 record(s)"))
      << Child<QLabel>("data-train-facts")->text().toStdString();
  auto* tokens = Child<TokenView>("data-tokens");
  ASSERT_TRUE(WaitFor([&] { return tokens->pieces().size() == 128; }));
  Child<QSpinBox>("data-train-length")->setValue(64);
  EXPECT_EQ(workspace().draft().spec().train.length, 64);
  EXPECT_TRUE(WaitFor([&] { return tokens->pieces().size() == 64; }));
}

TEST_F(DataPageTest, ATextThatIsNotThereSaysSo) {
  Type("data-eval-path", folder_ / "missing.txt");
  EXPECT_TRUE(WaitForFacts("data-eval-facts", "missing.txt"));
}

TEST_F(DataPageTest, RecordsAreSeparatedAndTheirFieldCanBeChosen) {
  std::ofstream(folder_ / "data.jsonl") << R"({"body":"one two"})" << '\n'
                                        << R"({"body":"three"})" << '\n';
  Type("data-train-path", folder_ / "data.jsonl");
  ASSERT_TRUE(WaitForFacts("data-train-facts", "text"));  // the field does not exist
  auto* field = Child<QLineEdit>("data-train-column");
  EXPECT_TRUE(field->isVisible());
  field->setText(QStringLiteral("body"));
  emit field->textEdited(field->text());
  EXPECT_TRUE(WaitForFacts("data-train-facts", "2 record(s)"));
}

TEST_F(DataPageTest, TheSameTextForBothIsWarnedOf) {
  auto* warning = Child<Note>("data-warning");
  Type("data-train-path", folder_ / "train.txt");
  Type("data-eval-path", folder_ / "train.txt");
  EXPECT_TRUE(WaitFor([&] { return warning->isVisible(); }));
}

TEST_F(DataPageTest, ADroppedOrAdoptedTextIsFollowed) {
  workspace().draft().Edit(
      [this](run::RunSpec& spec) { spec.train.text.path = (folder_ / "train.txt").string(); });
  EXPECT_EQ(Child<QLineEdit>("data-train-path")->text(), PathText(folder_ / "train.txt"));
  EXPECT_TRUE(WaitForFacts("data-train-facts", "1 record(s)"));
}

TEST_F(DataPageTest, DemoTextsAreOfferedWhereTheCacheHoldsThem) {
  EXPECT_FALSE(Child<QWidget>("data-train-demo")->isVisible());
  std::filesystem::create_directories(folder_ / "cache/text");
  testing::WriteTinyText(folder_ / "cache/text/kjv-train.txt", 2000, 3);
  page_->OnShown();
  auto* demo = Child<QAbstractButton>("data-train-demo");
  ASSERT_TRUE(demo->isVisible());
  demo->click();
  EXPECT_TRUE(WaitForFacts("data-train-facts", "1 record(s)"));
}

}  // namespace
}  // namespace sentei::ui
