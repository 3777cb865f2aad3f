// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/budget_tool_row.h"

#include "core/plan/budget_presets.h"
#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flow_layout.h"
#include "viz/tool_tip.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

constexpr std::array<std::int64_t, 5> kAlignments{1, 8, 32, 64, 256};
constexpr double kMega = 1e6;

bool IsShare(plan::TargetKind kind) {
  return kind == plan::TargetKind::kParameterShare || kind == plan::TargetKind::kUnitShare;
}

// Fills a choice anew in the present language without telling anybody.
void Fill(QComboBox* box, const QStringList& texts) {
  const QSignalBlocker blocked(box);
  const int current = box->currentIndex();
  box->clear();
  box->addItems(texts);
  box->setCurrentIndex(current);
}

void Choose(QComboBox* box, int index) {
  const QSignalBlocker blocked(box);
  box->setCurrentIndex(index);
}

}  // namespace

BudgetToolRow::BudgetToolRow(Workspace& workspace, BudgetCommands& commands, QWidget* parent)
    : QWidget(parent), workspace_(workspace), commands_(commands) {
  setObjectName(QStringLiteral("budget-tools"));
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  auto* fields = new QWidget;
  fields->setSizePolicy(policy);
  fields_ = new FlowLayout(Px(8), Px(8), fields);
  fields_->setContentsMargins(0, 0, 0, 0);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(Px(16), Px(10), Px(16), Px(10));
  row->setSpacing(Px(8));
  row->addWidget(fields, 1);
  Build();
  row->addWidget(BuildUndo(), 0, Qt::AlignTop);
  Connect();
  OnLanguage(this, [this] {
    Retranslate();
    Refresh();
  });
}

BudgetToolRow::Field BudgetToolRow::MakeField(QWidget* control, const QString& object_name) {
  control->setObjectName(object_name);
  Field field;
  field.box = new QWidget;
  field.caption = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
  field.caption->setBuddy(control);
  auto* column = new QVBoxLayout(field.box);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(Px(2));
  column->addWidget(field.caption);
  column->addWidget(control);
  return field;
}

BudgetToolRow::Field BudgetToolRow::AddField(QWidget* control, const QString& object_name) {
  const Field field = MakeField(control, object_name);
  fields_->addWidget(field.box);
  return field;
}

QComboBox* BudgetToolRow::AddChoice(Field& field, const QString& object_name) {
  auto* box = new QComboBox;
  box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  field = AddField(box, object_name);
  return box;
}

void BudgetToolRow::Build() {
  preset_ = AddChoice(preset_field_, QStringLiteral("budget-preset"));
  BuildTarget();
  mode_ = AddChoice(mode_field_, QStringLiteral("budget-mode"));
  alignment_ = AddChoice(alignment_field_, QStringLiteral("budget-alignment"));
  profile_ = AddChoice(profile_field_, QStringLiteral("budget-profile"));
  dtype_ = AddChoice(dtype_field_, QStringLiteral("budget-dtype"));
  kind_ = AddChoice(kind_field_, QStringLiteral("budget-attention-kind"));
  BuildLocks();
}

void BudgetToolRow::BuildTarget() {
  auto* pair = new QWidget;
  target_kind_ = new QComboBox;
  target_kind_->setObjectName(QStringLiteral("budget-target-kind"));
  target_kind_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  target_ = new QDoubleSpinBox;
  target_->setKeyboardTracking(false);
  target_->setAlignment(Qt::AlignRight);
  target_->setButtonSymbols(QAbstractSpinBox::NoButtons);  // arrow keys and wheel step it
  target_->setMinimumWidth(Px(72));
  target_field_ = AddField(pair, QStringLiteral("budget-target-pair"));
  target_->setObjectName(QStringLiteral("budget-target"));
  target_field_.caption->setBuddy(target_kind_);
  auto* row = new QHBoxLayout(pair);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(Px(4));
  row->addWidget(target_kind_);
  row->addWidget(target_);
}

void BudgetToolRow::BuildLocks() {
  attention_ = AddChoice(attention_field_, QStringLiteral("budget-attention-lock"));
  outer_ = new QCheckBox;
  outer_->setMinimumHeight(Px(28));
  outer_field_ = AddField(outer_, QStringLiteral("budget-outer-lock"));
}

QWidget* BudgetToolRow::BuildUndo() {
  auto* pair = new QWidget;
  auto* row = new QHBoxLayout(pair);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  const auto make = [&](const QString& name, const QString& icon) {
    auto* button = new QToolButton;
    button->setObjectName(name);
    button->setIcon(ThemedIcon(icon, IconRole::kText));
    button->setFixedSize(Px(28), Px(28));
    row->addWidget(button);
    return button;
  };
  undo_ = make(QStringLiteral("budget-undo"), QStringLiteral("undo"));
  redo_ = make(QStringLiteral("budget-redo"), QStringLiteral("redo"));
  const Field field = MakeField(pair, QStringLiteral("budget-undo-pair"));
  field.caption->setText(QStringLiteral(" "));  // as high as the captions beside it
  return field.box;
}

