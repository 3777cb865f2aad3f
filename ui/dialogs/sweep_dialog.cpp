// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/sweep_dialog.h"

#include "core/plan/budget_limits.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "viz/elided_label.h"
#include "viz/tool_tip.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

constexpr int kFewWindows = 8;

/// The form itself; `spec()` is what it says.
class SweepDialog final : public QDialog {
  Q_DECLARE_TR_FUNCTIONS(SweepDialog)

 public:
  SweepDialog(QWidget* parent, Workspace& workspace, const std::set<std::int64_t>& selected)
      : QDialog(parent), workspace_(workspace), base_(workspace.draft().spec()) {
    setObjectName(QStringLiteral("sweep-dialog"));
    setWindowTitle(tr("Sensitivity sweep"));
    num_layers_ = workspace.session().model()->description->num_layers();
    if (base_.eval.text.path.empty()) base_.eval.text = base_.train.text;
    Build(selected);
    Refresh();
  }

  [[nodiscard]] run::RunSpec spec() const {
    run::RunSpec spec = base_;
    spec.kind = run::RunKind::kSweep;
    spec.sweep.layers = ParseLayers(layers_->text(), num_layers_).value_or(spec.sweep.layers);
    spec.sweep.ratios = ParseRatios(ratios_->text()).value_or(spec.sweep.ratios);
    spec.sweep.attention = heads_->isChecked();
    spec.sweep.ffn = channels_->isChecked();
    spec.eval.windows = windows_->value();
    return spec;
  }

 private:
  void Build(const std::set<std::int64_t>& selected) {
    auto* intro = MakeLabel(TypeRole::kBody, Tone::kSecondary);
    intro->setText(
        tr("Measures what the perplexity becomes when one layer alone loses part of its "
           "units, without training. Layers that are done can be used at once."));
    intro->setWordWrap(true);
    layers_ = new QLineEdit;
    layers_->setObjectName(QStringLiteral("sweep-layers"));
    layers_->setPlaceholderText(tr("all, or 0-3, 7"));
    if (selected.size() > 1) {
      const std::vector<std::int64_t> numbers(selected.begin(), selected.end());
      layers_->setText(ToQString(plan::FormatRanges(numbers)));
    }
    ratios_ = new QLineEdit(QStringLiteral("20, 40, 60, 80"));
    ratios_->setObjectName(QStringLiteral("sweep-ratios"));
    channels_ = new QCheckBox(tr("FFN channels"));
    channels_->setObjectName(QStringLiteral("sweep-ffn"));
    channels_->setChecked(true);
    heads_ = new QCheckBox(tr("Heads"));
    heads_->setObjectName(QStringLiteral("sweep-attention"));
    windows_ = new QSpinBox;
    windows_->setObjectName(QStringLiteral("sweep-windows"));
    windows_->setRange(1, 10'000);
    windows_->setValue(kFewWindows);
    text_ = new viz::ElidedLabel(Qt::ElideMiddle);
    cost_ = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
    cost_->setObjectName(QStringLiteral("sweep-cost"));
    cost_->setWordWrap(true);
    auto* form = new QFormLayout;
    form->setSpacing(Px(8));
    form->addRow(tr("&Layers"), layers_);
    form->addRow(tr("&Shares removed, %"), ratios_);
    form->addRow(tr("Units"), channels_);
    form->addRow(QString(), heads_);
    form->addRow(tr("&Windows of %1 tokens").arg(Count(base_.eval.length)), windows_);
    form->addRow(tr("Text"), text_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    start_ = buttons->addButton(tr("Start sweep"), QDialogButtonBox::AcceptRole);
    start_->setObjectName(QStringLiteral("sweep-start"));
    Mark(start_, "kind", "primary");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Px(20), Px(20), Px(20), Px(20));
    column->setSpacing(Px(12));
    column->addWidget(intro);
    column->addLayout(form);
    column->addWidget(cost_);
    column->addWidget(buttons);
    setMinimumWidth(Px(440));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QLineEdit* edit : {layers_, ratios_}) {
      connect(edit, &QLineEdit::textChanged, this, [this] { Refresh(); });
    }
    for (QCheckBox* box : {channels_, heads_}) {
      connect(box, &QCheckBox::toggled, this, [this] { Refresh(); });
    }
    connect(windows_, &QSpinBox::valueChanged, this, [this] { Refresh(); });
  }

