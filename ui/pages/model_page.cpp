// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/model_page.h"

#include "ui/language_binding.h"
#include "ui/models/model_words.h"
#include "ui/pages/model_config.h"
#include "ui/pages/model_files.h"
#include "ui/pages/model_layers.h"
#include "ui/pages/model_summary.h"
#include "ui/pages/model_tensor.h"
#include "ui/pages/model_tensors.h"
#include "ui/pages/model_tokenizer.h"
#include "ui/pages/page_parts.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/workspace.h"

#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>

namespace sentei::ui {

ModelPage::ModelPage(Workspace& workspace, QWidget* parent)
    : Page(PageId::kModel, workspace, parent) {
  setObjectName(QStringLiteral("model-page"));
  MakeActions();
  stack_ = new QStackedWidget;
  stack_->addWidget(MakeEmpty());
  stack_->addWidget(MakeContent());
  body()->addWidget(stack_);
  OnLanguage(this, [this] {
    SetTitle(tr("Model"));
    open_->setText(tr("Open…"));
    budget_->setText(tr("Set budget"));
    demo_->setText(tr("Try the demo"));
    const QStringList titles{
        tr("Summary"), tr("Layers"), tr("Tensor"), tr("Tokenizer"), tr("Config"), tr("Files")};
    for (int tab = 0; tab < tabs_->count(); ++tab) tabs_->setTabText(tab, titles.at(tab));
    ShowState();
  });
  ModelSession& session = workspace.session();
  connect(&session, &ModelSession::Opened, this, &ModelPage::ShowModel);
  connect(&session, &ModelSession::Closed, this, &ModelPage::ShowModel);
  connect(&session, &ModelSession::OpeningStarted, this, &ModelPage::ShowState);
  connect(&session, &ModelSession::OpenFailed, this, &ModelPage::ShowState);
  ShowModel();
}

void ModelPage::MakeActions() {
  open_ = MakePushButton(QStringLiteral("model-open"));
  budget_ = MakePushButton(QStringLiteral("model-set-budget"), "primary");
  open_->setIcon(ThemedIcon(QStringLiteral("folder"), IconRole::kText));
  budget_->setIcon(ThemedIcon(QStringLiteral("budget"), IconRole::kOnAccent));
  AddAction(open_);
  AddAction(budget_);
  connect(open_, &QPushButton::clicked, this, [this] {
    TriggerWindowAction(this, QStringLiteral("action-open-model"));
  });
  connect(
      budget_, &QPushButton::clicked, this, [this] { emit NavigationRequested(PageId::kBudget); });
}

QWidget* ModelPage::MakeEmpty() {
  auto* box = new QWidget;
  empty_ = MakeLabel(TypeRole::kBody, Tone::kSecondary);
  empty_->setObjectName(QStringLiteral("model-empty"));
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setWordWrap(true);
  demo_ = MakePushButton(QStringLiteral("model-demo"));
  connect(demo_, &QPushButton::clicked, this, [this] {
    workspace().session().Open(QStringLiteral("demo"));
  });
  auto* column = new QVBoxLayout(box);
  column->setSpacing(Px(12));
  column->addStretch();
  column->addWidget(empty_);
  column->addWidget(demo_, 0, Qt::AlignHCenter);
  column->addStretch();
  return box;
}

QWidget* ModelPage::MakeContent() {
  tensors_ = new ModelTensors(workspace());
  summary_ = new ModelSummary(workspace());
  layers_ = new ModelLayers(workspace(), QStringLiteral("model-layers"));
  tensor_ = new ModelTensor(workspace());
  tokenizer_ = new ModelTokenizer(workspace());
  config_ = new ModelConfig(workspace());
  files_ = new ModelFiles(workspace());
  tabs_ = new QTabWidget;
  tabs_->setObjectName(QStringLiteral("model-tabs"));
  tabs_->setDocumentMode(true);
  tabs_->setUsesScrollButtons(true);
  for (QWidget* tab : std::initializer_list<QWidget*>{
           MakeScrollArea(summary_), layers_, tensor_, tokenizer_, config_, files_}) {
    tabs_->addTab(tab, QString());
  }
  splitter_ = new QSplitter(Qt::Horizontal);
  splitter_->setObjectName(QStringLiteral("model-splitter"));
  splitter_->setChildrenCollapsible(false);
  splitter_->setHandleWidth(Px(8));
  splitter_->addWidget(tensors_);
  splitter_->addWidget(tabs_);
  splitter_->setStretchFactor(0, 0);
  splitter_->setStretchFactor(1, 1);
  connect(tensors_, &ModelTensors::TensorSelected, this, [this](const QString& name) {
    tensor_->ShowTensor(name);
    if (tabs_->currentWidget() != tensor_) workspace().ShowStatus(Shown(ToStd(name)));
  });
  connect(
      tensors_, &ModelTensors::TensorActivated, this, [this] { tabs_->setCurrentWidget(tensor_); });
  return splitter_;
}

QWidget* ModelPage::filter() { return tensors_->filter(); }

void ModelPage::ShowModel() {
  const OpenedModelPtr& model = workspace().session().model();
  stack_->setCurrentIndex(model == nullptr ? 0 : 1);
  tensors_->SetModel(model);
  summary_->SetModel(model);
  layers_->SetModel(model);
  tensor_->SetModel(model);
  tokenizer_->SetModel(model);
  config_->SetModel(model);
  files_->SetModel(model);
  ShowState();
}

void ModelPage::ShowState() {
  const OpenedModelPtr& model = workspace().session().model();
  const QString& opening = workspace().session().opening();
  empty_->setText(opening.isEmpty() ? tr("No model is open.")
                                    : tr("Reading %1…").arg(Shown(ToStd(opening))));
  demo_->setVisible(opening.isEmpty());
  budget_->setEnabled(model != nullptr && model->IsPrunable());
  budget_->setToolTip(budget_->isEnabled() ? QString() : tr("Needs a model that can be pruned"));
  if (!opening.isEmpty()) {
    SetState(tr("Reading %1…").arg(Shown(ToStd(opening))));
  } else {
    SetState(model == nullptr ? QString()
                              : model->name + QStringLiteral(" · ") + FormatWords(*model->source));
  }
}

void ModelPage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  if (sized_ || width() < Px(400)) return;
  sized_ = true;  // later the user's own division holds
  const int left = width() < Px(1000) ? Px(320) : std::min(Px(640), width() * 2 / 5);
  splitter_->setSizes({left, width() - left});
}

}  // namespace sentei::ui
