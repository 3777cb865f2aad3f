// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/generate_page.h"

#include "core/text/chat.h"
#include "ui/background.h"
#include "ui/language_binding.h"
#include "ui/models/prompts.h"
#include "ui/pages/generate_column.h"
#include "ui/pages/page_parts.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/prompt_edit.h"
#include "ui/workspace.h"
#include "viz/tool_tip.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <limits>

namespace sentei::ui {

GeneratePage::GeneratePage(Workspace& workspace, QWidget* parent)
    : Page(PageId::kGenerate, workspace, parent) {
  setObjectName(QStringLiteral("generate-page"));
  MakeActions();
  dense_ = new GenerateColumn(workspace, QStringLiteral("generate-dense"));
  pruned_ = new GenerateColumn(workspace, QStringLiteral("generate-pruned"));
  pruned_model_ = new QComboBox;
  pruned_model_->setObjectName(QStringLiteral("generate-model"));
  pruned_model_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  pruned_model_->setMinimumContentsLength(14);
  folder_ = MakePushButton(QStringLiteral("generate-folder"), "small");
  pruned_->AddHeaderWidget(pruned_model_);
  pruned_->AddHeaderWidget(folder_);
  agreement_ = MakeLabel(TypeRole::kBody, Tone::kSecondary);
  agreement_->setObjectName(QStringLiteral("generate-agreement"));
  agreement_->setWordWrap(true);
  auto* columns = new QHBoxLayout;
  columns->setSpacing(Px(8));
  columns->addWidget(dense_, 1);
  columns->addWidget(pruned_, 1);
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(Px(8), Px(8), Px(8), Px(8));
  column->setSpacing(Px(8));
  column->addWidget(MakePromptPanel());
  column->addLayout(columns, 1);
  column->addWidget(agreement_);
  body()->addWidget(content);
  Connect();
  OnLanguage(this, [this] { Translate(); });
}

void GeneratePage::MakeActions() {
  stop_ = MakePushButton(QStringLiteral("generate-stop"));
  generate_ = MakePushButton(QStringLiteral("generate-start"), "primary");
  stop_->setIcon(ThemedIcon(QStringLiteral("stop"), IconRole::kText));
  generate_->setIcon(ThemedIcon(QStringLiteral("play"), IconRole::kOnAccent));
  AddAction(stop_);
  AddAction(generate_);
}

QWidget* GeneratePage::MakePromptPanel() {
  auto* frame = new QFrame;
  Mark(frame, "area", "panel");
  prompt_ = new PromptEdit(workspace().settings());
  prompt_->setObjectName(QStringLiteral("generate-prompt"));
  prompt_->setFixedHeight(Px(76));
  prompt_->setPlainText(PromptLibrary().front().prompts.front().text);
  auto* column = new QVBoxLayout(frame);
  column->setContentsMargins(Px(12), Px(12), Px(12), Px(12));
  column->setSpacing(Px(8));
  column->addWidget(prompt_);
  column->addWidget(MakeSampler());
  return frame;
}

QWidget* GeneratePage::MakeSampler() {
  auto* box = new QWidget;
  library_ = new QToolButton;
  library_->setObjectName(QStringLiteral("generate-prompts"));
  library_->setPopupMode(QToolButton::InstantPopup);
  library_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  library_->setIcon(ThemedIcon(QStringLiteral("note")));
  chat_ = new QCheckBox;
  chat_->setObjectName(QStringLiteral("generate-chat"));
  temperature_ = new QDoubleSpinBox;
  temperature_->setObjectName(QStringLiteral("generate-temperature"));
  temperature_->setRange(0.0, 5.0);
  temperature_->setSingleStep(0.1);
  top_p_ = new QDoubleSpinBox;
  top_p_->setObjectName(QStringLiteral("generate-top-p"));
  top_p_->setRange(0.01, 1.0);
  top_p_->setSingleStep(0.05);
  top_p_->setValue(1.0);
  tokens_ = new QSpinBox;
  tokens_->setObjectName(QStringLiteral("generate-tokens"));
  tokens_->setRange(1, 1 << 16);
  tokens_->setValue(64);
  seed_ = new QSpinBox;
  seed_->setObjectName(QStringLiteral("generate-seed"));
  seed_->setRange(0, std::numeric_limits<int>::max());
  seed_->setValue(42);
  advanced_ = new QWidget;
  auto* more = new QHBoxLayout(advanced_);
  more->setContentsMargins(0, 0, 0, 0);
  more->setSpacing(Px(8));
  more->addWidget(Captioned(top_p_, [] { return tr("Top-p"); }));
  more->addWidget(Captioned(seed_, [] { return tr("Seed"); }));
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(Px(12));
  row->addWidget(Captioned(tokens_, [] { return tr("New tokens"); }));
  row->addWidget(Captioned(temperature_, [] { return tr("Temperature"); }));
  row->addWidget(advanced_);
  row->addWidget(chat_, 0, Qt::AlignBottom);
  row->addStretch(1);
  row->addWidget(library_, 0, Qt::AlignBottom);
  return box;
}

void GeneratePage::Connect() {
  connect(prompt_, &PromptEdit::SendRequested, this, &GeneratePage::Generate);
  connect(prompt_, &PromptEdit::textChanged, this, &GeneratePage::ShowState);
  connect(generate_, &QPushButton::clicked, this, &GeneratePage::Generate);
  connect(stop_, &QPushButton::clicked, this, &GeneratePage::Stop);
  connect(folder_, &QPushButton::clicked, this, &GeneratePage::ChooseFolder);
  connect(pruned_model_, &QComboBox::activated, this, [this] { pruned_->Clear(); });
  for (GenerateColumn* column : {dense_, pruned_}) {
    connect(column, &GenerateColumn::Changed, this, &GeneratePage::Compare);
  }
  const auto level = [this] {
    advanced_->setVisible(workspace().settings().level() == Level::kAdvanced);
  };
  connect(&workspace().settings(), &Settings::LevelChanged, this, level);
  level();
  const auto other_model = [this] {
    dense_->Clear();
    pruned_->Clear();
    DetectChat();
    AskForModels();
    ShowState();
  };
  connect(&workspace().session(), &ModelSession::Opened, this, other_model);
  connect(&workspace().session(), &ModelSession::Closed, this, other_model);
  connect(&workspace().library(), &RunLibrary::Changed, this, &GeneratePage::AskForModels);
  DetectChat();
}

void GeneratePage::FillPrompts() {
  auto* menu = new QMenu(library_);
  for (const PromptGroup& group : PromptLibrary()) {
    QMenu* prompts = menu->addMenu(group.language);
    for (const Prompt& prompt : group.prompts) {
      connect(prompts->addAction(prompt.title), &QAction::triggered, this, [this, &prompt] {
        prompt_->setPlainText(prompt.text);
        prompt_->setFocus();
      });
    }
  }
  library_->setMenu(menu);
}

void GeneratePage::Translate() {
  SetTitle(tr("Generate"));
  generate_->setText(tr("Generate"));
  stop_->setText(tr("Stop"));
  library_->setText(tr("Prompts"));
  library_->setAccessibleName(tr("Prompts"));
  chat_->setText(tr("Chat"));
  chat_->setToolTip(tr("Wraps the prompt in the model's chat format"));
  prompt_->setAccessibleName(tr("Prompt"));
  prompt_->setPlaceholderText(tr("Prompt"));
  temperature_->setSpecialValueText(tr("0 (greedy)"));
  pruned_model_->setAccessibleName(tr("Pruned model"));
  folder_->setText(tr("Folder…"));
  dense_->SetTitle(tr("Dense"));
  pruned_->SetTitle(tr("Pruned"));
  if (library_->menu() == nullptr) FillPrompts();
  ShowState();
}

void GeneratePage::OnShown() {
  AskForModels();
  prompt_->setFocus();
}

void GeneratePage::AskForModels() {
  const OpenedModelPtr& model = workspace().session().model();
  if (model == nullptr) return ShowModels({});
  workspace().library().Ask(
      this,
      [id = model->model_id](storage::RunStore& store) { return ListPrunedModels(store, id); },
      [this](const Result<std::vector<PrunedModel>>& models) {
        if (models.has_value()) ShowModels(models.value());
      });
}

void GeneratePage::ShowModels(std::vector<PrunedModel> models) {
  const QString current = PrunedPath();
  models.insert(models.begin(), chosen_.begin(), chosen_.end());
  pruned_model_->clear();
  for (const PrunedModel& model : models) {
    pruned_model_->addItem(Shown(model.name), ToQString(model.path));
    pruned_model_->setItemData(
        pruned_model_->count() - 1, viz::ToolTipOf(Shown(model.path)), Qt::ToolTipRole);
  }
  const int again = pruned_model_->findData(current);
  if (again >= 0) pruned_model_->setCurrentIndex(again);
  pruned_model_->setEnabled(!models.empty());
  ShowState();
}

void GeneratePage::ChooseFolder() {
  const QString path = QFileDialog::getExistingDirectory(window(), tr("Folder of a pruned model"));
  if (path.isEmpty()) return;
  const std::filesystem::path folder = ToPath(path);
  chosen_.insert(chosen_.begin(), {folder.filename().string(), folder.string()});
  pruned_->Clear();
  pruned_model_->insertItem(0, Shown(chosen_.front().name), path);
  pruned_model_->setCurrentIndex(0);
  pruned_model_->setEnabled(true);
  ShowState();
}

void GeneratePage::DetectChat() {
  const OpenedModelPtr& model = workspace().session().model();
  chat_->setEnabled(false);
  chat_->setChecked(false);
  if (model == nullptr) return;
  InBackground(
      this,
      [tokenizer = model->tokenizer] { return text::DetectChatFormat(*tokenizer->Get()); },
      [this, model](const Result<text::ChatFormat>& format) {
        if (model != workspace().session().model()) return;
        const bool known = format.has_value() && format.value() != text::ChatFormat::kNone;
        chat_->setEnabled(known);
        chat_->setChecked(known);
      });
}

QString GeneratePage::PrunedPath() const { return pruned_model_->currentData().toString(); }

run::RunSpec GeneratePage::SpecFor(const std::string& model) const {
  run::RunSpec spec;
  spec.kind = run::RunKind::kGenerate;
  spec.model = model;
  spec.seed = static_cast<std::uint64_t>(seed_->value());
  spec.generate.prompt = ToStd(prompt_->toPlainText());
  spec.generate.chat = chat_->isChecked();
  spec.generate.max_new_tokens = tokens_->value();
  spec.generate.temperature = temperature_->value();
  spec.generate.top_p = top_p_->value();
  return spec;
}

void GeneratePage::Generate() {
  if (!generate_->isEnabled()) return;
  const OpenedModelPtr& model = workspace().session().model();
  dense_->Start(SpecFor(model->source->path().string()), model->name);
  pruned_->Clear();
  if (!PrunedPath().isEmpty()) {
    pruned_->Start(SpecFor(ToStd(PrunedPath())), pruned_model_->currentText());
  }
  ShowState();
}

void GeneratePage::Stop() {
  dense_->Stop();
  pruned_->Stop();
}

void GeneratePage::Compare() {
  const Agreement agreement = MarkDifferences(dense_->generation(), pruned_->generation());
  dense_->Refresh();
  pruned_->Refresh();
  if (agreement.compared == 0) {
    agreement_->clear();
  } else if (agreement.differing == 0) {
    agreement_->setText(
        tr("The first %n token(s) are the same.", nullptr, static_cast<int>(agreement.compared)));
  } else {
    agreement_->setText(tr("The same up to token %1; %2 of %3 places differ, underlined.")
                            .arg(Count(static_cast<std::int64_t>(agreement.same)),
                                 Count(static_cast<std::int64_t>(agreement.differing)),
                                 Count(static_cast<std::int64_t>(agreement.compared))));
  }
  ShowState();
}

void GeneratePage::ShowState() {
  const OpenedModelPtr& model = workspace().session().model();
  const bool running = dense_->IsRunning() || pruned_->IsRunning();
  const bool ready = model != nullptr && model->IsPrunable() && !running &&
                     !prompt_->toPlainText().trimmed().isEmpty();
  generate_->setEnabled(ready);
  stop_->setEnabled(running);
  SetState(model == nullptr ? tr("No model is open") : model->name);
  dense_->SetCaption(model == nullptr ? QString() : model->name);
  dense_->SetEmptyText(model == nullptr ? tr("Open a model first.")
                                        : tr("The answer of the open model appears here."));
  pruned_->SetEmptyText(
      PrunedPath().isEmpty()
          ? tr("No pruned model of this one was exported yet. Finish a run with an export, or "
               "choose a folder.")
          : tr("The answer of the pruned model appears here."));
}

}  // namespace sentei::ui