void BudgetToolRow::Connect() {
  const auto chosen = [this](QComboBox* box, auto take) {
    connect(box, &QComboBox::activated, this, [this, take](int index) {
      if (index >= 0) take(index);
      Refresh();  // what was refused goes back
    });
  };
  chosen(preset_, [this](int index) { TakePreset(index); });
  chosen(target_kind_,
         [this](int index) { commands_.SetTargetKind(static_cast<plan::TargetKind>(index)); });
  chosen(mode_, [this](int index) { commands_.SetMode(static_cast<plan::BudgetMode>(index)); });
  chosen(alignment_, [this](int index) {
    commands_.SetAlignment(kAlignments.at(static_cast<std::size_t>(index)));
  });
  chosen(profile_,
         [this](int index) { commands_.SetProfile(static_cast<plan::ExportProfile>(index)); });
  chosen(dtype_, [this](int index) { commands_.SetDType(static_cast<plan::ExportDType>(index)); });
  chosen(kind_,
         [this](int index) { commands_.SetAttentionKind(static_cast<plan::UnitKind>(index)); });
  chosen(attention_, [this](int index) {
    commands_.SetAttentionLocked(index == 0 ? std::nullopt : std::optional(index == 1));
  });
  connect(outer_, &QCheckBox::clicked, this, [this](bool checked) {
    commands_.SetOuterLayersLocked(checked);
  });
  connect(target_, &QDoubleSpinBox::valueChanged, this, &BudgetToolRow::TakeTarget);
  QUndoStack& stack = workspace_.budget().undo();
  connect(undo_, &QToolButton::clicked, &stack, &QUndoStack::undo);
  connect(redo_, &QToolButton::clicked, &stack, &QUndoStack::redo);
  connect(&stack, &QUndoStack::indexChanged, this, &BudgetToolRow::Refresh);
  connect(&workspace_.budget(), &BudgetDocument::Changed, this, &BudgetToolRow::Refresh);
  connect(&workspace_.settings(), &Settings::LevelChanged, this, &BudgetToolRow::Refresh);
}

void BudgetToolRow::Retranslate() {
  const auto caption = [](const Field& field, const QString& text) {
    field.caption->setText(text);
    if (field.caption->buddy() != nullptr) field.caption->buddy()->setAccessibleName(text);
  };
  caption(preset_field_, tr("Preset"));
  caption(target_field_, tr("Target"));
  caption(mode_field_, tr("Mode"));
  caption(alignment_field_, tr("Align FFN to"));
  caption(profile_field_, tr("Export profile"));
  caption(dtype_field_, tr("Export type"));
  caption(kind_field_, tr("Attention units"));
  caption(attention_field_, tr("Attention"));
  caption(outer_field_, tr("Outer layers"));
  target_->setAccessibleName(tr("Value of the target"));
  outer_->setText(tr("Locked"));
  Fill(preset_,
       {tr("Gentle 10 %"),
        tr("Gentle 20 %"),
        tr("FFN only 20 %"),
        tr("Uniform 20 %"),
        tr("K-quants 20 %"),
        tr("Ranked 20 %"),
        tr("Strong 30 %"),
        tr("Half"),
        tr("Custom")});
  Fill(target_kind_,
       {tr("Parameters", "share removed"),
        tr("Units", "share removed"),
        tr("Params left"),
        tr("Bytes left")});
  Fill(mode_, {tr("Uniform"), tr("Custom"), tr("Global with caps"), tr("Global, one width")});
  QStringList alignments;
  for (const std::int64_t alignment : kAlignments) alignments += Count(alignment);
  Fill(alignment_, alignments);
  Fill(profile_,
       {tr("HF, per layer"),
        tr("HF, uniform"),
        tr("HF, padded"),
        tr("HF, masked"),
        tr("GGUF"),
        tr("PEFT adapter")});
  Fill(dtype_,
       {QStringLiteral("F32"),
        QStringLiteral("F16"),
        QStringLiteral("BF16"),
        QStringLiteral("Q8_0")});
  Fill(kind_, {tr("KV groups"), tr("Query heads")});
  Fill(attention_,
       {tr("Auto", "lock of attention by its number of units"), tr("Locked"), tr("Free")});
  attention_->setToolTip(viz::ToolTipOf(
      tr("Auto: locked where a layer has fewer than 8 units, because one is a large step")));
  outer_->setToolTip(
      viz::ToolTipOf(tr("The first tenth of the layers and the last lose nothing by "
                        "default: they are the most sensitive")));
  mode_->setToolTip(
      viz::ToolTipOf(tr("Uniform: the same share everywhere. Custom: as drawn. "
                        "Global: the scores decide during the run, within the caps.")));
  alignment_->setToolTip(
      viz::ToolTipOf(tr("FFN widths are multiples of this: 8 suits processors, 64 GPUs, 256 the "
                        "K-quants of llama.cpp")));
  profile_->setToolTip(
      viz::ToolTipOf(tr("The form that the result will be written in; it limits what may differ "
                        "between layers")));
}

