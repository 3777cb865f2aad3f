// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/setting_editor.h"

#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "viz/tool_tip.h"

#include <fmt/format.h>

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>
#include <QToolButton>
#include <limits>

namespace sentei::ui {
namespace {

QLocale PlainLocale() {
  QLocale locale;
  locale.setNumberOptions(QLocale::OmitGroupSeparator);
  return locale;
}

QString NameOf(std::string_view key) {
  return QString::fromLatin1(key.data(), static_cast<qsizetype>(key.size()))
      .replace(QLatin1Char('.'), QLatin1Char('-'))
      .replace(QLatin1Char('_'), QLatin1Char('-'));
}

QString RealText(double value) { return ToQString(fmt::format("{}", value)); }

}  // namespace

SettingEditor::SettingEditor(const RunSetting& setting, RunField field, Changed changed)
    : setting_(setting), field_(std::move(field)), changed_(std::move(changed)) {
  label_ = MakeLabel();
  label_->setWordWrap(true);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(Px(4));
  BuildInput();
  input()->setObjectName(QStringLiteral("run-setting-") + NameOf(setting.key));
  label_->setBuddy(input());
  row->addWidget(input(), 1);
  if (IsFolder() || IsFile()) BuildBrowse();
  reset_ = new QToolButton;
  reset_->setObjectName(input()->objectName() + QStringLiteral("-reset"));
  reset_->setIcon(ThemedIcon(QStringLiteral("undo")));
  connect(reset_, &QToolButton::clicked, this, [this] { changed_(field_.initial); });
  QSizePolicy keep = reset_->sizePolicy();
  keep.setRetainSizeWhenHidden(true);
  reset_->setSizePolicy(keep);
  row->addWidget(reset_);
  Retranslate();
}

QWidget* SettingEditor::input() const {
  if (edit_ != nullptr) return edit_;
  if (combo_ != nullptr) return combo_;
  return box_;
}

void SettingEditor::BuildInput() {
  if (field_.type == FieldType::kFlag) {
    box_ = new QCheckBox;
    connect(box_, &QCheckBox::clicked, this, [this](bool on) { changed_(on); });
    return;
  }
  if (setting_.choices.empty()) {
    edit_ = new QLineEdit;
    connect(edit_, &QLineEdit::editingFinished, this, &SettingEditor::CommitText);
    return;
  }
  combo_ = new QComboBox;
  combo_->setEditable(field_.type == FieldType::kText);
  combo_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  combo_->setMinimumContentsLength(8);
  for (const SettingChoice& choice : setting_.choices) {
    combo_->addItem(QString(), QString::fromLatin1(choice.value));
  }
  connect(combo_, &QComboBox::activated, this, &SettingEditor::CommitChoice);
  if (combo_->lineEdit() != nullptr) {
    connect(combo_->lineEdit(), &QLineEdit::editingFinished, this, &SettingEditor::CommitChoice);
  }
}

void SettingEditor::BuildBrowse() {
  browse_ = new QToolButton;
  browse_->setObjectName(input()->objectName() + QStringLiteral("-browse"));
  browse_->setIcon(ThemedIcon(QStringLiteral("folder")));
  connect(browse_, &QToolButton::clicked, this, &SettingEditor::Browse);
  layout()->addWidget(browse_);
}

void SettingEditor::Browse() {
  const QString path =
      IsFolder() ? QFileDialog::getSaveFileName(this,
                                                tr("New folder for the export"),
                                                edit_->text(),
                                                QString(),
                                                nullptr,
                                                QFileDialog::ShowDirsOnly)
                 : QFileDialog::getOpenFileName(this,
                                                LabelOf(setting_),
                                                edit_->text(),
                                                tr("Texts (*.txt *.raw *.jsonl);;All files (*)"));
  if (!path.isEmpty()) changed_(ToStd(path));
}

nlohmann::json SettingEditor::Parsed(const QString& text) const {
  const QString trimmed = text.trimmed();
  bool ok = false;
  if (field_.type == FieldType::kText) return ToStd(text);
  if (field_.type == FieldType::kReal) {
    double value = PlainLocale().toDouble(trimmed, &ok);
    if (!ok) value = QLocale::c().toDouble(trimmed, &ok);
    return ok && InRange(field_, value) ? nlohmann::json(value) : nlohmann::json();
  }
  if (setting_.key == "seed") {
    const qulonglong value = trimmed.toULongLong(&ok);
    return ok ? nlohmann::json(value) : nlohmann::json();
  }
  qlonglong value = trimmed.toLongLong(&ok);
  if (!ok) value = QLocale().toLongLong(trimmed, &ok);
  return ok && InRange(field_, static_cast<double>(value)) ? nlohmann::json(value)
                                                           : nlohmann::json();
}

QString SettingEditor::TextOf(const nlohmann::json& value) const {
  if (value.is_string()) return ToQString(value.get<std::string>());
  if (value.is_number_float()) return RealText(value.get<double>());
  return ToQString(value.dump());
}

void SettingEditor::CommitText() {
  if (edit_->text() == TextOf(value_)) return SetProblem({});
  const nlohmann::json value = Parsed(edit_->text());
  if (value.is_null()) {
    return SetProblem(tr("“%1” does not fit: %2").arg(Shown(ToStd(edit_->text())), Help()));
  }
  SetProblem({});
  changed_(value);
}

void SettingEditor::CommitChoice() {
  const int index = combo_->findText(combo_->currentText());
  const QString value = index >= 0 ? combo_->itemData(index).toString() : combo_->currentText();
  if (ToStd(value) != value_.get<std::string>()) changed_(ToStd(value));
}

void SettingEditor::SetProblem(const QString& problem) {
  if (problem == problem_) return;
  problem_ = problem;
  Mark(input(), "invalid", problem.isEmpty() ? "false" : "true");
  emit ProblemChanged();
}

QString SettingEditor::Problem() const { return problem_; }

void SettingEditor::SetValue(const nlohmann::json& value) {
  value_ = value;
  const QSignalBlocker quiet(input());
  if (box_ != nullptr) box_->setChecked(value.is_boolean() && value.get<bool>());
  if (edit_ != nullptr && (!edit_->hasFocus() || problem_.isEmpty())) {
    const QString text = TextOf(value);
    if (edit_->text() != text) edit_->setText(text);
    SetProblem({});
  }
  if (combo_ != nullptr) {
    const int index = combo_->findData(TextOf(value));
    if (index >= 0) {
      combo_->setCurrentIndex(index);
    } else if (combo_->isEditable()) {
      combo_->setEditText(TextOf(value));
    }
  }
  RefreshReset();
}

void SettingEditor::RefreshReset() { reset_->setVisible(value_ != field_.initial); }

QString SettingEditor::Help() const {
  QString text = HelpOf(setting_);
  if (field_.type == FieldType::kFlag) {
    return text + QLatin1Char(' ') +
           (field_.initial.get<bool>() ? tr("Default: on.") : tr("Default: off."));
  }
  if (const QString initial = TextOf(field_.initial); !initial.isEmpty()) {
    text += QLatin1Char(' ') + tr("Default: %1.").arg(ChoiceWord(setting_.key, initial));
  }
  if (field_.type == FieldType::kWhole && setting_.key != "seed") {
    const bool open = field_.whole.high == std::numeric_limits<std::int64_t>::max();
    text += QLatin1Char(' ') +
            (open ? tr("From %1.").arg(Count(field_.whole.low))
                  : tr("%1 to %2.").arg(Count(field_.whole.low), Count(field_.whole.high)));
  }
  if (field_.type == FieldType::kReal) {
    const bool open = field_.real.high == std::numeric_limits<double>::max();
    const bool above = field_.real.ends == run::fields::RealRange::Ends::kOpenLow;
    const QString low = RealText(field_.real.low);
    text += QLatin1Char(' ') + (open ? (above ? tr("Above %1.").arg(low) : tr("From %1.").arg(low))
                                     : tr("%1 to %2.").arg(low, RealText(field_.real.high)));
  }
  return text;
}

void SettingEditor::Retranslate() {
  label_->setText(LabelOf(setting_));
  const QString help = Help();
  input()->setAccessibleName(LabelOf(setting_));
  input()->setAccessibleDescription(help);
  input()->setToolTip(viz::ToolTipOf(help));
  label_->setToolTip(viz::ToolTipOf(help));
  reset_->setToolTip(viz::ToolTipOf(tr("Back to the default")));
  reset_->setAccessibleName(tr("%1: back to the default").arg(LabelOf(setting_)));
  if (browse_ != nullptr) {
    browse_->setToolTip(viz::ToolTipOf(tr("Choose…")));
    browse_->setAccessibleName(tr("%1: choose").arg(LabelOf(setting_)));
  }
  if (combo_ == nullptr) return;
  for (int i = 0; i < combo_->count(); ++i) {
    combo_->setItemText(i, LabelOf(setting_.choices[static_cast<std::size_t>(i)]));
  }
}

}  // namespace sentei::ui
