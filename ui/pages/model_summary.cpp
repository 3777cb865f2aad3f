// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/model_summary.h"

#include "ui/core_sentence.h"
#include "ui/language_binding.h"
#include "ui/models/model_facts.h"
#include "ui/pages/model_baseline.h"
#include "ui/pages/model_layers.h"
#include "ui/pages/model_self_check.h"
#include "ui/pages/model_tokenizer.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/note.h"
#include "ui/workspace.h"
#include "viz/elided_label.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

constexpr int kTwoColumns = 560;

}  // namespace

ModelSummary::ModelSummary(Workspace& workspace, QWidget* parent) : QWidget(parent) {
  problem_ = new Note(NoteKind::kWarning);
  problem_->setObjectName(QStringLiteral("model-problem"));
  check_ = new ModelSelfCheck(workspace);
  facts_ = new QWidget;
  facts_->setObjectName(QStringLiteral("model-facts"));
  new QGridLayout(facts_);
  baseline_ = new ModelBaseline(workspace);
  layers_ = new ModelLayers(workspace, QStringLiteral("model-summary-layers"));
  layers_->setFixedHeight(Px(260));
  tokenizer_ = new ModelTokenizer(workspace, ModelTokenizer::Form::kStrip);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Px(16), Px(16), Px(16), Px(16));
  column->setSpacing(Px(16));
  for (QWidget* part :
       std::initializer_list<QWidget*>{problem_, check_, facts_, baseline_, layers_, tokenizer_}) {
    column->addWidget(part);
  }
  column->addStretch(1);
  OnLanguage(this, [this] { ShowFacts(); });
}

void ModelSummary::SetModel(const OpenedModelPtr& model) {
  model_ = model;
  const bool prunable = model != nullptr && model->IsPrunable();
  for (QWidget* part : std::initializer_list<QWidget*>{check_, baseline_, layers_}) {
    part->setVisible(prunable);
  }
  check_->SetModel(model);
  baseline_->SetModel(model);
  layers_->SetModel(model);
  tokenizer_->SetModel(model);
  ShowFacts();
}

void ModelSummary::ShowFacts() {
  problem_->setVisible(model_ != nullptr && model_->problem.has_value());
  if (model_ != nullptr && model_->problem.has_value()) {
    problem_->SetText(tr("Opened for reading only: %1").arg(CoreSentence(model_->problem->message)),
                      CoreSentence(model_->problem->hint));
  }
  auto* grid = static_cast<QGridLayout*>(facts_->layout());
  while (QLayoutItem* item = grid->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  if (model_ == nullptr) return;
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(Px(16));
  grid->setVerticalSpacing(Px(6));
  const std::vector<ModelFact> facts = FactsOf(*model_);
  const auto rows = (static_cast<int>(facts.size()) + columns_ - 1) / columns_;
  int number = 0;
  for (const ModelFact& fact : facts) {
    QLabel* name = MakeLabel(TypeRole::kBody, Tone::kSecondary);
    name->setText(fact.name);
    auto* value = new viz::ElidedLabel(Qt::ElideMiddle);
    value->setText(fact.value);
    value->setAccessibleName(fact.name);
    if (fact.form == ModelFact::Form::kMono) value->setFont(FontFor(TypeRole::kMono));
    if (fact.form == ModelFact::Form::kLead) value->setFont(FontFor(TypeRole::kPanelTitle));
    const int column = 2 * (number / rows);
    grid->addWidget(name, number % rows, column);
    grid->addWidget(value, number % rows, column + 1);
    ++number;
  }
  for (int column = 0; column < 4; ++column) {
    grid->setColumnStretch(column, column % 2 == 1 && column < 2 * columns_ ? 1 : 0);
  }
}

void ModelSummary::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const int columns = width() < Px(kTwoColumns) ? 1 : 2;
  if (columns == columns_) return;
  columns_ = columns;
  ShowFacts();
}

}  // namespace sentei::ui
