// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/model_page.h"

#include "tests/ui/workspace_fixture.h"
#include "ui/widgets/note.h"
#include "ui/widgets/token_view.h"
#include "viz/bar_plot.h"

#include <nlohmann/json.hpp>

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableWidget>
#include <QTreeView>
#include <fstream>

namespace sentei::ui {
namespace {

class ModelPageTest : public WorkspaceTest {
 protected:
  template <typename Widget>
  Widget* Child(const char* name) {
    return page_->findChild<Widget*>(QLatin1String(name));
  }
  void MakePage() {
    page_ = std::make_unique<ModelPage>(workspace());
    page_->resize(1200, 800);
    page_->show();
  }
  void OpenModel(const std::string& name = "model") {
    testing::WriteTinyCheckpoint(folder_ / name);
    workspace().session().Open(PathText(folder_ / name));
    ASSERT_TRUE(WaitFor([this] { return workspace().session().model() != nullptr; }));
  }
  void ShowTab(int tab) { Child<QTabWidget>("model-tabs")->setCurrentIndex(tab); }
  QModelIndex Find(const QString& tensor) {
    QAbstractItemModel* model = Child<QTreeView>("model-tensors")->model();
    const QModelIndexList found = model->match(
        model->index(0, 0), Qt::UserRole + 1, tensor, 1, Qt::MatchExactly | Qt::MatchRecursive);
    return found.isEmpty() ? QModelIndex() : found.front();
  }