  [[nodiscard]] QString Obstacle() const {
    if (base_.eval.text.path.empty()) return tr("Choose a text on the Data page first.");
    if (!ParseLayers(layers_->text(), num_layers_).has_value()) {
      return tr("Layers are numbers from 0 to %1, such as 0-3, 7.").arg(num_layers_ - 1);
    }
    if (!ParseRatios(ratios_->text()).has_value()) {
      return tr("Shares are per cent above 0 and below 100, such as 20, 40.");
    }
    if (!channels_->isChecked() && !heads_->isChecked()) return tr("Choose channels or heads.");
    return {};
  }

  [[nodiscard]] QString Cost() const {
    const run::RunSpec asked = spec();
    const auto layers = asked.sweep.layers.empty() ? static_cast<std::size_t>(num_layers_)
                                                   : asked.sweep.layers.size();
    const std::size_t families = (asked.sweep.attention ? 1U : 0U) + (asked.sweep.ffn ? 1U : 0U);
    const auto passes = static_cast<double>(layers * families * asked.sweep.ratios.size() + 1);
    QString text = tr("%1 measurements of %2 windows.")
                       .arg(Count(static_cast<std::int64_t>(passes)), Count(asked.eval.windows));
    const auto& baseline = workspace_.session().baseline();
    if (baseline.has_value() && baseline->tokens_per_second > 0.0) {
      const double tokens = passes * static_cast<double>(asked.eval.windows * asked.eval.length);
      text += QLatin1Char(' ') + tr("At the speed of the dense model: %1.")
                                     .arg(About(tokens / baseline->tokens_per_second));
    }
    return text;
  }

  void Refresh() {
    const QString obstacle = Obstacle();
    text_->setText(base_.eval.text.path.empty() ? None() : Shown(base_.eval.text.path));
    cost_->setText(obstacle.isEmpty() ? Cost() : obstacle);
    SetTone(cost_, obstacle.isEmpty() ? Tone::kSecondary : Tone::kWarning);
    start_->setEnabled(obstacle.isEmpty());
    start_->setToolTip(viz::ToolTipOf(obstacle));
  }

  Workspace& workspace_;
  run::RunSpec base_;
  std::int64_t num_layers_ = 0;
  QLineEdit* layers_ = nullptr;
  QLineEdit* ratios_ = nullptr;
  QCheckBox* channels_ = nullptr;
  QCheckBox* heads_ = nullptr;
  QSpinBox* windows_ = nullptr;
  viz::ElidedLabel* text_ = nullptr;
  QLabel* cost_ = nullptr;
  QPushButton* start_ = nullptr;
};

}  // namespace

std::optional<std::vector<std::int64_t>> ParseLayers(const QString& text, std::int64_t num_layers) {
  static const QRegularExpression range(
      QStringLiteral("^\\s*(\\d{1,6})\\s*(?:[-–]\\s*(\\d{1,6})\\s*)?$"));
  if (text.trimmed().isEmpty()) return std::vector<std::int64_t>{};
  std::set<std::int64_t> layers;
  for (const QString& part : text.split(QLatin1Char(','))) {
    const QRegularExpressionMatch match = range.match(part);
    if (!match.hasMatch()) return std::nullopt;
    const std::int64_t first = match.captured(1).toLongLong();
    const std::int64_t last = match.captured(2).isEmpty() ? first : match.captured(2).toLongLong();
    if (last < first || last >= num_layers) return std::nullopt;
    for (std::int64_t layer = first; layer <= last; ++layer) layers.insert(layer);
  }
  return std::vector<std::int64_t>(layers.begin(), layers.end());
}

std::optional<std::vector<double>> ParseRatios(const QString& text) {
  static const QRegularExpression gaps(QStringLiteral("[\\s,;%]+"));
  std::set<double> ratios;
  for (const QString& part : text.split(gaps, Qt::SkipEmptyParts)) {
    bool valid = false;
    const double percent = part.toDouble(&valid);
    if (!valid || !(percent > 0.0 && percent < 100.0)) return std::nullopt;
    ratios.insert(percent / 100.0);
  }
  if (ratios.empty()) return std::nullopt;
  return std::vector<double>(ratios.begin(), ratios.end());
}

std::optional<run::RunSpec> AskForSweep(QWidget* parent,
                                        Workspace& workspace,
                                        const std::set<std::int64_t>& selected) {
  SweepDialog dialog(parent, workspace, selected);
  if (dialog.exec() != QDialog::Accepted) return std::nullopt;
  return dialog.spec();
}

}  // namespace sentei::ui
