// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/run_form.h"

#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/workspace.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

constexpr std::array<const char*, 2> kPresets{"quick", "paper"};

}  // namespace

RunForm::RunForm(Workspace& workspace, QWidget* parent) : QFrame(parent), workspace_(workspace) {
  setObjectName(QStringLiteral("run-form"));
  Mark(this, "area", "panel");
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  title_ = MakeLabel(TypeRole::kPanelTitle);
  title_->setContentsMargins(Px(12), Px(8), Px(12), Px(8));
  column->addWidget(title_);

  auto* inner = new QWidget;
  auto* grid = new QGridLayout(inner);
  grid->setContentsMargins(Px(12), 0, Px(12), Px(12));
  grid->setHorizontalSpacing(Px(12));
  grid->setVerticalSpacing(Px(6));
  grid->setColumnStretch(0, 2);
  grid->setColumnStretch(1, 3);
  BuildPresets(grid);
  BuildGroups(grid);
  grid->setRowStretch(grid->rowCount(), 1);
  auto* scroll = new QScrollArea;
  scroll->setObjectName(QStringLiteral("run-form-scroll"));
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(inner);
  scroll->viewport()->setAutoFillBackground(false);
  inner->setAutoFillBackground(false);
  column->addWidget(scroll, 1);

  help_ = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
  help_->setObjectName(QStringLiteral("run-form-help"));
  help_->setWordWrap(true);
  help_->setContentsMargins(Px(12), Px(8), Px(12), Px(8));
  help_->setMinimumHeight(Px(64));
  help_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  column->addWidget(help_);

  lazy_ = new LazyRefresh(this, [this] { Refresh(); });
  connect(&workspace.draft(), &JobDraft::Changed, lazy_, &LazyRefresh::Request);
  connect(&workspace.settings(), &Settings::LevelChanged, this, &RunForm::RefreshLevel);
  OnLanguage(this, [this] { Retranslate(); });
  Refresh();
  RefreshLevel();
}

void RunForm::BuildPresets(QGridLayout* grid) {
  preset_label_ = MakeLabel();
  preset_ = new QComboBox;
  preset_->setObjectName(QStringLiteral("run-preset"));
  for (std::size_t i = 0; i <= kPresets.size(); ++i) preset_->addItem(QString());
  preset_label_->setBuddy(preset_);
  connect(preset_, &QComboBox::activated, this, &RunForm::ChoosePreset);
  grid->addWidget(preset_label_, 0, 0);
  grid->addWidget(preset_, 0, 1);
}

void RunForm::BuildGroups(QGridLayout* grid) {
  const std::vector<RunField> fields = RunFields(run::RunKind::kPrune);
  for (int index = 0; index < kSettingGroups; ++index) {
    Group& group = groups_.at(static_cast<std::size_t>(index));
    group.title = MakeLabel(TypeRole::kPanelTitle);
    group.title->setContentsMargins(0, Px(10), 0, 0);
    grid->addWidget(group.title, grid->rowCount(), 0, 1, 2);
    for (const RunSetting& setting : RunSettings()) {
      const RunField* field = FindField(fields, setting.key);
      if (static_cast<int>(setting.group) != index || field == nullptr) continue;
      auto* editor = new SettingEditor(
          setting, *field, [this, key = setting.key](const nlohmann::json& value) {
            workspace_.draft().Edit([&](run::RunSpec& spec) { SetField(spec, key, value); });
          });
      const int row = grid->rowCount();
      grid->addWidget(editor->label(), row, 0);
      grid->addWidget(editor, row, 1);
      editor->input()->installEventFilter(this);
      connect(editor, &SettingEditor::ProblemChanged, this, [this, editor] { ShowHelp(editor); });
      group.editors.push_back(editor);
    }
  }
}

void RunForm::Refresh() {
  const nlohmann::json spec = run::ToJson(workspace_.draft().spec());
  for (const Group& group : groups_) {
    for (SettingEditor* editor : group.editors) {
      editor->SetValue(FieldValue(spec, editor->setting().key));
    }
  }
  RefreshPreset();
}

void RunForm::RefreshPreset() {
  const run::RunSpec spec = workspace_.draft().spec();
  const nlohmann::json now = run::ToJson(spec);
  int chosen = static_cast<int>(kPresets.size());
  for (std::size_t i = 0; i < kPresets.size(); ++i) {
    run::RunSpec preset = spec;
    run::ApplyPreset(kPresets.at(i), preset);
    if (run::ToJson(preset) == now) chosen = static_cast<int>(i);
  }
  preset_->setCurrentIndex(chosen);
}

void RunForm::ChoosePreset(int index) {
  if (index < static_cast<int>(kPresets.size())) {
    workspace_.draft().Edit([index](run::RunSpec& spec) {
      run::ApplyPreset(kPresets.at(static_cast<std::size_t>(index)), spec);
    });
  }
  RefreshPreset();
}

void RunForm::RefreshLevel() {
  const Level level = workspace_.settings().level();
  for (const Group& group : groups_) {
    bool any = false;
    for (SettingEditor* editor : group.editors) {
      const bool shown = level == Level::kAdvanced || editor->setting().level == Level::kBasic ||
                         editor->setting().key == forced_;
      editor->setVisible(shown);
      editor->label()->setVisible(shown);
      any = any || shown;
    }
    group.title->setVisible(any);
  }
}

void RunForm::Focus(std::string_view key) {
  forced_ = key;
  RefreshLevel();
  for (const Group& group : groups_) {
    for (SettingEditor* editor : group.editors) {
      if (editor->setting().key == key) editor->input()->setFocus(Qt::OtherFocusReason);
    }
  }
}

bool RunForm::eventFilter(QObject* watched, QEvent* event) {
  const bool asks = event->type() == QEvent::FocusIn || event->type() == QEvent::Enter;
  if (asks) {
    for (const Group& group : groups_) {
      for (SettingEditor* editor : group.editors) {
        if (editor->input() == watched) ShowHelp(editor);
      }
    }
  }
  if (event->type() == QEvent::Wheel) {
    const auto* widget = qobject_cast<QWidget*>(watched);
    if (widget != nullptr && !widget->hasFocus()) {
      event->ignore();  // scrolling past a list must not change it
      return true;
    }
  }
  return QFrame::eventFilter(watched, event);
}

void RunForm::ShowHelp(const SettingEditor* editor) {
  const QString problem = editor->Problem();
  SetTone(help_, problem.isEmpty() ? Tone::kSecondary : Tone::kDanger);
  help_->setText(problem.isEmpty() ? editor->Help() : problem);
}

void RunForm::Retranslate() {
  title_->setText(tr("Settings"));
  preset_label_->setText(tr("Preset"));
  preset_->setItemText(0, tr("Quick: 60 iterations of 4 × 128 tokens"));
  preset_->setItemText(1, tr("Paper: 312 iterations of 128 × 512 tokens"));
  preset_->setItemText(2, tr("Custom"));
  preset_->setAccessibleName(tr("Preset"));
  help_->setText(tr("Point at a setting to read what it does and when to change it."));
  SetTone(help_, Tone::kSecondary);
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    groups_.at(i).title->setText(GroupWord(static_cast<SettingGroup>(i)));
    for (SettingEditor* editor : groups_.at(i).editors) editor->Retranslate();
  }
  RefreshPreset();
}

}  // namespace sentei::ui