  std::unique_ptr<ModelPage> page_;
};

const QString kQuery = QStringLiteral("model.layers.1.self_attn.q_proj.weight");

TEST_F(ModelPageTest, AnOpenedModelFillsTheTreeAndOffersABudget) {
  MakePage();
  EXPECT_FALSE(Child<QAbstractButton>("model-set-budget")->isEnabled());
  OpenModel();
  ASSERT_TRUE(WaitFor([this] { return Find(kQuery).isValid(); }));
  QSignalSpy shown(page_.get(), &Page::NavigationRequested);
  Child<QAbstractButton>("model-set-budget")->click();
  ASSERT_EQ(shown.size(), 1);
  EXPECT_EQ(shown.front().front().value<PageId>(), PageId::kBudget);
}

TEST_F(ModelPageTest, BarsOfALayerAddUpToItsParameters) {
  MakePage();
  OpenModel();
  ASSERT_TRUE(WaitFor([this] { return Find(kQuery).isValid(); }));
  const viz::TableData table = Child<viz::BarPlot>("model-layers-plot")->Table();
  const auto& layers = workspace().session().model()->census.layers;
  ASSERT_EQ(table.rows, layers.size());
  ASSERT_EQ(table.columns.size(), 5);
  for (std::size_t row = 0; row < table.rows; ++row) {
    double parts = 0.0;
    for (const std::size_t part : {1, 2, 3}) parts += table.cell(row, part).toDouble();
    EXPECT_EQ(parts, static_cast<double>(layers[row].total()));
    EXPECT_EQ(table.cell(row, 4).toDouble(), parts);
  }
}

TEST_F(ModelPageTest, TheFilterLeavesWhatMatches) {
  MakePage();
  OpenModel();
  ASSERT_TRUE(WaitFor([this] { return Find(kQuery).isValid(); }));
  Child<QLineEdit>("model-filter")->setText(QStringLiteral("down_proj"));
  ASSERT_TRUE(WaitFor([this] { return !Find(kQuery).isValid(); }));
  EXPECT_TRUE(Find(QStringLiteral("model.layers.3.mlp.down_proj.weight")).isValid());
}

TEST_F(ModelPageTest, ATensorsValuesAreReadInTheBackground) {
  MakePage();
  OpenModel();
  ASSERT_TRUE(WaitFor([this] { return Find(kQuery).isValid(); }));
  ShowTab(2);
  Child<QTreeView>("model-tensors")->setCurrentIndex(Find(kQuery));
  auto* facts = Child<QLabel>("model-tensor-facts");
  ASSERT_TRUE(WaitFor([&] { return facts->text().contains(QLatin1String("1,024 values")); }))
      << facts->text().toStdString();
  EXPECT_TRUE(facts->text().contains(QLatin1String("no NaN")));
}

TEST_F(ModelPageTest, TypedTextIsTokenised) {
  MakePage();
  OpenModel();
  ShowTab(3);
  Child<QPlainTextEdit>("model-tokenizer-text")->setPlainText(QStringLiteral("あ!"));
  auto* tokens = Child<TokenView>("model-tokenizer-tokens");
  ASSERT_TRUE(WaitFor([&] { return tokens->pieces().size() == 4; }));
  EXPECT_EQ(tokens->pieces()[0].kind, TokenPiece::Kind::kBytes);
  EXPECT_EQ(tokens->pieces()[3].text, QStringLiteral("!"));
}

TEST_F(ModelPageTest, FilesAreHashedOnRequest) {
  MakePage();
  OpenModel();
  ShowTab(5);
  Child<QAbstractButton>("model-hash")->click();
  auto* files = Child<QTableWidget>("model-files");
  ASSERT_EQ(files->rowCount(), 1);
  ASSERT_TRUE(WaitFor([&] { return files->item(0, 2)->text().size() == 64; }));
  EXPECT_TRUE(WaitFor([this] { return !Child<QWidget>("model-hash-progress")->isVisible(); }));
}

TEST_F(ModelPageTest, MeasuringNeedsATextAndSetsTheBaseline) {
  prepare_ = [](testing::FakeRunService& service) {
    run::EvalDone eval;
    eval.stage = "eval";
    eval.perplexity = 12.5;
    eval.length = 512;
    eval.windows = 40;
    service.SetScript({eval});
  };
  MakePage();
  OpenModel();
  auto* measure = Child<QAbstractButton>("model-measure");
  EXPECT_FALSE(measure->isEnabled());
  EXPECT_FALSE(measure->toolTip().isEmpty());
  workspace().draft().Edit([](run::RunSpec& spec) { spec.eval.text.path = "/tmp/some.txt"; });
  ASSERT_TRUE(measure->isEnabled());
  measure->click();
  ASSERT_TRUE(WaitFor([this] { return workspace().session().baseline().has_value(); }));
  EXPECT_EQ(Child<QLabel>("model-perplexity")->text(), QStringLiteral("12.50"));
  EXPECT_TRUE(Child<QLabel>("model-protocol")->text().contains(QLatin1String("512-token windows")));
  ASSERT_EQ(service_->started().size(), 1U);
  EXPECT_EQ(service_->started().front().kind, run::RunKind::kEval);
}

TEST_F(ModelPageTest, TheSelfCheckTellsItsResult) {
  prepare_ = [](testing::FakeRunService& service) {
    service.SetScript({run::SelfCheckDone{true, 3.1e-6, 1e-3, "Logits of 8 prompts."}});
  };
  MakePage();
  OpenModel();
  Child<QAbstractButton>("model-check-start")->click();
  auto* note = Child<Note>("model-check");
  EXPECT_TRUE(WaitFor([&] { return note->headline() == QLatin1String("Self-check passed"); }));
}

TEST_F(ModelPageTest, AnUnknownArchitectureIsReadOnlyAndSaysWhy) {
  testing::WriteTinyCheckpoint(folder_ / "model");
  std::ifstream in(folder_ / "model" / "config.json");
  nlohmann::json config = nlohmann::json::parse(in);
  config["model_type"] = "something_new";
  std::ofstream(folder_ / "model" / "config.json") << config.dump();
  MakePage();
  workspace().session().Open(PathText(folder_ / "model"));
  ASSERT_TRUE(WaitFor([this] { return workspace().session().model() != nullptr; }));
  EXPECT_TRUE(Child<QWidget>("model-problem")->isVisibleTo(page_.get()));
  EXPECT_FALSE(Child<QAbstractButton>("model-set-budget")->isEnabled());
  EXPECT_TRUE(WaitFor([this] { return Find(kQuery).isValid(); }));
}

TEST_F(ModelPageTest, NamesAreShownAsTheyAre) {
  MakePage();
  OpenModel("<img src=x onerror=y>");
  ShowTab(5);
  for (const QLabel* label : page_->findChildren<QLabel*>()) {
    EXPECT_EQ(label->textFormat() == Qt::RichText, false);
    if (label->text().contains(QLatin1String("<img"))) {
      EXPECT_EQ(label->textFormat(), Qt::PlainText);
    }
  }
  EXPECT_TRUE(Child<QLabel>("page-state")->text().startsWith(QLatin1String("<img src=x")));
}

}  // namespace
}  // namespace sentei::ui