QString BudgetToolRow::PresetName() const { return preset_->currentText(); }

void BudgetToolRow::TakePreset(int index) {
  const auto presets = plan::BudgetPresets();
  if (static_cast<std::size_t>(index) >= presets.size()) return;  // "Custom" is what one has
  commands_.ApplyPreset(presets[static_cast<std::size_t>(index)].spec, preset_->itemText(index));
}

void BudgetToolRow::TakeTarget(double shown) {
  const plan::TargetKind kind = workspace_.budget().state().spec.target_kind;
  commands_.SetTarget(IsShare(kind) ? shown / 100.0 : shown * kMega);
}

void BudgetToolRow::RefreshTarget() {
  const QSignalBlocker blocked(target_);
  const plan::BudgetSpec& spec = workspace_.budget().state().spec;
  const OpenedModelPtr& model = workspace_.session().model();
  const bool share = IsShare(spec.target_kind);
  const double most = share              ? 99.0
                      : model == nullptr ? kMega
                                         : 4.0 * static_cast<double>(model->census.total()) / kMega;
  target_->setDecimals(1);
  target_->setPrefix(share ? QString(QChar(0x2212)) : QString());
  target_->setRange(share ? 0.0 : 0.1, most);
  target_->setSingleStep(share ? 1.0 : std::max(0.1, most / 400.0));
  target_->setSuffix(share                                               ? QStringLiteral(" %")
                     : spec.target_kind == plan::TargetKind::kParameters ? QStringLiteral(" M")
                                                                         : QStringLiteral(" MB"));
  target_->setValue(share ? 100.0 * spec.target : spec.target / kMega);
}

void BudgetToolRow::RefreshChoices() {
  const BudgetState& state = workspace_.budget().state();
  const auto presets = plan::BudgetPresets();
  plan::BudgetSpec comparable = state.spec;
  comparable.attention_kind = plan::BudgetSpec{}.attention_kind;
  comparable.layers.clear();  // an edited preset is still that preset
  const plan::BudgetPreset* preset = plan::PresetOf(comparable);
  Choose(preset_,
         preset == nullptr ? static_cast<int>(presets.size())
                           : static_cast<int>(preset - presets.data()));
  Choose(target_kind_, static_cast<int>(state.spec.target_kind));
  Choose(mode_, static_cast<int>(state.spec.mode));
  const auto alignment = std::ranges::find(kAlignments, state.spec.ffn_alignment);
  Choose(alignment_, static_cast<int>(alignment - kAlignments.begin()));
  Choose(profile_, static_cast<int>(state.profile));
  Choose(dtype_, static_cast<int>(state.dtype));
  Choose(kind_, static_cast<int>(state.spec.attention_kind));
  const auto& locked = state.spec.attention_locked;
  Choose(attention_, !locked.has_value() ? 0 : *locked ? 1 : 2);
}

void BudgetToolRow::Refresh() {
  const OpenedModelPtr& model = workspace_.session().model();
  const bool ready = model != nullptr && model->IsPrunable();
  const bool advanced = workspace_.settings().level() == Level::kAdvanced;
  dtype_field_.box->setVisible(advanced);
  kind_field_.box->setVisible(advanced);
  for (QWidget* control : std::initializer_list<QWidget*>{preset_,
                                                          target_kind_,
                                                          target_,
                                                          mode_,
                                                          alignment_,
                                                          profile_,
                                                          dtype_,
                                                          kind_,
                                                          attention_,
                                                          outer_}) {
    control->setEnabled(ready);
  }
  RefreshChoices();
  RefreshTarget();
  const BudgetState& state = workspace_.budget().state();
  outer_->setChecked(state.spec.lock_outer_layers);
  outer_->setEnabled(ready && !SharesWidths(state));
  QUndoStack& stack = workspace_.budget().undo();
  undo_->setEnabled(stack.canUndo());
  redo_->setEnabled(stack.canRedo());
  undo_->setToolTip(
      viz::ToolTipOf(stack.canUndo() ? tr("Undo: %1").arg(stack.undoText()) : tr("Undo")));
  redo_->setToolTip(
      viz::ToolTipOf(stack.canRedo() ? tr("Redo: %1").arg(stack.redoText()) : tr("Redo")));
  undo_->setAccessibleName(tr("Undo"));
  redo_->setAccessibleName(tr("Redo"));
}

}  // namespace sentei::ui
